"""Explanations: the same answer, and every step on the way to it."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.lookup.steps import Outcome, StepKind
from hiera_kafka.scope import Scope

SCOPE = Scope(facts={"site": "north", "db_token": "planted-3"})
FILES = {
    "hiera.yaml": "version: 5\ndefaults: {datadir: data, data_hash: yaml_data}\nhierarchy:\n"
    "  - {name: Site, path: 'sites/%{site}.yaml'}\n  - {name: Both, paths: [high.yaml, low.yaml]}\n",
    "data/high.yaml": "h: {a: 1}\nn: '5'\nx: \"%{site} %{lookup('n')}\"\n",
    "data/low.yaml": "h: {b: 2}\nlookup_options: {h: {merge: deep}, n: {convert_to: Integer}}\n",
}


def steps_of(step):
    yield step
    for inner in step.steps:
        yield from steps_of(inner)


def kinds(explanation, kind):
    return [step for step in steps_of(explanation.root) if step.kind is kind]


def test_files_are_shown_by_path_and_by_what_hiera_yaml_calls_them(load, tmp_path):
    explanation = load(FILES).explain("h", SCOPE)
    data = tmp_path / "data"
    searched = kinds(explanation, StepKind.PATH)[-3:]
    assert [(step.name, step.detail["original"], step.outcome) for step in searched] == [
        (str(data / "sites/north.yaml"), "sites/%{site}.yaml", Outcome.MISSING),
        (str(data / "high.yaml"), "high.yaml", Outcome.FOUND),
        (str(data / "low.yaml"), "low.yaml", Outcome.FOUND),
    ]


def test_a_merge_says_its_strategy_and_its_result(load):
    explanation = load(FILES).explain("h", SCOPE)
    merged = [step.node.plain for step in kinds(explanation, StepKind.MERGE) if step.name == "deep" and step.node]
    assert merged == [{"b": 2, "a": 1}] * 3


def test_where_the_strategy_came_from_is_reported(load):
    hiera = load(FILES)
    (used,) = kinds(hiera.explain("h", SCOPE), StepKind.OPTIONS_OF_KEY)
    assert (used.detail["used"], used.node.data["merge"].position.line) == ("merge", 2)
    given = hiera.explain("h", SCOPE, merge="hash")
    assert [step.name for step in kinds(given, StepKind.MERGE_GIVEN)] == ["hash"]
    assert kinds(given, StepKind.OPTIONS_OF_KEY)[0].detail["used"] == ""


def test_the_options_of_a_merge_are_reported(load):
    options = {"strategy": "deep", "knockout_prefix": "--"}
    explanation = load(FILES).explain("h", SCOPE, merge=options)
    assert kinds(explanation, StepKind.MERGE)[-1].detail["options"] == {"knockout_prefix": "--"}


def test_interpolations_have_their_place_and_what_they_looked_up(load):
    explanation = load(FILES).explain("x", SCOPE)
    step = kinds(explanation, StepKind.INTERPOLATION)[-1]
    assert (step.name, step.at.line, step.at.column) == ("%{site} %{lookup('n')}", 3, 4)
    assert [(inner.kind, inner.name) for inner in step.steps] == [
        (StepKind.VARIABLE, "site"),
        (StepKind.OPTIONS_OF_KEY, "n"),
        (StepKind.SEARCH, "n"),
        (StepKind.CONVERSION, "[Integer]"),
    ]


def test_sub_keys_defaults_and_overrides_are_steps(load):
    hiera = load(FILES)
    assert kinds(hiera.explain("h.a", SCOPE), StepKind.SUB_KEY)[0].node.plain == 1
    assert hiera.explain("h.z", SCOPE, default=7).found.value == 7
    assert kinds(hiera.explain("h", SCOPE, override={"h": 1}), StepKind.GIVEN)[0].name == "h"


def test_the_default_hierarchy_of_a_module_is_a_step(load):
    files = FILES | {
        "modules/m/hiera.yaml": "version: 5\ndefault_hierarchy: [{name: d, path: defaults.yaml}]\n",
        "modules/m/data/defaults.yaml": "m::k: 1\n",
    }
    explanation = load(files).explain("m::k", SCOPE)
    assert explanation.found.value == 1
    assert [step.name for step in kinds(explanation, StepKind.DEFAULT_HIERARCHY)] == ["m", "m"]


def test_nothing_found_and_failures_are_explained_as_well(load):
    hiera = load(FILES | {"data/sites/north.yaml": "bad: \"%{lookup('bad')}\"\n"})
    missing = hiera.explain("nope", SCOPE)
    assert (missing.found, missing.error.diagnostics[0].id) == (None, "lookup-not-found")
    failed = hiera.explain("bad", SCOPE)
    assert failed.error.diagnostics[0].id == "hiera-recursion"
    assert [step.error is not None for step in steps_of(failed.root)].count(True) == 1


def test_an_explanation_shows_lookup_options_although_the_host_has_them_already(load):
    hiera = load(FILES)
    found = hiera.lookup("h", SCOPE)
    assert kinds(found.explain(), StepKind.OPTIONS)
    assert found.explain().found.value == found.value


def test_a_question_that_makes_no_sense_is_an_error(load):
    with pytest.raises(HieraError, match="lookup-arguments"):
        load(FILES).explain("h", SCOPE, merge=5)


SECRETS = (
    "service::password: \"planted-1%{lookup('part')}\"\npart: planted-2\n"
    "settings: {user: me, secret: \"%{lookup('part')}\"}\n"
    "url: \"db://%{lookup('service::password')}@%{db_token}\"\n"
    "copy: \"%{alias('settings')}\"\ntext: \"all %{lookup('settings')}\"\n"
)


@pytest.mark.parametrize("key", ["service::password", "settings", "settings.secret", "url", "copy", "text"])
def test_secrets_and_what_they_are_made_of_are_masked(load, key):
    found = load({"a.yaml": SECRETS}).lookup(key, SCOPE)
    explanation = found.explain()
    for masked in (explanation.text(), str(explanation), repr(explanation.to_dict()), repr(found.shown())):
        assert "planted" not in masked
        assert "********" in masked
    assert "planted" in explanation.text(secrets=True)
    assert "planted" in repr(explanation.to_dict(secrets=True))
    assert "planted" in repr(found.shown(secrets=True))
