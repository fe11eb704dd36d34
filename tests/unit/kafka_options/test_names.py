"""Names of listeners, mechanisms, families and plugins."""

from __future__ import annotations

import pytest

from hiera_kafka.kafka_options.names import plugin_of, resolve, without_listener
from hiera_kafka.kafka_options.option import OptionKind
from hiera_kafka.kafka_options.tables import Table, table


def of(kind: OptionKind) -> Table:
    found = table(kind, "3.9.2")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("num.io.threads", "num.io.threads"),
        ("listener.name.tls.ssl.client.auth", "ssl.client.auth"),
        ("listener.name.with.dots.ssl.client.auth", "ssl.client.auth"),
        ("listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config", "sasl.jaas.config"),
        ("listener.name.x.max.connections", "max.connections"),
    ],
)
def test_a_name_means_an_option(name: str, option: str) -> None:
    found = resolve(of(OptionKind.BROKER), name)
    assert found is not None
    assert found.name == option


@pytest.mark.parametrize("name", ["listener.name.tls.num.io.threads", "listener.name.tls", "ssl.client.auht"])
def test_other_names_mean_none(name: str) -> None:
    assert resolve(of(OptionKind.BROKER), name) is None


@pytest.mark.parametrize("name", ["server.1", "authProvider.sasl", "ssl.keyStore.location", "4lw.commands.whitelist"])
def test_families_of_zookeeper_are_known(name: str) -> None:
    assert resolve(of(OptionKind.ZOOKEEPER), name) is not None


def test_the_listener_is_no_part_of_what_a_name_was_meant_to_be() -> None:
    assert without_listener("listener.name.tls.ssl.client.auht") == "ssl.client.auht"
    assert without_listener("ssl.client.auht") == "ssl.client.auht"


def test_a_class_that_is_not_kafkas_own_may_read_any_name() -> None:
    broker = of(OptionKind.BROKER)
    ours = {"metric.reporters": "org.apache.kafka.common.metrics.JmxReporter, org.example.Reporter"}
    assert plugin_of(broker, "our.url", ours) == "metric.reporters names org.example.Reporter"
    assert plugin_of(broker, "our.url", {"authorizer.class.name": "kafka.security.authorizer.AclAuthorizer"}) is None
    assert plugin_of(broker, "confluent.metrics.topic", {}) is not None
