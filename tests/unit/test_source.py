"""Origins and traces."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import Position
from hiera_kafka.source import Key, Origin, OriginKind, Trace

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


def traced(value: Any, path: tuple[Key, ...] = ()) -> Trace:
    """Return a trace of the value's shape whose origins name their own path."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return Trace(Origin(OriginKind.DATA, path=path), {key: traced(item, (*path, key)) for key, item in items})


def paths(value: Any, path: tuple[Key, ...] = ()) -> list[tuple[Key, ...]]:
    """Return the path of every part of a value, itself included."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in items for found in paths(item, (*path, key)))]


@given(VALUES)
def test_a_trace_answers_for_every_part_of_a_value(value: Any) -> None:
    trace = traced(value)
    for path in paths(value):
        assert trace.at(*path).path == path
        assert trace.sub(*path).origin.path == path


@given(VALUES)
def test_the_leaves_of_a_trace_are_the_leaves_of_its_value(value: Any) -> None:
    found = dict(traced(value).leaves())
    everything = paths(value)
    inner = {path[:-1] for path in everything if path}
    assert set(found) == set(everything) - inner
    assert all(origin.path == path for path, origin in found.items())


@given(VALUES, st.lists(st.integers(), min_size=1, max_size=3))
def test_a_path_that_ends_early_has_the_origin_of_the_nearest_value_around_it(value: Any, beyond: list[int]) -> None:
    trace = traced(value)
    for path in paths(value):
        if not trace.sub(*path).children:
            assert trace.at(*path, *beyond).path == path
            assert trace.sub(*path, *beyond).origin.path == path


def test_a_key_has_a_place_of_its_own_and_else_that_of_its_value() -> None:
    key, value = Origin(OriginKind.DATA, Position("f", 1, 1)), Origin(OriginKind.DATA, Position("f", 2, 3))
    trace = Trace(Origin(OriginKind.DATA), {"a": Trace(value), "b": Trace(value)}, {"a": key})
    assert trace.key("a") is key
    assert trace.key("b") is value


def test_a_derived_value_rests_on_every_place_once_in_order() -> None:
    one, two = Origin(OriginKind.DATA, Position("f", 1, 1)), Origin(OriginKind.DATA, Position("g", 2, 1))
    derived = Origin.derived("sum", one, Origin.derived("copy", two, one))
    assert derived.positions() == (Position("f", 1, 1), Position("g", 2, 1))


def test_an_origin_says_in_one_line_where_a_value_came_from() -> None:
    data = Origin(OriginKind.DATA, Position("/site/common.yaml", 4, 2), "common", ("kafka_clusters", "main"))
    assert data.text("/site").startswith("common.yaml:4:2")
    assert "Kafka defaults: port" in Origin.default("Kafka defaults: port").text()


def test_an_origin_has_a_form_for_json_with_its_inputs() -> None:
    data = Origin(OriginKind.DATA, Position("/f", 4, 2), "common", ("a", 0))
    found = Origin.derived("copy", data).to_dict()
    assert found["kind"] == "derived"
    assert found["rule"] == "copy"
    assert found["inputs"][0]["path"] == ["a", 0]


def test_what_was_derived_from_a_secret_is_one() -> None:
    plain, secret = Origin.given("a"), Origin(OriginKind.DATA, path=("b",), secret=True)
    assert Origin.derived("of both", plain, Origin.derived("of one", secret)).is_secret
    assert not Origin.derived("of one", plain).secret


def test_a_trace_holds_a_secret_when_a_value_or_a_key_in_it_is_one() -> None:
    plain, secret = Trace(Origin.given("a")), Origin(OriginKind.DATA, secret=True)
    assert Trace(plain.origin, {"x": Trace(plain.origin, {0: Trace(secret)})}).holds_secret
    assert Trace(plain.origin, {"x": plain}, {"x": secret}).holds_secret
    assert Trace(plain.origin, {"x": plain}, {"x": secret}).secret_keys == ("x",)
    assert not Trace(plain.origin, {"x": plain}, {"x": plain.origin}).holds_secret
