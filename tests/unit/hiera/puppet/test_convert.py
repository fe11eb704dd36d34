"""`convert_to`."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.puppet.convert import check_value, convert
from hiera_kafka.hiera.puppet.types import parse_type
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import LevelFile, Place
from hiera_kafka.hiera.values.ruby import Rich, Sensitive
from hiera_kafka.source import OriginKind

PLACE = Place(LevelFile("/f.yaml", "common"), 1, 4)


def made(value, wanted):
    node = Node(value, PLACE) if not isinstance(value, list | dict) else Node.of(value, PLACE.origin(()))
    return convert(node, "k", wanted).plain


@pytest.mark.parametrize(
    ("value", "wanted", "result"),
    [
        ("077", "Integer", 63), (3.7, "Integer", 3), (True, "Integer", 1), (" 5", "Integer", 5),
        ("0x1f", "Integer", 31),
        ("-12", ["Integer", 10, True], 12), ("ff", ["Integer", 16], None), ("0b11", "Integer", 3),
        ("12", "Optional[Integer]", 12),
        ("1e3", "Float", 1000.0), ("12", "Numeric", 12), (True, "Numeric", 1), ("yes", "Boolean", True),
        ("N", "Boolean", False),
        (0, "Boolean", False), (5, "String", "5"), (255, ["String", "%#x"], "0xff"), ("ab", "Array", ["a", "b"]),
        (3, "Array", [0, 1, 2]), ({"a": 1}, "Array", [["a", 1]]), ("x", ["Array", True], ["x"]),
        ([1], ["Array", True], [1]),
        ([["a", 1]], "Hash", {"a": 1}), (["a", 1], "Hash", {"a": 1}), ("x", "Sensitive", Sensitive("x")),
        ("x", "Any", "x"),
        ("1.2.3", "SemVer", Rich("semver", "1.2.3")), ("a+", "Regexp", Rich("regexp", "a+")), ("x", None, "x"),
        ("Array[String]", "Type", Rich("type", "Array[String]")), ([1], "Array[Integer]", [1]),
    ],
)  # fmt: skip
def test_a_value_is_converted(value, wanted, result):
    if result is None:
        with pytest.raises(HieraError, match="convert-to"):
            made(value, wanted)
    else:
        assert made(value, wanted) == result


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("1_000", "Integer"), (None, "Integer"), ([1], "Integer"), (50, "Integer[0, 10]"), ("5", ["Integer", 99]),
    (None, "Array"),
     (["a"], "Hash"), ("x", "Sensitive[Integer]"), ("bad", "SemVer"), ("(", "Regexp"),
     (1, "Regexp"),
     (1, "Type"), ("x", "Integer["), ("x", []), ("x", True), ("maybe", "Boolean"), ("x", "Timestamp"),
     ("x", ["String", "%x"]),
     (float("inf"), "Integer"), ("x", "Float"), (["a", 1], ["Hash", "tree"])],
)  # fmt: skip
def test_what_cannot_be_converted_is_an_error_at_the_value(value, wanted):
    with pytest.raises(HieraError) as caught:
        made(value, wanted)
    assert caught.value.diagnostics[0].id == "convert-to"


def test_a_value_of_the_type_is_the_same_node():
    node = Node(5, PLACE)
    assert convert(node, "k", "Integer") is node


def test_a_converted_value_rests_on_the_one_in_the_file():
    origin = convert(Node("5", PLACE), "k", "Integer").origin()
    assert (origin.kind, origin.rule, origin.position) == (
        OriginKind.DERIVED,
        "convert_to Integer",
        Position("/f.yaml", 1, 4),
    )
    assert origin.inputs == (Node("5", PLACE).origin(),)


def test_messages_never_show_the_value():
    for wanted in ("Integer", "Boolean", "SemVer", "Type", "Regexp"):
        with pytest.raises(HieraError) as caught:
            made("(hunter2", wanted)
        assert "hunter2" not in str(caught.value)


def test_a_value_of_another_type_than_asked_for_is_an_error():
    check_value(Node(5, PLACE), parse_type("Integer"), "found value")
    with pytest.raises(HieraError, match="value-type"):
        check_value(Node(5, PLACE), parse_type("String"), "found value")
