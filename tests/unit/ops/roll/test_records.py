"""Records that come back from variables and modules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.ops.roll.records import read


@dataclass(frozen=True, slots=True)
class Part:
    number: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    parts: tuple[Part, ...]


def test_plain_values_become_a_record_and_other_keys_are_left_out() -> None:
    value = {"parts": [{"number": 1, "names": ["a"], "changed": False}], "failed": False}
    assert read(Whole, value, "it") == Whole((Part(1, ("a",)),))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({}, "it: parts is missing; field required"),
        ({"parts": [{}]}, "it: parts.0.number is missing; field required"),
        ({"parts": [{"number": "one"}]}, "it: parts.0.number is 'one'; input should be a valid integer"),
        ({"parts": [{"number": 1, "names": [None]}]}, "it: parts.0.names.0 is None; input should be a valid string"),
        ("x", "it: all of it is 'x'; input should be a dictionary"),
        (None, "it: all of it is None; input should be a dictionary"),
    ],
)
def test_another_shape_is_a_diagnostic_that_names_the_place(value: Any, message: str) -> None:
    with pytest.raises(HieraKafkaError) as caught:
        read(Whole, value, "it")
    (found,) = caught.value.diagnostics
    assert found.id == "roll-record-invalid"
    assert found.message.startswith(message)
    assert "Whole" not in found.message


def test_each_wrong_field_is_named_and_long_values_are_cut() -> None:
    with pytest.raises(HieraKafkaError) as caught:
        read(Whole, {"parts": [{"number": "x" * 1000}, {"number": None}]}, "it")
    assert [len(one.message) < 250 for one in caught.value.diagnostics] == [True, True]
