"""The walk through layers, levels and files."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.scope import Scope

SCOPE = Scope(facts={"site": "north"})
MODULE = {
    "hiera.yaml": "version: 5\n",
    "data/common.yaml": "m::a: environment\nm::h: {e: 1}\n",
    "modules/m/hiera.yaml": "version: 5\ndefault_hierarchy: [{name: d, path: defaults.yaml}]\n",
    "modules/m/data/common.yaml": "m::a: module\nm::b: module\nm::h: {m: 1}\n"
    "lookup_options: {m::h: {merge: hash}, m::n: {convert_to: Integer}}\n",
    "modules/m/data/defaults.yaml": "m::b: default\nm::n: '5'\nm::h: {d: 1}\n",
}


@pytest.mark.parametrize(
    ("key", "value"),
    [("m::a", "environment"), ("m::b", "module"), ("m::n", 5), ("m::h", {"m": 1, "e": 1}), ("m::none", None)],
)
def test_the_environment_beats_the_module_and_its_default_hierarchy_comes_last(load, key, value):
    found = load(MODULE).find(key, SCOPE)
    assert (None if found is None else found.value) == value


def test_the_global_layer_beats_the_environment(load, tmp_path):
    files = {
        "hiera.yaml": "version: 5\n",
        "data/common.yaml": "a: low\nb: low",
        "etc/hiera.yaml": "version: 5",
        "etc/data/common.yaml": "a: high",
    }
    hiera = load(files, global_config=tmp_path / "etc" / "hiera.yaml")
    assert [hiera.lookup(key, SCOPE).value for key in "ab"] == ["high", "low"]


def test_a_missing_part_of_the_highest_value_is_not_sought_below(load):
    assert load({"high.yaml": "h: {a: 1}", "low.yaml": "h: {b: 2}"}).find("h.b", SCOPE) is None


def test_null_is_found(load):
    assert load({"high.yaml": "a: ~", "low.yaml": "a: 1"}).find("a", SCOPE).value is None


def test_lookup_options_cannot_be_looked_up_but_in_quotes(load):
    hiera = load({"a.yaml": "lookup_options: {x: {merge: deep}}"})
    assert hiera.find("lookup_options", SCOPE) is None
    assert hiera.find("lookup_options.x", SCOPE) is None
    assert hiera.find("'lookup_options'", SCOPE).value == {"x": {"merge": "deep"}}


def test_an_explicit_merge_replaces_the_one_of_the_options(load):
    files = {"high.yaml": "a: [1]\nlookup_options: {a: {merge: unique}}", "low.yaml": "a: [2]"}
    assert load(files).find("a", SCOPE).value == [1, 2]
    assert load(files).find("a", SCOPE, merge="first").value == [1]


def test_a_file_that_does_not_parse_fails_every_lookup(load):
    with pytest.raises(HieraError, match="yaml-syntax"):
        load({"high.yaml": "a: 1", "low.yaml": "a: ["}).find("a", SCOPE)


@pytest.mark.parametrize("options", ["[1]", "5", "true"])
def test_options_of_a_key_that_are_no_hash_are_an_error_for_that_key_only(load, options):
    hiera = load({"a.yaml": f"a: 1\nb: 2\nlookup_options: {{a: {options}}}"})
    assert hiera.find("b", SCOPE).value == 2
    with pytest.raises(HieraError, match="lookup-options"):
        hiera.find("a", SCOPE)


def test_options_that_are_text_count_for_nothing(load):
    assert load({"a.yaml": "a: 1\nlookup_options: {a: deep}"}).find("a", SCOPE).value == 1


def test_lookups_in_lookup_options_are_recursion(load):
    with pytest.raises(HieraError, match="hiera-recursion"):
        load({"a.yaml": "a: 1\nlookup_options: {a: {merge: \"%{lookup('a')}\"}}"}).find("a", SCOPE)


def test_an_unknown_variable_is_reported_once_with_its_place(load, tmp_path):
    hiera = load({"a.yaml": "a: ['%{nosuch}', '%{nosuch}']"})
    found = hiera.find("a", SCOPE)
    assert found.value == ["", ""]
    assert [(each.id, each.where[0].column) for each in found.diagnostics] == [
        ("unknown-variable", 5),
        ("unknown-variable", 18),
    ]
    assert hiera.diagnostics(SCOPE) == found.diagnostics


@pytest.mark.parametrize("strict", ["off", "error"])
def test_strict_says_what_an_unknown_variable_is(load, strict):
    hiera = load({"a.yaml": "a: '%{nosuch}'"}, strict=strict)
    if strict == "off":
        assert hiera.find("a", SCOPE).diagnostics == ()
    else:
        with pytest.raises(HieraError, match="unknown-variable"):
            hiera.find("a", SCOPE)


def test_a_missing_part_of_a_known_fact_is_no_warning(load):
    hiera = load({"a.yaml": "a: '%{facts.nosuch}'"})
    assert hiera.find("a", SCOPE).diagnostics == ()
