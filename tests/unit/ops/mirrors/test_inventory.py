"""The mirrors of an inventory, as the data names them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler, load_inventory
from hiera_kafka.errors import ProjectError
from hiera_kafka.model.endpoints import Endpoint, bootstrap_servers
from hiera_kafka.ops.mirrors.inventory import Mirror, MirrorProcess, mirrors
from lib.data.project_trees import project_tree
from lib.wikimedia.hosts import BROKER, JAVA, MIRROR, TLS, facts

DATA = """\
zookeeper_clusters: {zk: {hosts: {c1.example.org: 1}}}
kafka_clusters:
  main-eqiad: {zookeeper_cluster_name: zk, brokers: {e1.example.org: {id: 1}}}
  main-codfw: {zookeeper_cluster_name: zk, brokers: {c1.example.org: {id: 1, port: 9093}, c2.example.org: {id: 2}}}
kafka_mirrors:
  main-eqiad_to_main-codfw:
    {source: main-eqiad, destination: main-codfw, topics: 'eqiad\\..+', exclude: x.*, processes: 2, streams: 3}
  main-codfw_to_main-eqiad: {source: main-codfw, destination: main-eqiad, topics: [a, b], engine: 2}
"""


@pytest.fixture
def compiler(tmp_path: Path) -> Compiler:
    return Compiler(load_inventory(project_tree(tmp_path, DATA)))


def test_a_mirror_runs_on_every_broker_host_of_its_destination(compiler: Compiler) -> None:
    back, there = mirrors(compiler)
    name = "main-eqiad_to_main-codfw"

    assert there == Mirror(
        name,
        1,
        "main-eqiad",
        (Endpoint("e1.example.org", 9092),),
        "main-codfw",
        (Endpoint("c1.example.org", 9093), Endpoint("c2.example.org", 9092)),
        (r"eqiad\..+",),
        ("x.*",),
        f"kafka-mirror-{name}",
        tuple(
            MirrorProcess(f"{host}.example.org", f"kafka-mirror-{name}@{number}")
            for host in ("c1", "c2")
            for number in (0, 1)
        ),
        3,
    )
    assert (there.hosts, there.members) == (("c1.example.org", "c2.example.org"), 12)
    assert (back.engine, back.topics, back.members) == (2, ("a", "b"), 1)
    assert back.workers == "main-codfw-mm2"
    assert back.to_dict()["group"] == "main-codfw-mm2"
    assert there.to_dict()["hosts"] == ["c1.example.org", "c2.example.org"]


def test_one_may_be_named_and_an_unknown_name_is_refused_with_the_nearest(compiler: Compiler) -> None:
    assert [mirror.name for mirror in mirrors(compiler, ["main-codfw_to_main-eqiad"])] == ["main-codfw_to_main-eqiad"]
    with pytest.raises(ProjectError) as caught:
        mirrors(compiler, ["main-codfw_to_main-eqiad", "main-eqiad_to_main-codw"])
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.id == "unknown-mirror"
    assert diagnostic.hint == "did you mean 'main-eqiad_to_main-codfw'?"


def test_a_mirror_of_wikimedias_dialect_is_known_as_far_as_kafka_can_be_asked(tmp_path: Path) -> None:
    host = "k1.example.org"
    variables = {"realm": "production", "site": "eqiad"}
    about = {"role": "kafka/test/broker", "facts": facts(host, "bullseye"), "variables": variables}
    properties = {"whitelist": r"codfw\..+, extra", "num_streams": 4}
    data = {
        **BROKER,
        **JAVA,
        **TLS,
        **MIRROR,
        "profile::kafka::mirror::num_processes": 2,
        "profile::kafka::mirror::properties": properties,
    }
    more = f"kafka_dialect: wikimedia\nnodes: {json.dumps({host: about})}\n"
    compiler = Compiler(load_inventory(project_tree(tmp_path, json.dumps(data), more=more)))
    compiler.check()
    (found,) = mirrors(compiler)

    assert (found.name, found.engine, found.topics) == ("main-eqiad_to_main-eqiad", 1, (r"codfw\..+|extra",))
    assert bootstrap_servers(found.source_servers) == "k1.example.org:9092,k2.example.org:9092"
    assert (found.group, found.members, found.wikimedia) == ("kafka-mirror-main-eqiad_to_main-eqiad", 8, True)
