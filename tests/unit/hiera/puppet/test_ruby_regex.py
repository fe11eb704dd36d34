"""Ruby's regular expressions in Python's."""

from __future__ import annotations

import re

import pytest

from hiera_kafka.bounded import TooCostlyError
from hiera_kafka.errors import Position
from hiera_kafka.hiera.puppet.ruby_regex import compile_pattern, too_costly


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^b$", "a\nb\nc", True), (r"\Ab", "a\nb", False), (r"a\z", "a\n", False), (r"a\Z", "a\n", True),
        (r"^\h+$", "c0ffee", True), (r"^[\h]+$", "xyz", False), ("^[[:alpha:]]+$", "abc", True),
        (r"^\w+$", "é", False), ("^(?<name>a)", "a", True), ("(?<=a)b", "ab", True), ("^(?!k0)", "k0", False),
        (r"^[\[\]]$", "[", True),
    ],
)  # fmt: skip
def test_a_pattern_matches_as_in_ruby(pattern, text, found):
    assert bool(compile_pattern(pattern).search(text)) is found


@pytest.mark.parametrize("pattern", ["^a(", "[a&&b]", "*"])
def test_what_cannot_be_expressed_is_an_error(pattern):
    with pytest.raises(re.error):
        compile_pattern(pattern)


def test_what_is_given_up_is_reported_with_its_place_and_not_at_full_length():
    pattern = "^(?=a)(a|b)*" + "c" * 100
    with pytest.raises(TooCostlyError) as found:
        compile_pattern(pattern).search("a")
    diagnostic = too_costly(found.value, Position("/d/a.yaml", 2, 3)).diagnostics[0]
    assert (diagnostic.id, diagnostic.where) == ("pattern-too-costly", (Position("/d/a.yaml", 2, 3),))
    assert pattern[:80] in diagnostic.message
    assert pattern not in diagnostic.message
