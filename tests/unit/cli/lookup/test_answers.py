"""Answers of many nodes."""

from __future__ import annotations

import pytest

from hiera_kafka.cli.lookup.answers import Answer, grouped, text
from hiera_kafka.errors import Diagnostic, ExitCode, HieraError
from hiera_kafka.hiera import Hiera
from hiera_kafka.scope import Scope

MISSING = Answer("m", error=HieraError(Diagnostic("lookup-not-found", "nothing")))
FAILED = Answer("f", error=HieraError(Diagnostic("yaml-syntax", "broken")))


@pytest.fixture
def answer(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "hiera.yaml").write_text("version: 5\nhierarchy: [{name: n, path: '%{hostname}.yaml'}]\n")
    for node, line in {"a": "k: 1", "b": "k: 1", "c": "k: 1.0", "d": "\nk: 1"}.items():
        (tmp_path / f"data/{node}.yaml").write_text(line)
    hiera = Hiera.load(tmp_path / "hiera.yaml")
    return lambda node: Answer(node, hiera.lookup("k", Scope.of_host(node)))


def test_nodes_that_see_the_same_value_stand_together(answer):
    groups = grouped([FAILED, MISSING, *map(answer, "acbd")], origins=False)
    assert [group.nodes for group in groups] == [["a", "b", "d"], ["c"], ["m"], ["f"]]
    assert text(groups, lambda found: str(found.value)) == "a, b, d:\n  1\nc:\n  1.0\nm: not found\nf: broken"


def test_with_origins_equal_values_from_other_places_stand_apart(answer):
    assert [group.nodes for group in grouped(map(answer, "abd"), origins=True)] == [["a"], ["b"], ["d"]]


def test_json_says_for_each_group_what_its_nodes_see(answer):
    value, missing = (
        group.to_dict(secrets=False, origins=True) for group in grouped([answer("a"), MISSING], origins=True)
    )
    assert (value["nodes"], value["found"], value["value"], value["origins"][0]["line"]) == (["a"], "k", 1, 1)
    assert (missing["found"], missing["diagnostics"][0]["id"]) == (None, "lookup-not-found")


def test_a_script_hears_the_worst(answer):
    assert [each.code for each in (answer("a"), MISSING, FAILED)] == [ExitCode.OK, ExitCode.FINDINGS, ExitCode.USAGE]
