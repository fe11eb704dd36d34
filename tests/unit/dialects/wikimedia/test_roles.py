"""Roles: which classes a host gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.dialects.wikimedia.roles import CLASSES, role_class
from lib.wikimedia.hosts import BROKER, JAVA, MIRROR, TLS, ZOOKEEPER, catalog

DATA = BROKER | JAVA | TLS | MIRROR | ZOOKEEPER


def roles(directory: Path, role: str, fqdn: str = "k1.example.org", **about: object) -> list[str]:
    return [section.role for section in catalog(directory, DATA, fqdn, role=role, **about).sections]


BROKER_ALONE = ["java", "kafka_common", "kafka_broker"]


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        ("kafka/simple/broker", BROKER_ALONE),
        ("kafka/logging", BROKER_ALONE),
        ("kafka/main", [*BROKER_ALONE, "kafka_mirror"]),
        ("kafka/test/broker", [*BROKER_ALONE, "kafka_mirror"]),
    ],
)
def test_a_role_of_kafka_is_a_broker_and_some_have_a_mirror(tmp_path: Path, role: str, sections: list[str]) -> None:
    assert roles(tmp_path, role) == sections


def test_main_has_a_mirror_in_production_only(tmp_path: Path) -> None:
    about = {"scope": {"realm": "labs", "wmcs_project": "eqiad"}}
    assert roles(tmp_path, "kafka/main", **about) == BROKER_ALONE


@pytest.mark.parametrize(("hostname", "mirrors"), [("kafka-jumbo1006", False), ("kafka-jumbo1007", True)])
def test_the_first_brokers_of_jumbo_have_no_mirror(tmp_path: Path, hostname: str, mirrors: bool) -> None:
    fqdn = f"{hostname}.example.org"
    data = DATA | {
        "kafka_clusters": {"main-eqiad": {"zookeeper_cluster_name": "zk", "brokers": {fqdn: {"id": 1}}}},
    }
    found = catalog(tmp_path, data, fqdn, role="kafka/jumbo/broker")
    assert ("kafka_mirror" in [section.role for section in found.sections]) is mirrors


@pytest.mark.parametrize("role", ["configcluster", "zookeeper/flink", "analytics_cluster/zookeeper"])
def test_a_role_of_zookeeper_is_a_server(tmp_path: Path, role: str) -> None:
    assert roles(tmp_path, role, "z1.example.org") == ["java", "zookeeper"]


def test_workers_of_druid_are_servers_only_where_the_ensemble_lists_them(tmp_path: Path) -> None:
    found = catalog(tmp_path, DATA, "z1.example.org", role="druid/public/worker")
    own = found.sections[-1]
    assert own.role == "zookeeper"
    assert "prometheus-jmx-exporter" not in own.packages, "Druid's own exporter brings it"
    assert roles(tmp_path, "druid/public/worker", "other.example.org") == []


def test_the_class_of_a_role_has_its_name() -> None:
    assert role_class("kafka/jumbo/broker") in CLASSES
