"""Kafka clusters and brokers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hiera_kafka.model.kafka import CANARY_TOPIC, BrokerSettings, Canary, KafkaCluster
from hiera_kafka.model.releases import DEFAULT_VERSION


def cluster(brokers: int, **more: object) -> KafkaCluster:
    members = {f"k{number}": {"id": number} for number in range(brokers)}
    return KafkaCluster.model_validate({"zookeeper_cluster_name": "z", "brokers": members, **more})


@given(st.integers(1, 60))
def test_topics_are_kept_three_times_or_as_often_as_there_are_brokers(brokers: int) -> None:
    assert cluster(brokers).replication_factor == min(3, brokers)


@given(st.integers(1, 60))
def test_one_broker_may_be_down_where_there_are_several_and_no_write_waits_for_more_than_there_are(
    brokers: int,
) -> None:
    found = cluster(brokers)
    assert 1 <= found.min_insync_replicas <= found.replication_factor
    assert found.min_insync_replicas < found.replication_factor or brokers == 1


def test_a_broker_has_wikimedias_ports_unless_the_data_says_otherwise() -> None:
    broker = cluster(1).brokers["k0"]
    assert (broker.port, broker.ssl_port, broker.rack) == (9092, 9093, None)
    assert cluster(1).kafka_version == DEFAULT_VERSION


@pytest.mark.parametrize("version", ["3.9.2", "3.9.0", "2.8.10"])
def test_versions_with_zookeeper_are_served(version: str) -> None:
    assert cluster(1, kafka_version=version).kafka_version == version


@pytest.mark.parametrize("version", ["3.9", "4.0.0", "10.0.0", 3.9, "3.9.x", "3.9.2-rc1", "", "../3.9.2", None])
def test_other_versions_are_not(version: object) -> None:
    with pytest.raises(ValidationError):
        cluster(1, kafka_version=version)


def test_a_broker_without_any_key_has_wikimedias_defaults_where_they_do_no_harm() -> None:
    settings = BrokerSettings()
    assert settings.log_dirs == ["/srv/kafka/data"]
    assert (settings.plaintext, settings.ssl_enabled, settings.auth_acls_enabled) == (True, False, False)
    assert (settings.log_retention_hours, settings.num_partitions, settings.nofiles_ulimit) == (168, 1, 128000)
    assert settings.num_io_threads is None


def test_a_data_directory_may_not_stand_there_twice() -> None:
    with pytest.raises(ValidationError, match="log-dir-twice"):
        BrokerSettings.model_validate({"profile::kafka::broker::log_dirs": ["/a", "/b", "/a"]})


def test_passwords_are_not_in_the_text_form() -> None:
    settings = BrokerSettings.model_validate({"profile::kafka::broker::ssl_password": "Planted"})
    assert "Planted" not in f"{settings!r} {settings}"
    found = cluster(1, config={"ssl.key.password": "Planted"})
    assert "Planted" not in f"{found!r} {found}"


@pytest.mark.parametrize("chroot", ["/", "/kafka", "/kafka/main-eqiad", "/a.b/..c"])
def test_a_cluster_may_have_any_path_in_zookeeper(chroot: str) -> None:
    assert cluster(1, zookeeper_chroot=chroot).zookeeper_chroot == chroot


@pytest.mark.parametrize("chroot", ["", "kafka", "/kafka/", "//", "/a//b", "/../b", "/a/.", "/a b", "/a,b:2181", 1])
def test_what_is_no_path_in_zookeeper_is_refused(chroot: object) -> None:
    with pytest.raises(ValidationError, match="zookeeper-chroot-invalid"):
        cluster(1, zookeeper_chroot=chroot)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (True, Canary(enabled=True)),
        (False, Canary(enabled=False)),
        ({}, Canary()),
        ({"topic": "eqiad.canary"}, Canary(enabled=True, topic="eqiad.canary")),
        ({"enabled": False, "topic": "eqiad.canary"}, Canary(enabled=False, topic="eqiad.canary")),
    ],
)
def test_a_canary_is_switched_on_or_described(given: object, wanted: Canary) -> None:
    assert cluster(1, canary=given).canary == wanted


def test_nobody_writes_a_canary_that_the_data_does_not_ask_for() -> None:
    assert cluster(1).canary == Canary(enabled=False, topic=CANARY_TOPIC)


@pytest.mark.parametrize("given", ["yes", 1, None, ["topic"], {"topics": "a"}, {"enabled": "true"}])
def test_a_canary_is_nothing_else(given: object) -> None:
    with pytest.raises(ValidationError):
        cluster(1, canary=given)


@pytest.mark.parametrize("topic", ["", ".", "..", "__consumer_offsets", "a b", "a/b", "ä", "a" * 250, "a\n", 1, None])
def test_a_canary_has_a_topic_that_kafka_takes_and_does_not_keep_for_itself(topic: object) -> None:
    with pytest.raises(ValidationError, match="topic-name-invalid"):
        cluster(1, canary={"topic": topic})
