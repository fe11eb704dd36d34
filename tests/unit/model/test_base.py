"""Field types, and how a validation error becomes a message at a place in the data."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from hiera_kafka.errors import Diagnostic, Position
from hiera_kafka.model.base import (
    BrokerId,
    ClusterName,
    Count,
    Host,
    MyId,
    Port,
    Scalar,
    StrictModel,
    Traced,
    diagnostics_of,
    is_cluster_name,
    is_host,
    shown,
    whole_number,
)
from hiera_kafka.model.texts import HeapSize, Rack, UnixPath
from hiera_kafka.source import Origin, OriginKind, Trace


class Member(StrictModel):
    id: BrokerId
    rack: Rack | None = None


class Everything(StrictModel):
    member: dict[Host, Member] = Field(default_factory=dict)
    myid: MyId = 1
    port: Port = 1
    count: Count = 1
    name: ClusterName = "x"
    heap: HeapSize = "1g"
    path: UnixPath = "/x"
    config: dict[str, Scalar] = Field(default_factory=dict)


def trace_of(value: Any, line: int = 1) -> Trace:
    """Return a trace whose positions tell key (column 1) and value (column 2) apart, a line for each key."""
    items = list(value.items()) if isinstance(value, dict) else []
    places = {key: line + number for number, (key, _) in enumerate(items)}
    return Trace(
        Origin(OriginKind.DATA, Position("f", line, 2)),
        {key: trace_of(item, places[key]) for key, item in items},
        {key: Origin(OriginKind.DATA, Position("f", places[key], 1)) for key, _ in items},
    )


def problems(data: dict[Any, Any]) -> list[Diagnostic]:
    """Return what is said of data that should be an Everything."""
    with pytest.raises(ValidationError) as error:
        Everything.model_validate(data)
    return diagnostics_of(error.value, Everything, trace_of(data), "it")


@given(st.integers(0, 2**31 - 1))
def test_a_broker_id_may_be_an_integer_or_its_text(number: int) -> None:
    assert Member(id=number).id == Member.model_validate({"id": str(number)}).id == number


@given(st.integers(1, 255))
def test_a_myid_may_be_an_integer_or_its_text(number: int) -> None:
    assert Everything.model_validate({"myid": str(number)}).myid == Everything(myid=number).myid == number


@pytest.mark.parametrize(
    ("field", "value", "id_"),
    [
        ("myid", 0, "out-of-range"),
        ("myid", 256, "out-of-range"),
        ("myid", True, "not-an-integer"),
        ("myid", 1.0, "not-an-integer"),
        ("myid", "0x1", "not-an-integer"),
        ("myid", None, "not-an-integer"),
        ("myid", "9" * 40, "out-of-range"),
        ("port", 65536, "out-of-range"),
        ("count", 0, "out-of-range"),
        ("name", "a/b", "cluster-name-invalid"),
        ("heap", "2 GB", "heap-size-invalid"),
        ("heap", "0g", "heap-size-invalid"),
        ("path", "srv", "path-invalid"),
        ("path", "/srv/../etc", "path-invalid"),
        ("path", "/a,/b", "path-invalid"),
        ("config", {"a": None}, "wrong-type"),
        ("config", {"a": [1]}, "wrong-type"),
        ("config", {"a": math.inf}, "wrong-type"),
        ("config", [], "wrong-type"),
        ("member", {"k1": []}, "wrong-type"),
        ("member", {"k1": {"id": 1, "rack": 2}}, "rack-not-string"),
        ("member", {"k1": {"id": 1, "rack": ""}}, "rack-not-string"),
        ("member", {"k 1": {"id": 1}}, "host-name-invalid"),
        ("member", {"k1": {}}, "missing-key"),
        ("member", {"k1": {"id": 1, "rak": "A"}}, "unknown-key"),
    ],
)
def test_a_value_that_is_not_allowed_has_one_message_with_a_place(field: str, value: object, id_: str) -> None:
    (found,) = problems({field: value})
    assert found.id == id_
    assert found.where[0].file == "f"


def test_all_problems_are_told_at_once() -> None:
    found = problems({"myid": 0, "port": "x", "heap": 1, "member": {"-": {"id": -1}, "k2": {"idd": 1}}})
    assert [d.id for d in found] == [
        "host-name-invalid",
        "out-of-range",
        "missing-key",
        "unknown-key",
        "out-of-range",
        "not-an-integer",
        "heap-size-invalid",
    ]


def test_a_key_that_is_wrong_is_pointed_at_itself_and_not_at_its_value() -> None:
    assert problems({"member": {"k 1": {"id": 1}}})[0].where[0].column == 1
    assert problems({"member": {"k1": {"id": -1}}})[0].where[0].column == 2


def test_an_unknown_key_comes_with_the_known_ones_and_the_nearest() -> None:
    (found,) = problems({"member": {"k1": {"id": 1, "rak": "A"}}})
    assert found.message == "unknown key 'rak' in it.member.k1, known are: id, rack"
    assert found.hint == "did you mean 'rack'?"


@pytest.mark.parametrize("value", ["Planted", ["Planted"], {"Planted": "Planted"}, None])
def test_the_value_of_a_secret_is_in_no_message(value: object) -> None:
    data = {"config": {"ssl.key.password": [value], "a": [value]}, "myid": [value]}
    assert "Planted" not in "".join(found.render() for found in problems(data))
    with pytest.raises(ValidationError) as error:
        Everything.model_validate(data)
    assert "Planted" not in str(error.value)


def test_models_do_not_change_and_take_nothing_unknown() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Member(id=1).id = 2  # type: ignore[misc]  # that is the point
    with pytest.raises(ValidationError):
        Member.model_validate({"id": 1, "extra": 1})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing (null)"),
        (True, "boolean True"),
        (1, "integer 1"),
        ("x", "string 'x'"),
        ([1, 2], "a list of 2 elements"),
        ({"a": 1}, "a hash of 1 key"),
    ],
)
def test_a_message_shows_type_and_value_and_only_the_size_of_lists_and_hashes(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_long_value_is_cut() -> None:
    assert len(shown("x" * 1000)) < 80


@given(st.integers())
def test_an_integer_and_its_text_are_the_same_number(number: int) -> None:
    assert whole_number(number) == number
    assert whole_number(str(number)) == number or len(str(abs(number))) > 50


@given(st.text() | st.floats() | st.booleans() | st.none())
def test_nothing_else_is_a_number(value: object) -> None:
    found = whole_number(value)
    assert found is None or str(value).lstrip("-").isascii()


@given(st.text())
def test_a_host_and_a_cluster_hold_nothing_that_leaves_their_place(value: str) -> None:
    if is_host(value) or is_cluster_name(value):
        assert not set(value) & set("/\\ ,:;\n\0")
        assert value not in {".", ".."}


@pytest.mark.parametrize("name", ["k1", "kafka1.analytics.eqiad1.wikimedia.cloud", "a_b", "1.2"])
def test_host_names(name: str) -> None:
    assert is_host(name)


@pytest.mark.parametrize("name", ["", ".", "-a", "a-", "a..b", "a.", "../a", "a b", "ä", "a" * 64, "a." * 127 + "a"])
def test_no_host_names(name: str) -> None:
    assert not is_host(name)


def test_a_value_has_its_own_origin_and_a_default_names_its_table() -> None:
    data = {"k1": {"id": 1}}
    traced = Traced(Member(id=1), data, trace_of(data), "it")
    assert traced.origin("k1", "id").position == Position("f", 1, 2)
    assert traced.origin("k1", "rack") == Origin.default("it: k1.rack")


def test_a_traced_model_does_not_show_its_data() -> None:
    assert "Planted" not in repr(Traced(Member(id=1), {"x": "Planted"}, trace_of({"x": "Planted"}), "it"))
