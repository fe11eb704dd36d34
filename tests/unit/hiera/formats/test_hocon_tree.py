"""Objects keep all definitions of a key, and merge those that are objects."""

from __future__ import annotations

from hiera_kafka.hiera.formats.hocon_tree import Scalar, Table
from hiera_kafka.hiera.values.places import LevelFile, Place

PLACE = Place(LevelFile("f"), 1, 1)


def scalar(value):
    return Scalar(value, str(value), PLACE)


def test_a_path_defines_objects_on_its_way():
    table = Table(PLACE)
    table.define(("a", "b"), scalar(1), PLACE)
    table.define(("a", "c"), scalar(2), PLACE)
    inner = table.fields["a"].definitions
    assert len(inner) == 1
    assert {name: field.definitions[0].value for name, field in inner[0].fields.items()} == {"b": 1, "c": 2}


def test_keys_of_an_object_merged_later_come_first():
    table = Table(PLACE)
    for name in ("a", "b", "c"):
        table.define(("t", name), scalar(name), PLACE)
    assert [name for name, _ in table.fields["t"].definitions[0].ordered()] == ["c", "b", "a"]


def test_a_scalar_between_two_objects_keeps_them_apart():
    table = Table(PLACE)
    table.define(("t", "a"), scalar(1), PLACE)
    table.define(("t",), scalar(None), PLACE)
    table.define(("t", "b"), scalar(2), PLACE)
    assert len(table.fields["t"].definitions) == 3


def test_many_keys_of_one_prefix_take_time_in_proportion_to_their_number():
    table = Table(PLACE)
    for number in range(50_000):
        table.define(("t", f"k{number}"), scalar(number), PLACE)
    assert len(table.fields["t"].definitions[0].fields) == 50_000
