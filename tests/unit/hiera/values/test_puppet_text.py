"""Text as Puppet's String.new makes it."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera.values.puppet_text import formatted, puppet_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"), (1.5, "1.500000"), (None, ""), (True, "true"), ("x", "x"),
        ({"a": 1, "b": ["x", None]}, "{'a' => 1, 'b' => ['x', undef]}"),
        (["it's"], "['it\\'s']"), (["a\nb$"], '["a\\nb\\$"]'), ([1.5], "[1.5]"),
    ],
)  # fmt: skip
def test_a_value_becomes_text(value, text):
    assert puppet_text(value) == text


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [(255, "%#x", "0xff"), (3.14159, "%.2f", "3.14"), ([1, 2], "%a", "[1, 2]"), (5, "%b", "101"), (5, "%#b", "0b101"),
     (8, "%#o", "010"), ("x", "%3s", "  x"), (7, "%03d", "007"), ({"a": 1}, "%h", "{'a' => 1}"),
     ("a::bC", "%C", "A::Bc"), ("aB", "%u", "AB"), ("aB", "%d", "ab"), ("aB", "%c", "Ab"), (" a ", "%t", "a"),
     ("it's", "%p", "'it\\'s'"), (None, "%u", "undef"), (None, "%d", "NaN"), (None, "%s", ""), (True, "%y", "yes"),
     (False, "%#T", "F"), (True, "%d", "1"), (True, "%.1f", "1.0"), (3.7, "%d", "3"), (1.5, "%s", "1.5"),
     (float("inf"), "%f", "Inf"), (float("nan"), "%5.1f", "  NaN"), (10**400, "%e", "Inf"), (-255, "%+x", "-ff"),
     ([1, "a"], "%<s", "<1, 'a'>"), ({"a": 1}, "%(a", "(['a', 1])"), ("x", "%-3s", "x  "), ("xyz", "%.2s", "xy")],
)  # fmt: skip
def test_a_format_is_applied(value, form, text):
    assert formatted(value, form) == text


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("x", "%x"),
        (1, "plain"),
        (1, None),
        ([1], "%d"),
        (-1, "%x"),
        (float("inf"), "%d"),
        ("x", "%--s"),
        (1, "%999999d"),
        ([1], "%#a"),
        (None, "%c"),
        ("x", "%#u"),
        (1, "%q"),
        ([1], "%[(a"),
    ],
)
def test_a_format_that_does_not_fit_is_refused(value, form):
    with pytest.raises(ValueError, match="format"):
        formatted(value, form)
