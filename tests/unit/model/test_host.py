"""What one host is; messages are held by tests/cases/diagnostics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from hiera_kafka.hiera import Found
from hiera_kafka.model.clusters import build_clusters
from hiera_kafka.model.host import build_host, check_settings
from hiera_kafka.model.host_kafka import KAFKA
from hiera_kafka.model.host_roles import KafkaNode, ZooKeeperNode
from hiera_kafka.model.host_zookeeper import ZOOKEEPER
from hiera_kafka.model.services import HostModel
from lib.data.found import found

SOURCES = (ZOOKEEPER, KAFKA)
CLUSTER_KEY = "profile::kafka::broker::kafka_cluster_name"
DATA: dict[str, Any] = {
    "zookeeper_clusters": {"main": {"hosts": {"both": 1, "zk": 2}}, "spare": {"hosts": {"twice": 1}}},
    "kafka_clusters": {
        "events-eqiad": {"zookeeper_cluster_name": "main", "brokers": {"both": {"id": 1}, "k": {"id": 2}}},
        "logs-eqiad": {"zookeeper_cluster_name": "main", "brokers": {"twice": {"id": 1}}},
        "logs-project": {"zookeeper_cluster_name": "main", "brokers": {"twice": {"id": 9}}},
    },
}


def build(host: str, variables: Mapping[str, Any] | None = None, **more: Any) -> tuple[HostModel, list[str]]:
    """Return a host's model and the ids of what is wrong; keys have `__` for `::`."""
    data = {**DATA, **{key.replace("__", "::"): value for key, value in more.items()}}

    def find(key: str) -> Found | None:
        return found(key, data[key]) if key in data else None

    clusters, problems = build_clusters(find("zookeeper_clusters"), find("kafka_clusters"))
    assert problems == []
    model, problems = build_host(host, clusters, find, variables or {}, SOURCES)
    return model, [problem.id for problem in problems]


def broker(model: HostModel) -> KafkaNode:
    found = model.service(KafkaNode)
    assert found is not None
    return found


@pytest.mark.parametrize(("host", "roles"), [("both", (True, True)), ("zk", (True, False)), ("k", (False, True))])
def test_roles_follow_from_the_clusters_that_list_a_host(host: str, roles: tuple[bool, bool]) -> None:
    model, problems = build(host)
    assert ((model.service(ZooKeeperNode) is not None, model.service(KafkaNode) is not None), problems) == (roles, [])


def test_a_host_that_no_cluster_lists_has_no_role() -> None:
    assert build("other") == (HostModel("other"), [])


@pytest.mark.parametrize("name", ["role::kafka::simple::broker", "::role::kafka::main"])
def test_classes_narrow_the_roles(name: str) -> None:
    model, problems = build("both", classes=["profile::base", name])
    assert ((model.service(ZooKeeperNode) is None, model.service(KafkaNode) is None), problems) == ((True, False), [])


def test_classes_that_name_no_role_of_ours_narrow_nothing() -> None:
    model, _ = build("both", classes=["role::webserver"])
    assert model.service(ZooKeeperNode) is not None
    assert model.service(KafkaNode) is not None


def test_the_key_decides_between_two_clusters_and_prefixes_are_understood() -> None:
    assert build("twice")[1] == ["host-in-two-clusters"]
    for variables, name in (
        ({"realm": "production", "site": "eqiad"}, "logs-eqiad"),
        ({"realm": "labs", "site": "eqiad", "wmcs_project": "project"}, "logs-project"),
    ):
        model, problems = build("twice", variables, **{CLUSTER_KEY: "logs"})
        assert problems == []
        assert broker(model).name == name


def test_the_old_top_level_key_names_the_cluster_that_a_prefix_means() -> None:
    model, problems = build("twice", **{CLUSTER_KEY: "logs", "kafka_cluster_name": "logs-project"})
    assert problems == []
    assert broker(model).name == "logs-project"


def test_a_null_counts_as_not_given() -> None:
    model, problems = build("k", profile__kafka__broker__num_partitions=None, classes=None)
    assert problems == []
    assert broker(model).settings.model.num_partitions == 1


def test_settings_know_where_they_came_from() -> None:
    model, _ = build("k", profile__kafka__broker__num_partitions=3)
    settings = broker(model).settings
    assert settings.origin("profile::kafka::broker::num_partitions").rule == "profile::kafka::broker::num_partitions"
    assert settings.origin("profile::kafka::broker::num_io_threads").rule == (
        "defaults of profile::kafka::broker: profile::kafka::broker::num_io_threads"
    )


def test_settings_are_checked_where_clusters_are_too_broken_for_a_model() -> None:
    data = {"profile::kafka::broker::ssl_enabled": True, "profile::zookeeper::sync_limit": 0}

    def find(key: str) -> Found | None:
        return found(key, data[key]) if key in data else None

    kafka = found("kafka_clusters", {"a": {"brokers": {"k": 0}}})
    clusters, _ = build_clusters(None, kafka)
    assert [found.id for found in check_settings("k", clusters, find, SOURCES)] == ["out-of-range", "tls-not-served"]
