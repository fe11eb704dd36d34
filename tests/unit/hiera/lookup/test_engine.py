"""The public face: load, find, lookup, diagnostics."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import Hiera
from hiera_kafka.scope import Scope

SCOPE = Scope(facts={"site": "north"})
DATA = {"a.yaml": "a: 1\nt: \"%{site} %{lookup('a')}\"\nl: [1]\n"}


def test_a_found_key_has_a_value_and_a_missing_one_is_none(load):
    hiera = load(DATA)
    assert hiera.find("a", SCOPE).value == 1
    assert hiera.find("b", SCOPE) is None


def test_a_missing_key_gives_the_default_untouched_or_an_error(load):
    hiera = load(DATA)
    assert hiera.lookup("b", SCOPE, default=None).value is None
    assert hiera.lookup("b", SCOPE, default="%{site}").value == "%{site}"
    with pytest.raises(HieraError, match="lookup-not-found"):
        hiera.lookup("b", SCOPE)


def test_of_several_keys_the_first_that_is_found_counts(load):
    assert load(DATA).lookup(["x", "l", "a"], SCOPE).key == "l"
    with pytest.raises(HieraError, match="any of the keys 'x', 'y'"):
        load(DATA).lookup(["x", "y"], SCOPE)


def test_overrides_come_before_the_data_and_default_values_after_it(load):
    hiera = load(DATA)
    given = {"override": {"a": 2, "site": "over"}, "default_values": {"a": 3, "b": 4}}
    assert [hiera.lookup(key, SCOPE, **given).value for key in ("a", "b", "t")] == [2, 4, "over 2"]


def test_the_answer_must_be_of_the_type_that_was_asked_for(load):
    hiera = load(DATA)
    assert hiera.lookup("a", SCOPE, value_type="Integer").value == 1
    for key, default in (("a", 1), ("x", 5)):
        with pytest.raises(HieraError, match="value-type"):
            hiera.lookup(key, SCOPE, value_type="String", default=default)


def test_each_scope_sees_its_own_values(load):
    hiera = load(DATA)
    scopes = [Scope(facts={"site": str(number)}) for number in range(300)]
    assert [hiera.find("t", scope).value for scope in scopes] == [f"{number} 1" for number in range(300)]
    assert hiera.find("t", scopes[0]).value == "0 1"


def test_warnings_cover_every_file_of_the_host(load):
    hiera = load({"a.yaml": "a: 1", "b.yaml": "b: 1\nb: 2", "c.yaml": "- x"})
    assert [each.id for each in hiera.diagnostics(SCOPE)] == ["duplicate-key", "data-not-a-hash"]


def test_aliases_that_nest_without_end_are_an_error_and_no_crash(load):
    nested = "[" * 150
    lines = [f"k{n}: {nested}\"%{{alias('k{n + 1}')}}\"{']' * 150}" for n in range(20)]
    with pytest.raises(HieraError, match="data-depth"):
        load({"a.yaml": "\n".join([*lines, "k20: 1"])}).find("k0", SCOPE)


def test_a_relative_path_gives_absolute_positions(load, tmp_path, monkeypatch):
    load(DATA)
    monkeypatch.chdir(tmp_path)
    origin = Hiera.load("hiera.yaml").find("a", SCOPE).trace.origin
    assert origin.position.file == str(tmp_path / "data" / "a.yaml")


def test_values_are_shared_and_looking_up_again_changes_nothing(load):
    hiera = load({"high.yaml": "h: {l: [1]}", "low.yaml": "h: {l: [2], x: ['%{site}']}"})
    first = hiera.find("h", SCOPE, merge="deep").value
    assert first == hiera.find("h", SCOPE, merge="deep").value == {"l": [2, 1], "x": ["north"]}
    assert hiera.find("h", SCOPE).value == {"l": [1]}
