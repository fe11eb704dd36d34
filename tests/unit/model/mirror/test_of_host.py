"""Which mirrors a host runs, from both forms of the data; messages are held by tests/cases/diagnostics."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.model.mirror.settings import MirrorNode
from lib.data.project_trees import project_tree
from lib.data.sealed import Sealed
from lib.data.three_brokers import CLUSTERS, HOST, OWN, compiled, hosts, mirror, nodes, problems


def served(key: str) -> str:
    return mirror("c-eqiad", "b-eqiad", "{whitelist: y}", f"profile::kafka::mirror::{key}: true")


def test_a_mirror_runs_on_the_brokers_of_its_destination(tmp_path: Path) -> None:
    found = compiled(tmp_path, OWN)
    assert {host: [node.name for node in found.model(host).nodes(MirrorNode)] for host in found.hosts} == {
        "a1.example.org": ["b-eqiad_to_a-eqiad"],
        "b1.example.org": ["a-eqiad_to_b-eqiad", "c-eqiad_to_b-eqiad"],
        "c1.example.org": [],
        "z1.example.org": [],
    }
    assert [node.position for node in found.model(HOST).nodes(MirrorNode)] == [0, 1]


@pytest.mark.parametrize(
    "own",
    [
        "profile::kafka::mirror::source_cluster_name: a-eqiad\n",
        mirror("a-eqiad", "b-eqiad", "{}", "profile::kafka::mirror::enabled: false"),
        mirror("a-eqiad", "b-eqiad", "{enabled: false}"),
    ],
    ids=["no destination", "turned off", "turned off among the properties"],
)
def test_what_is_turned_off_is_none(tmp_path: Path, own: str) -> None:
    assert nodes(tmp_path, own=own) == ()


def test_hosts_that_are_no_brokers_run_none_whatever_they_see(tmp_path: Path) -> None:
    data = mirror("a-eqiad", "b-eqiad")
    assert problems(tmp_path, own=data, host="z") == []


def test_a_prefix_is_completed_by_the_project(tmp_path: Path) -> None:
    clusters = CLUSTERS.replace("a-eqiad", "a-analytics").replace("b-eqiad", "b-analytics")
    tree = project_tree(tmp_path, clusters, hosts=hosts(b=mirror("a", "b")))
    (node,) = Compiler.load(tree).model(HOST).nodes(MirrorNode)
    assert node.name == "a-analytics_to_b-analytics"


@pytest.mark.parametrize(
    ("own", "broker", "size"),
    [("", "{}", 1048588), ("", "kafka_message_max_bytes: 5000000", 5000000), ("9", "kafka_message_max_bytes: 5", 9)],
)
def test_the_largest_message_is_the_mirrors_own_or_the_brokers(
    tmp_path: Path, own: str, broker: str, size: int
) -> None:
    given = f", message_max_bytes: {own}" if own else ""
    data = OWN.replace("topics: x", f"topics: x{given}")
    assert compiled(tmp_path, data, f"{broker}\n").models[HOST].nodes(MirrorNode)[0].message_max_bytes == size


def test_an_engine_that_the_destination_has_not_is_refused(tmp_path: Path) -> None:
    clusters = CLUSTERS.replace("b-eqiad: {", "b-eqiad: {kafka_version: 3.4.1, ")
    tree = project_tree(tmp_path, clusters + OWN.replace("topics: x", "topics: x, engine: 2"))
    assert [problem.id for problem in Compiler.load(tree).diagnostics] == ["mirror-engine-not-served"]


@pytest.mark.parametrize(
    ("own", "id_"),
    [
        (mirror("a-eqiad", "b-eqiad"), "mirror-twice"),
        (mirror("a-eqiad", "c-eqiad"), "mirror-not-at-destination"),
        (mirror("nowhere", "b-eqiad"), "mirror-unknown-cluster"),
        (mirror("b-eqiad", "b-eqiad"), "mirror-unknown-cluster"),
        (mirror("c-eqiad", "b-eqiad", "{whitelist: é}"), "mirror-pattern-invalid"),
        (mirror("c-eqiad", "b-eqiad", "{heap_opts: large}"), "heap-size-invalid"),
        (mirror("c-eqiad", "b-eqiad", "{num_stream: 1}"), "unknown-key"),
        (mirror("c-eqiad", "b-eqiad", "{whitelist: y, source_brokers: [k]}"), "option-follows-from-model"),
        (served("consumer_ssl_enabled"), "tls-not-served"),
        (served("producer_ssl_enabled"), "tls-not-served"),
        (served("monitoring_enabled"), "monitoring-not-served"),
    ],
)
def test_what_wikimedias_form_asks_for_and_cannot_be_done_is_said(tmp_path: Path, own: str, id_: str) -> None:
    data = "kafka_mirrors: {a-eqiad_to_b-eqiad: {source: a-eqiad, destination: b-eqiad, topics: x}}\n"
    assert [problem.id for problem in problems(tmp_path, data, own)] == [id_]


def test_a_pattern_that_is_encrypted_is_refused_since_every_user_would_see_it(tmp_path: Path) -> None:
    sealed = Sealed(tmp_path)
    whitelist = f"{{whitelist: '{sealed.encrypted('Planted')}'}}"
    tree = project_tree(tmp_path, CLUSTERS, hosts=hosts(b=mirror("a-eqiad", "b-eqiad", whitelist)))
    sealed.open_in(tree)

    (problem,) = Compiler.load(tree).diagnostics

    assert (problem.id, problem.where[0].line) == ("mirror-pattern-secret", 3)
    assert "Planted" not in problem.render()


@pytest.mark.parametrize(("engine", "ids"), [(1, []), (2, ["mirror-engine-not-served"])])
def test_mirrormaker_2_would_take_some_names_for_its_options(tmp_path: Path, engine: int, ids: list[str]) -> None:
    clusters = CLUSTERS.replace("a-eqiad", "producer")
    own = f"{{source: producer, destination: b-eqiad, topics: x, engine: {engine}}}"
    tree = project_tree(tmp_path, f"{clusters}kafka_mirrors: {{producer_to_b-eqiad: {own}}}\n")
    assert [problem.id for problem in Compiler.load(tree).diagnostics] == ids
