"""Mirrors that hosts run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.mirrors import (
    EVERYTHING,
    Mirror,
    full_name,
    known_clusters,
    mirror_of,
    mirrors_of,
    mirrors_on,
)
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import Found
from lib.data.project_trees import project_tree
from lib.data.three_brokers import CLUSTERS, hosts, mirror
from lib.wikimedia.hosts import BROKER, JAVA, MIRROR, TLS, facts

HOST = "b1.example.org"
PREFIX = "profile::kafka::mirror::"


def compiled(directory: Path, text: str = "", more: str = "") -> Compiler:
    return Compiler.load(project_tree(directory, CLUSTERS, hosts=hosts(b=text), more=more))


def made(directory: Path, text: str) -> Mirror | None:
    found = mirrors_on(compiled(directory, text), HOST)
    return found[0] if found else None


def the(directory: Path, text: str) -> Mirror:
    found = made(directory, text)
    assert found is not None
    return found


def lines(found: Mirror, *keys: str) -> list[int | None]:
    return [place.line for key in keys if (place := found.place(key)) is not None]


def test_a_mirror_has_names_whitelist_and_places(tmp_path: Path) -> None:
    found = the(tmp_path, mirror("a-eqiad", "b-eqiad", "{whitelist: 'x'}"))

    assert (found.name, found.pattern) == ("a-eqiad_to_b-eqiad", "x")
    assert lines(found, "whitelist", "source_cluster_name", "destination_cluster_name") == [3, 1, 2]


def test_without_a_whitelist_everything_is_copied_and_the_place_is_the_source(tmp_path: Path) -> None:
    found = the(tmp_path, mirror("a-eqiad", "b-eqiad"))

    assert found.pattern == EVERYTHING
    assert lines(found, "whitelist") == [1]


def test_properties_may_be_missing(tmp_path: Path) -> None:
    found = the(tmp_path, f"{PREFIX}source_cluster_name: a-eqiad\n{PREFIX}destination_cluster_name: b-eqiad\n")

    assert (found.pattern, found.properties) == (EVERYTHING, {})


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{PREFIX}source_cluster_name: a-eqiad\n",
        f"{PREFIX}destination_cluster_name: b-eqiad\n",
        mirror("a-eqiad", "b-eqiad", "{}", f"{PREFIX}enabled: false"),
        mirror("a-eqiad", "b-eqiad", "{enabled: false}"),
    ],
    ids=[
        "no key",
        "no destination",
        "no source",
        "turned off",
        "turned off among the properties",
    ],
)
def test_without_two_names_or_turned_off_there_is_none(tmp_path: Path, text: str) -> None:
    assert made(tmp_path, text) is None


def test_a_property_wins_over_the_key_of_the_same_name(tmp_path: Path) -> None:
    assert made(tmp_path, mirror("a-eqiad", "b-eqiad", "{enabled: true}", f"{PREFIX}enabled: false")) is not None


def test_prefixes_are_completed_by_the_hosts_own_site(tmp_path: Path) -> None:
    more = f"nodes: {{{HOST}: {{variables: {{realm: production, site: eqiad}}}}}}\n"
    (found,) = mirrors_on(compiled(tmp_path, mirror("a", "b"), more), HOST)

    assert (found.source, found.destination) == ("a-eqiad", "b-eqiad")


def test_the_key_kafka_cluster_name_wins_over_a_prefix_but_not_over_a_full_name(tmp_path: Path) -> None:
    compiler = compiled(tmp_path, "kafka_cluster_name: c-eqiad\n")
    scope = compiler.scope(HOST)

    def find(key: str) -> Found | None:
        return compiler.hiera.find(key, scope)

    assert known_clusters(find) == ["a-eqiad", "b-eqiad", "c-eqiad"]
    assert [full_name(find, scope, name) for name in ("a", "b-eqiad")] == ["c-eqiad", "b-eqiad"]


def test_a_lookup_that_fails_is_told(tmp_path: Path) -> None:
    compiler = compiled(tmp_path, mirror("a-eqiad", "\"%{nosuch('x')}\""))
    scope = compiler.scope(HOST)

    with pytest.raises(HieraError):
        mirror_of(lambda key: compiler.hiera.find(key, scope), scope)


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


def test_both_forms_make_the_same(tmp_path: Path) -> None:
    (own,) = mirrors_on(compiled(tmp_path, OWN), HOST)

    assert (own.name, own.pattern) == ("a-eqiad_to_b-eqiad", "(?!(?:(?:xx))$)(?:(?:x)|(?:y))")
    assert own.properties["producer_properties"] == {"linger.ms": 7}
    assert lines(own, "source_cluster_name", "destination_cluster_name", "whitelist") == [3, 4, 5]


def test_what_the_data_says_is_read_whatever_else_is_wrong_with_it(tmp_path: Path) -> None:
    broken = "  c-eqiad_to_b-eqiad: {source: c-eqiad}\n  wrong: 1\n"
    compiler = compiled(tmp_path, OWN + broken + mirror("nowhere", "b-eqiad"))
    scope = compiler.scope(HOST)

    found = mirrors_of(lambda key: compiler.hiera.find(key, scope), scope)

    assert [one.name for one in found] == [
        "nowhere-analytics_to_b-eqiad",
        "a-eqiad_to_b-eqiad",
        "c-eqiad_to_a-eqiad",
    ]
