"""What a lookup takes."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.lookup import arguments


def test_keys_come_alone_or_as_a_list():
    assert arguments.checked("a", None, None, None) == ("a",)
    assert arguments.checked(["a", ""], {"strategy": "deep", "n": 1}, {}, {}) == ("a", "")


@pytest.mark.parametrize(
    "given", [(5,), (None,), ([["a"]],), (["a", 1],), ("a", 5), ("a", ""), ("a", {"strategy": [1]}), ("a", None, []),
    ("a", None, None, 1)]
)  # fmt: skip
def test_anything_else_is_an_error(given):
    with pytest.raises(HieraError, match="lookup-arguments"):
        arguments.checked(*given, *[None] * (4 - len(given)))


def test_where_one_key_is_taken_a_list_is_an_error():
    assert arguments.checked_key("a", "deep") == "a"
    for wrong in (["a"], None):
        with pytest.raises(HieraError, match="lookup-arguments"):
            arguments.checked_key(wrong, None)


def test_a_type_is_parsed():
    assert arguments.checked_type("Integer[1]").name == "Integer"
    for wrong in ("Integer[", 5):
        with pytest.raises(HieraError, match="lookup-arguments"):
            arguments.checked_type(wrong)
