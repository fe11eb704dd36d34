"""URIs, as Ruby takes them."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera.puppet.uris import normalized


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("HTTP://u:p@Host:80/x?q#f", "http://u:p@Host:80/x?q#f"), ("mailto:a@b", "mailto:a@b"), ("/x/y", "/x/y"),
        ("x", "x"), ("//h/x", "//h/x"), ("http://[::1]:8/", "http://[::1]:8/"), ("a%20b", "a%20b"),
        ("urn:a:b", "urn:a:b"), ("?q", "?q"),
    ],
)  # fmt: skip
def test_a_uri_has_its_scheme_in_small_letters(text, result):
    assert normalized(text) == result


@pytest.mark.parametrize("text", ["a b", "é", "http://h/%", "1:2", "a\nb", "http://h:x/", "#a#b", "http://[x/"])
def test_what_is_none_is_refused(text):
    with pytest.raises(ValueError, match="URI"):
        normalized(text)
