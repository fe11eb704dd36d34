"""Mirrors that hosts run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.mirrors import mirrors_on
from hiera_kafka.model.mirror.mirror import Mirror
from lib.data.project_trees import project_tree
from lib.data.three_brokers import CLUSTERS, HOST, hosts, mirror
from lib.wikimedia.hosts import BROKER, JAVA, MIRROR, TLS, facts

PREFIX = "profile::kafka::mirror::"
OWN = """\
kafka_mirrors:
  a-eqiad_to_b-eqiad:
    source: a-eqiad
    destination: b-eqiad
    topics: [x, y]
    exclude: xx
    producer: {linger.ms: 7}
  c-eqiad_to_a-eqiad: {source: c-eqiad, destination: a-eqiad, topics: z}
"""


def compiled(directory: Path, text: str = "", more: str = "") -> Compiler:
    return Compiler.load(project_tree(directory, CLUSTERS, hosts=hosts(b=text), more=more))


def lines(found: Mirror, *keys: str) -> list[int | None]:
    return [place.line for key in keys if (place := found.place(key)) is not None]


@pytest.mark.parametrize(("role", "runs"), [("kafka/test/broker", True), ("kafka/simple/broker", False)])
def test_in_wikimedias_dialect_the_role_says_whether_a_host_has_one(tmp_path: Path, role: str, runs: bool) -> None:
    host = "k1.example.org"
    about = {"role": role, "facts": facts(host, "bullseye"), "variables": {"realm": "production", "site": "eqiad"}}
    more = f"kafka_dialect: wikimedia\nnodes: {json.dumps({host: about})}\n"
    data = {**BROKER, **JAVA, **TLS, **MIRROR, f"{PREFIX}properties": {"whitelist": "x"}}
    compiler = Compiler.load(project_tree(tmp_path, json.dumps(data), more=more))
    compiler.check()

    found = [(one.name, one.pattern) for one in mirrors_on(compiler, host)]

    assert found == ([("main-eqiad_to_main-eqiad", "x")] if runs else [])


def test_a_host_whose_data_lets_nothing_be_made_runs_none(tmp_path: Path) -> None:
    assert mirrors_on(compiled(tmp_path, mirror("a-eqiad", "b-eqiad")), "nowhere.example.org") == ()


def test_both_forms_make_the_same(tmp_path: Path) -> None:
    (own,) = mirrors_on(compiled(tmp_path / "own", OWN), HOST)
    properties = "{whitelist: 'x', producer_properties: {linger.ms: 7}}"
    (theirs,) = mirrors_on(compiled(tmp_path / "theirs", mirror("a-eqiad", "b-eqiad", properties)), HOST)

    assert own.name == theirs.name == "a-eqiad_to_b-eqiad"
    assert own.producer == theirs.producer == {"linger.ms": 7}
    assert lines(own, "source", "destination", "topics") == [3, 4, 5]
    assert lines(theirs, "source", "destination", "topics") == [1, 2, 3]


def test_topics_that_the_data_leaves_out_are_all_and_have_the_place_of_the_source(tmp_path: Path) -> None:
    (found,) = mirrors_on(compiled(tmp_path, mirror("a-eqiad", "b-eqiad")), HOST)

    assert (found.pattern, lines(found, "topics")) == (".*", [1])
