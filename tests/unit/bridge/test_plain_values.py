"""Values on their way to Ansible are builtins and nothing else."""

from __future__ import annotations

import enum
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.bridge.plain_values import to_plain


class Text(str):
    __slots__ = ()


class Colour(enum.StrEnum):
    RED = "red"


LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    LEAVES
    | st.text().map(Text)
    | st.sampled_from(Colour)
    | st.just(PurePosixPath("/a"))
    | st.frozensets(st.integers()),
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text(), inner)
        | st.dictionaries(st.text(), inner).map(MappingProxyType)
    ),
    max_leaves=10,
)


def types_of(value: Any) -> set[type]:
    """Return the type of every part of a value."""
    items = [*value, *value.values()] if type(value) is dict else value if type(value) is list else []
    return {type(value)}.union(*(types_of(item) for item in items))


@given(VALUES)
def test_every_part_is_a_builtin(value: object) -> None:
    assert types_of(to_plain(value)) <= {dict, list, str, int, float, bool, type(None)}


@given(st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10))
def test_plain_values_stay_as_they_are(value: object) -> None:
    assert to_plain(value) == value
    assert to_plain(to_plain(value)) == to_plain(value)


@pytest.mark.parametrize("value", [b"bytes", object(), 1j])
def test_what_has_no_plain_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no plain form"):
        to_plain(value)
