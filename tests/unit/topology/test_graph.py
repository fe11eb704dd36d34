"""The topology follows from the data of an inventory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.topology.graph import NO_SITE, SEVERAL_SITES, MirrorEdge, Topology, topology_of
from lib.data.project_trees import project_tree
from lib.data.sealed import Sealed
from lib.data.three_brokers import CLUSTERS, FOUR, TWO_BROKERS, hosts, mirror
from lib.wikimedia.hosts import BROKER, JAVA, MIRROR, TLS, facts

ROOT = Path(__file__).resolve().parents[3]

DATA = """\
zookeeper_clusters:
  main: {hosts: {z2.example.org: 2, z1.example.org: 1}}
kafka_clusters:
  events:
    zookeeper_cluster_name: main
    brokers: {k2.example.org: {id: 2, rack: B}, k1.example.org: {id: 1, rack: A}, k3.example.org: {id: 3}}
"""


def site(directory: Path, nodes: str = "") -> Topology:
    (directory / "hiera.yaml").write_text("version: 5\nhierarchy: [{name: common, path: common.yaml}]\n")
    (directory / "data").mkdir()
    (directory / "data/common.yaml").write_text(DATA)
    inventory = directory / "hiera_kafka.yml"
    inventory.write_text(f"plugin: hiera_kafka.core.hiera\nhiera_config: hiera.yaml\n{nodes}")
    return topology_of(Compiler.load(inventory))


def test_the_example_of_six_clusters_has_its_two_sites() -> None:
    found = topology_of(Compiler.load(ROOT / "inventories/wikimedia"))
    assert {site.name: [cluster.name for cluster in site.clusters] for site in found.sites} == {
        "eqiad": ["main-eqiad", "jumbo-eqiad", "logging-eqiad", "test-eqiad"],
        "codfw": ["main-codfw", "logging-codfw"],
    }


def test_members_stand_by_id_and_racks_by_name_those_without_one_last(tmp_path: Path) -> None:
    (only,) = site(tmp_path).sites
    assert [member.id for member in only.ensembles[0].members] == [1, 2]
    assert list(only.clusters[0].racks()) == ["A", "B", None]


def test_hosts_without_a_site_stand_below_none(tmp_path: Path) -> None:
    assert [found.name for found in site(tmp_path).sites] == [NO_SITE]


def test_what_spans_sites_stands_by_itself(tmp_path: Path) -> None:
    nodes = "scope: {site: north}\nnodes: {k3.example.org: {variables: {site: south}}}\n"
    found = {place.name: place for place in site(tmp_path, nodes).sites}
    assert [cluster.name for cluster in found[SEVERAL_SITES].clusters] == ["events"]
    assert [ensemble.name for ensemble in found["north"].ensembles] == ["main"]


@pytest.mark.parametrize("name", ["local", "three", "multi-dc", "wikimedia"])
def test_the_plain_form_names_every_host(name: str) -> None:
    compiler = Compiler.load(ROOT / "inventories" / name)
    text = str(topology_of(compiler).to_dict())
    assert [host for host in compiler.hosts if f"'{host}'" not in text] == []


def mirrored(directory: Path, clusters: str = CLUSTERS, **data: str) -> Topology:
    return topology_of(Compiler.load(project_tree(directory, clusters, hosts=hosts(**data))))


def test_a_mirror_stands_once_with_the_number_of_its_hosts(tmp_path: Path) -> None:
    text = mirror("a-eqiad", "b-eqiad", "{whitelist: 'x'}")
    found = mirrored(tmp_path, TWO_BROKERS, b=text, b2=text)
    assert found.mirrors == (MirrorEdge("a-eqiad", "b-eqiad", "x", 2),)


def test_mirrors_of_other_patterns_are_others(tmp_path: Path) -> None:
    one, other = mirror("a-eqiad", "b-eqiad", "{whitelist: 'x'}"), mirror("a-eqiad", "b-eqiad")
    assert [item.pattern for item in mirrored(tmp_path, TWO_BROKERS, b=one, b2=other).mirrors] == [".*", "x"]


def test_mirrors_of_our_own_form_stand_beside_those_of_wikimedias(tmp_path: Path) -> None:
    own = "kafka_mirrors: {c-eqiad_to_b-eqiad: {source: c-eqiad, destination: b-eqiad, topics: [y, z], exclude: zz}}\n"
    found = mirrored(tmp_path, CLUSTERS + own, b=mirror("a-eqiad", "b-eqiad", "{whitelist: 'x'}"))
    assert [(item.source, item.pattern) for item in found.mirrors] == [
        ("a-eqiad", "x"),
        ("c-eqiad", "(?!(?:(?:zz))$)(?:(?:y)|(?:z))"),
    ]


def test_a_mirror_that_is_turned_off_is_none(tmp_path: Path) -> None:
    text = mirror("a-eqiad", "b-eqiad", "{}", "profile::kafka::mirror::enabled: false")
    assert mirrored(tmp_path, b=text).mirrors == ()


def test_ends_that_the_inventory_does_not_have_are_unknown(tmp_path: Path) -> None:
    found = mirrored(tmp_path, b=mirror("d-eqiad", "b-eqiad") + FOUR)
    assert found.unknown() == ("d-eqiad",)
    assert found.to_dict()["unknown_clusters"] == ["d-eqiad"]


def test_the_plain_form_has_mirrors(tmp_path: Path) -> None:
    found = mirrored(tmp_path, b=mirror("a-eqiad", "b-eqiad"))
    wanted = {"source": "a-eqiad", "destination": "b-eqiad", "pattern": ".*", "hosts": 1}
    assert found.to_dict()["mirrors"] == [wanted]


def test_a_pattern_that_is_encrypted_in_the_data_is_not_shown(tmp_path: Path) -> None:
    host, sealed = "k1.example.org", Sealed(tmp_path)
    node = {"role": "kafka/test/broker", "facts": facts(host, "bullseye")}
    more = f"kafka_dialect: wikimedia\nnodes: {json.dumps({host: node})}\n"
    secret = {"profile::kafka::mirror::properties": {"whitelist": sealed.encrypted("hidden")}}
    data = {**BROKER, **JAVA, **TLS, **MIRROR}
    tree = project_tree(tmp_path, json.dumps(data), hosts={host: json.dumps(secret)}, more=more)
    tree.write_text(tree.read_text().replace("realm: labs", "realm: production"))
    sealed.open_in(tree)

    found = topology_of(Compiler.load(tree))

    assert found.mirrors == (MirrorEdge("main-eqiad", "main-eqiad", MASK, 1),)
