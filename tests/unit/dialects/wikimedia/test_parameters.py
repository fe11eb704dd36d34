"""Parameters of classes: passed, looked up, default, in this order, and their types."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from hiera_kafka.dialects.wikimedia.parameters import (
    REQUIRED,
    UNDEF,
    Argument,
    Parameter,
    PuppetClass,
    bind,
    looked_up,
    merged,
)
from hiera_kafka.source import Origin, OriginKind, Trace
from lib.wikimedia.hosts import host

CLASS = PuppetClass(
    "profile::a",
    (
        Parameter("size", "Integer", "size_of_all", 3),
        Parameter("name", "String", "profile::a::name", REQUIRED),
        Parameter("hint", "Optional[String]", "profile::a::hint"),
        Parameter("own", default=lambda host: [host.name]),
    ),
)


def test_automatic_lookup_beats_the_key_of_the_default_and_both_beat_the_default(tmp_path: Path) -> None:
    data = {"profile::a::name": "n", "size_of_all": 5}
    assert bind(host(tmp_path, data), CLASS)["size"].data == 5
    assert bind(host(tmp_path, data | {"profile::a::size": 7}), CLASS)["size"].data == 7
    assert bind(host(tmp_path, {"profile::a::name": "n"}), CLASS)["size"].data == 3


def test_what_is_passed_wins_unless_it_is_undef(tmp_path: Path) -> None:
    on = host(tmp_path, {"profile::a::name": "n", "profile::a::size": 7})
    assert bind(on, CLASS, {"size": Argument.constant(0, "zero")})["size"].data == 0
    assert bind(on, CLASS, {"size": UNDEF})["size"].data == 7


def test_false_is_found_and_null_goes_on_to_the_key_of_the_default(tmp_path: Path) -> None:
    flag = PuppetClass("c", (Parameter("on", "Boolean", "other", True),))
    assert bind(host(tmp_path, {"c::on": False}), flag)["on"].data is False
    assert bind(host(tmp_path, {"c::on": None, "other": False}), flag)["on"].data is False
    with pytest.raises(WikimediaError, match="other is null") as refused:
        bind(host(tmp_path, {"other": None}), flag)
    assert refused.value.category == "type_mismatch"


def test_a_default_may_be_made_of_the_host(tmp_path: Path) -> None:
    assert bind(host(tmp_path, {"profile::a::name": "n"}), CLASS)["own"].data == ["k1.example.org"]


def test_a_missing_key_is_refused_before_any_type_is_looked_at(tmp_path: Path) -> None:
    with pytest.raises(WikimediaError, match="profile::a::name") as refused:
        bind(host(tmp_path, {"profile::a::size": "text"}), CLASS)
    assert refused.value.category == "missing_hiera_key"


def test_a_value_of_another_type_is_refused_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(WikimediaError, match="is a text, but the parameter size of profile::a") as refused:
        bind(host(tmp_path, {"profile::a::name": "n", "size_of_all": "5"}), CLASS)
    assert refused.value.category == "type_mismatch"
    assert refused.value.diagnostics[0].where[0].file.endswith("common.yaml")


def test_a_defined_type_has_no_automatic_lookup(tmp_path: Path) -> None:
    define = PuppetClass("d", (Parameter("a", default=1), Parameter("b", default=REQUIRED)), define=True)
    assert bind(host(tmp_path, {"d::a": 2}), define, {"b": Argument.constant(1, "b")})["a"].data == 1
    with pytest.raises(WikimediaError, match="needs a value for its parameter b"):
        bind(host(tmp_path, {}), define, {"b": UNDEF})


def test_every_argument_knows_where_it_came_from(tmp_path: Path) -> None:
    bound = bind(host(tmp_path, {"profile::a::name": "n"}), CLASS)
    assert bound["name"].origin.kind is OriginKind.DATA
    assert bound["size"].origin == Origin.default("profile::a: size")


def test_a_password_is_secret_by_its_name(tmp_path: Path) -> None:
    found = looked_up(host(tmp_path, {"a::ssl_password": "p"}), "a::ssl_password")
    assert found is not None
    assert found.value.secret
    assert found.value.shown() != "p"


def test_zero_and_empty_text_are_set_for_templates_and_false_is_not() -> None:
    def made(data: object) -> Argument:
        return Argument(data, Trace(Origin.default("x")))

    assert [made(data).set for data in (0, "", [], False, None)] == [True, True, True, False, False]
    assert [made(data).text for data in (0, "", True, None, 1.0, [1])] == ["0", "", "true", "", "1.0", "[1]"]
    assert made([1]).value.data == "[1]"


def test_a_part_keeps_its_own_origin_and_is_secret_below_a_secret_name() -> None:
    inner = Trace(Origin.default("inner"))
    whole = Argument({"password": "x"}, Trace(Origin.default("outer"), {"password": inner}))
    assert whole.at("password") == Argument("x", inner, secret=True)


def test_hashes_are_merged_in_turn_and_each_value_keeps_its_origin() -> None:
    def made(data: dict[str, object], rule: str) -> Argument:
        children = {key: Trace(Origin.default(f"{rule}.{key}")) for key in data}
        return Argument(data, Trace(Origin.default(rule), children))

    found = merged(made({"a": {"x": 1, "y": 1}, "b": 1}, "base"), made({"a": {"y": 2}, "c": None}, "over"))
    assert found.data == {"a": {"x": 1, "y": 2}, "b": 1, "c": None}
    assert found.at("b").origin.rule == "base.b"
    assert found.at("c").origin.rule == "over.c"
