"""Settings of server.properties; whole files are held by tests/cases/render."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import kafkacfg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiera_kafka.catalog.resources import Section, Setting
from hiera_kafka.dialects.native.server_properties import OWNED_SETTINGS
from hiera_kafka.source import OriginKind

Sections = Callable[..., dict[str, Section]]
KNOWN = json.loads((Path(kafkacfg.__file__).parent / "data" / "kafka" / "3.9.json").read_text())["broker"]


def data(brokers: int, config: str = "{}") -> str:
    members = "".join(f"      k{number}: {{id: {number}, rack: r{number}}}\n" for number in range(brokers))
    return (
        "zookeeper_clusters: {main: {hosts: {zk2: 2, zk1: 1}}}\n"
        f"kafka_clusters:\n  events:\n    zookeeper_cluster_name: main\n    config: {config}\n    brokers:\n{members}"
    )


def properties(sections: Sections, text: str, host: str = "k0") -> dict[str, Setting]:
    files = sections(text, host)["kafka_broker"].files
    return {s.name: s for s in next(f for f in files if f.path.endswith("server.properties")).settings()}


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 12))
def test_replication_follows_from_the_number_of_brokers(sections: Sections, brokers: int) -> None:
    found = {name: item.value.data for name, item in properties(sections, data(brokers)).items()}
    for name in (
        "default.replication.factor",
        "offsets.topic.replication.factor",
        "transaction.state.log.replication.factor",
    ):
        assert found[name] == min(3, brokers)
    assert found["min.insync.replicas"] == found["transaction.state.log.min.isr"] == max(1, min(3, brokers) - 1)


def test_listeners_follow_the_port_and_are_advertised_by_name(sections: Sections) -> None:
    found = properties(sections, data(1).replace("id: 0", "id: 0, port: 9192"))
    assert found["listeners"].value.data == "PLAINTEXT://:9192"
    assert found["advertised.listeners"].value.data == "PLAINTEXT://k0:9192"


def test_zookeepers_have_their_ports_and_the_chroot_of_the_cluster(sections: Sections) -> None:
    assert properties(sections, data(1))["zookeeper.connect"].value.data == "zk1:2181,zk2:2181/kafka/events"


def test_the_rack_is_left_out_where_there_is_none(sections: Sections) -> None:
    assert properties(sections, data(1))["broker.rack"].value.data == "r0"
    assert "broker.rack" not in properties(sections, data(1).replace(", rack: r0", ""))


def test_the_clusters_config_replaces_a_default_and_says_where_it_stands(sections: Sections) -> None:
    found = properties(sections, data(3, "{min.insync.replicas: 1, log.roll.hours: 24}"))
    assert found["min.insync.replicas"].value.data == 1
    assert found["min.insync.replicas"].value.origin.kind is OriginKind.DATA
    assert found["log.roll.hours"].value.origin.positions()[0].line == 5


def test_passwords_are_secret(sections: Sections) -> None:
    found = properties(sections, data(1) + "profile::kafka::broker::ssl_password: Planted\n")
    assert found["ssl.keystore.password"].value.secret
    assert found["ssl.key.password"].value.secret


def test_every_option_is_one_that_kafka_knows(sections: Sections) -> None:
    more = "profile::kafka::broker::auth_acls_enabled: true\nkafka_message_max_bytes: 1\n"
    # The authorizer reads this one itself.
    assert set(properties(sections, data(3) + more)) - set(KNOWN) == {"allow.everyone.if.no.acl.found"}


@pytest.mark.parametrize("name", OWNED_SETTINGS)
def test_every_option_that_follows_from_the_model_is_one_that_kafka_knows(name: str) -> None:
    assert name in KNOWN
