"""Hosts in the native dialect."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.compiler import Compiler
from hiera_kafka.model.endpoints import Endpoint, SecurityProtocol
from hiera_kafka.model.mirror.mirror import Mirror
from lib.data.project_trees import project_tree
from lib.data.three_brokers import CLUSTERS, HOST, hosts, mirror

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


def test_a_host_whose_data_lets_nothing_be_made_runs_none(tmp_path: Path) -> None:
    assert compiled(tmp_path, mirror("a-eqiad", "b-eqiad")).mirrors_on("nowhere.example.org") == ()


def test_both_forms_make_the_same(tmp_path: Path) -> None:
    (own,) = compiled(tmp_path / "own", OWN).mirrors_on(HOST)
    properties = "{whitelist: 'x', producer_properties: {linger.ms: 7}}"
    (theirs,) = compiled(tmp_path / "theirs", mirror("a-eqiad", "b-eqiad", properties)).mirrors_on(HOST)

    assert own.name == theirs.name == "a-eqiad_to_b-eqiad"
    assert own.producer == theirs.producer == {"linger.ms": 7}
    assert lines(own, "source", "destination", "topics") == [3, 4, 5]
    assert lines(theirs, "source", "destination", "topics") == [1, 2, 3]


def test_topics_that_the_data_leaves_out_are_all_and_have_the_place_of_the_source(tmp_path: Path) -> None:
    (found,) = compiled(tmp_path, mirror("a-eqiad", "b-eqiad")).mirrors_on(HOST)

    assert (found.pattern, lines(found, "topics")) == (".*", [1])


def test_a_host_whose_data_disagrees_with_the_lookup_that_names_the_hosts_is_refused(tmp_path: Path) -> None:
    own = "kafka_clusters: {b-eqiad: {zookeeper_cluster_name: z, brokers: {b1.example.org: {id: 2}}}}\n"
    found = compiled(tmp_path, own)
    assert "host-disagrees-with-discovery" in [diagnostic.id for diagnostic in found.diagnostics]


def test_a_broker_has_no_tls_until_its_model_has(tmp_path: Path) -> None:
    found = compiled(tmp_path)
    assert not found.dialect.has_tls(HOST)
    tls = SecurityProtocol.SSL
    assert found.dialect.endpoints("b-eqiad", tls) == (Endpoint("b1.example.org", 9093, tls),)


def test_its_hosts_can_be_operated(tmp_path: Path) -> None:
    assert compiled(tmp_path).refusals((HOST,)) == ()
