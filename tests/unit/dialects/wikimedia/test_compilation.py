"""Declared classes, claims, facts and warnings of one compilation."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.dialects.wikimedia.compilation import joined
from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from hiera_kafka.dialects.wikimedia.parameters import Argument, Parameter, PuppetClass
from hiera_kafka.errors import Severity
from hiera_kafka.source import Origin, Trace
from lib.wikimedia.hosts import compilation

CLASS = PuppetClass("c", (Parameter("a", default=1),))


def test_a_class_is_included_as_often_as_one_likes_and_declared_with_parameters_once(tmp_path: Path) -> None:
    made = compilation(tmp_path, {})
    assert not made.declared("c")
    assert made.declare(CLASS, {"a": Argument.constant(2, "two")})["a"].data == 2
    assert made.declared("c")
    assert made.include(CLASS)["a"].data == 2
    with pytest.raises(WikimediaError) as refused:
        made.declare(CLASS, {})
    assert refused.value.category == "duplicate_declaration"


def test_what_each_class_received_is_kept_in_the_order_of_declaration(tmp_path: Path) -> None:
    made = compilation(tmp_path, {})
    made.include(PuppetClass("b"))
    made.declare(CLASS, {"a": Argument.constant(2, "two")})
    assert {name: {key: each.data for key, each in made.classes[name].items()} for name in made.classes} == {
        "b": {},
        "c": {"a": 2},
    }
    assert list(made.classes) == ["b", "c"]


def test_a_defined_type_is_kept_under_its_title(tmp_path: Path) -> None:
    made = compilation(tmp_path, {})
    definition = PuppetClass("d", (Parameter("a", default=1),), define=True)
    assert made.define(definition, "one", {"a": Argument.constant(2, "two")})["a"].data == 2
    assert made.define(definition, "other", {})["a"].data == 1
    assert list(made.classes) == ["d[one]", "d[other]"]


def test_the_first_claim_on_a_thing_wins(tmp_path: Path) -> None:
    made = compilation(tmp_path, {})
    assert [made.claim("path", "/a"), made.claim("path", "/a"), made.claim("package", "/a")] == [True, False, True]


def test_a_fact_is_found_by_its_path_and_refused_when_it_is_not_there(tmp_path: Path) -> None:
    made = compilation(tmp_path, {})
    assert made.fact("networking", "ip").data == "10.0.0.1"
    with pytest.raises(WikimediaError, match=r"no fact 'networking\.ip7'"):
        made.fact("networking", "ip7")
    with pytest.raises(WikimediaError, match=r"no fact 'fqdn\.x'"):
        made.fact("fqdn", "x")


def test_a_variable_of_the_top_scope_is_found(tmp_path: Path) -> None:
    assert compilation(tmp_path, {}).top_scope("site").text == "eqiad"


def test_a_warning_names_each_place_once(tmp_path: Path) -> None:
    made = compilation(tmp_path, {})
    made.warn("myid-not-text", "message", Origin.default("nowhere"))
    assert [(warning.level, warning.where) for warning in made.warnings] == [(Severity.WARNING, ())]


def test_items_of_a_list_are_joined_and_their_origins_kept() -> None:
    origins = [Origin.given(name) for name in "ab"]
    argument = Argument(["x", 1], Trace(Origin.default("list"), {n: Trace(o) for n, o in enumerate(origins)}))
    made = joined("rule", ",", argument)
    assert (made.data, made.origin.inputs) == ("x,1", tuple(origins))
    assert joined("rule", ",", Argument("one", Trace(Origin.default("text")))).data == "one"
