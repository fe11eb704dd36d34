"""Parameters that types do not take make no type, as in Puppet."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera.puppet.types import TypeSyntaxError, parse_type


@pytest.mark.parametrize(
    "text",
    [
        "Array[String]", "Array[1, 2]", "Array[String, 1]", "Array[String, 1, default]", "Hash[String, Any]",
        "Hash[1, 2]", "Hash[String, Any, 1, 2]", "Integer[default, 3]", "Float[1, 1.5]", "String[1, 3]",
        "Tuple[String, 1, 2]", "Enum[a, true]", "Optional[x]", "NotUndef[x]", "Sensitive[String]", "Boolean[true]",
        "Timestamp['2001-02-03', default]", "Timespan[1, '2-00:00']", "Struct[{a => String}]", "Variant[String]",
        "Collection[0]", "Iterable[String]", "Regexp[/a/]", "Callable[Integer]", "Init[Integer, 8]",
    ],
)  # fmt: skip
def test_what_puppet_takes(text):
    assert parse_type(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Any[String]", "Numeric[1]", "Array[String, String]", "Array[1]", "Array[1, 2, 3]", "Array[String, 1, 2, 3]",
        "Hash[String]", "Hash[String, 1]", "Hash[String, Any, String]", "Integer[x]", "Integer[1, 2, 3]",
        "Integer[5, 1]",
        "Integer[1.5]", "String[x]", "Float[true]", "Enum[1]", "Enum[true]", "Optional[1]", "Optional[String, Any]",
        "Sensitive[1]", "Boolean[1]", "Timestamp[x]", "Timestamp[1, 2, 3]", "Timespan[true]", "Struct[String]",
        "Variant[String, x]", "Collection[String]", "Iterable[1]", "Type[x]", "SemVer['1.0.0']", "URI['x']", "Init[1]",
    ],
)  # fmt: skip
def test_what_puppet_does_not_take_or_is_not_known_here(text):
    with pytest.raises(TypeSyntaxError):
        parse_type(text)
