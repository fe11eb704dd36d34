"""Origins that are made when they are asked for are those that would have been made at once."""

from __future__ import annotations

import pickle

import pytest

from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import LevelFile, Place
from hiera_kafka.hiera.values.traces import Children, KeyOrigins
from hiera_kafka.source import Origin

FILE = LevelFile("/f.yaml", "common")
GIVEN = Origin.given("test")


def test_children_are_made_once_and_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str | int, ...]] = []
    trace_of = Node.trace

    def counted(node: Node, path: tuple[str | int, ...] = (), *, secret: bool | None = None):
        made.append(path)
        return trace_of(node, path, secret=secret)

    monkeypatch.setattr(Node, "trace", counted)
    trace = Node.of({"a": {"b": 1, "c": 2}, "d": [3, 4]}, GIVEN).trace()
    assert made == [()]
    assert trace.at("a", "b") == trace.at("a", "b") == GIVEN
    assert trace.at("a", "nothing") == trace.at("a") == GIVEN
    assert made == [(), ("a",), ("a", "b")]
    assert [path for path, _ in trace.leaves()] == [("a", "b"), ("a", "c"), ("d", 0), ("d", 1)]


def test_keys_stand_where_the_file_has_them() -> None:
    places = {"a": Place(FILE, 2, 1), "b": GIVEN}
    keys = KeyOrigins(places, ("root",))
    assert keys["a"].path == ("root", "a")
    assert keys["a"].position is not None
    assert keys["a"].position.line == 2
    assert keys["b"] is GIVEN
    assert (list(keys), len(keys)) == (["a", "b"], 2)
    assert repr(keys) == "KeyOrigins(['a', 'b'])"


def test_lists_have_no_negative_indices() -> None:
    children = Node.of([1], GIVEN).trace().children
    assert isinstance(children, Children)
    assert 0 in children
    assert children.get(-1) is None
    assert children.get("0") is None
    assert repr(children) == "Children([0])"


def test_traces_can_be_compared_and_sent_to_other_processes() -> None:
    node = Node.of({"a": {"b": [1]}}, GIVEN)
    assert pickle.loads(pickle.dumps(node.trace())) == node.trace()
    assert node.trace() != Node.of({"a": {"b": [1, 2]}}, GIVEN).trace()
