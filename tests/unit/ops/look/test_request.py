"""What is asked of a host."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hiera_kafka import project
from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.compiler import Compiler
from hiera_kafka.ops.look import request
from hiera_kafka.render.engine import Renderer
from lib.data.project_trees import project_tree

THREE = (
    "zookeeper_clusters: {main: {hosts: {k1.example.org: 1, k2.example.org: 2, k3.example.org: 3}}}\n"
    "kafka_clusters: {events: {zookeeper_cluster_name: main, brokers: {k1.example.org: {id: 11}}}}\n"
    "profile::kafka::broker::ssl_password: Planted\n"
)
K1, K2 = "k1.example.org", "k2.example.org"


@pytest.fixture
def compiler(tmp_path: Path) -> Compiler:
    return Compiler.load(project_tree(tmp_path, THREE))


def everything(catalog: Catalog) -> dict[str, object]:
    return request.everything(
        catalog, Renderer(project.brought().templates), {"zookeeper", "kafka", "kafka-mirror-a_to_b@0"}
    )


def test_a_host_is_asked_for_what_all_of_its_roles_need(compiler: Compiler) -> None:
    found = everything(compiler.catalog(K1))
    facts = found["facts"]

    assert (found["root"], found["service_manager"]) == ("", "systemd")
    assert isinstance(facts, dict)
    assert [one["name"] for one in facts["services"]] == ["zookeeper", "kafka"]
    assert "/etc/kafka/server.properties" in facts["services"][1]["records"]
    assert facts["services"][1]["record_file"] == "/run/kafka/started"
    assert {"/", "/srv/kafka/data", "/var/lib/zookeeper"} <= set(facts["filesystems"])
    assert len(facts["filesystems"]) == len(set(facts["filesystems"]))
    assert facts["data"] == ["/srv/kafka/data"]
    assert facts["servers"] == [
        {"service": "zookeeper", "address": "127.0.0.1", "port": 2181, "myid": "/etc/zookeeper/conf/myid"}
    ]
    assert facts["java"] == {"home": "/usr/lib/jvm/default-java", "user": "zookeeper"}
    assert set(facts["held"]) == {"/etc/kafka/release", "/etc/zookeeper/release"}
    assert "KAFKA_HOME" in facts["held"]["/etc/kafka/release"]
    assert facts["strangers"] == {"names": ["kafka", "zookeeper"], "prefixes": ["kafka-mirror-"]}
    assert facts["clock"] is facts["addresses"] is facts["listeners"] is True
    assert [*facts["releases"].values()] == [None]
    assert facts["sysctls"]
    assert [*facts["sections"]] == ["zookeeper", "kafka_broker"]
    assert all(len(one["key"]) == 32 and one["digests"] for one in facts["sections"].values())


def test_a_host_compares_itself_with_digests_of_each_of_its_sections(compiler: Compiler) -> None:
    facts = everything(compiler.catalog(K1))["facts"]

    assert isinstance(facts, dict)
    assert set(facts["sections"]) == {"zookeeper", "kafka_broker"}
    section = facts["sections"]["kafka_broker"]
    assert section["bundle"]["host"] == K1
    assert {file["path"] for file in section["bundle"]["files"] if file["content"]} == {"/etc/kafka/release"}
    assert {"/etc/kafka/server.properties", "/etc/systemd/system/kafka.service"} <= set(section["digests"])


def test_nothing_of_a_request_is_secret(compiler: Compiler) -> None:
    assert "Planted" not in json.dumps(everything(compiler.catalog(K1)))


def test_a_host_is_not_asked_for_what_it_is_not_to_have(compiler: Compiler) -> None:
    facts = everything(compiler.catalog(K2))["facts"]
    assert isinstance(facts, dict)
    assert (facts["data"], [*facts["held"]]) == ([], ["/etc/zookeeper/release"])


def test_logs_are_asked_for_of_the_named_services_alone(compiler: Compiler) -> None:
    found = request.logs(compiler.catalog(K1), {"kafka"}, 3)["facts"]
    assert found == {
        "clock": True,
        "errors": 3,
        "services": [{"name": "kafka", "logs": ["/var/log/kafka/kafka.out", "/var/log/kafka/kafka.log"]}],
    }
