"""Settings of the clients, as MirrorMaker 1 has them in two files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hiera_kafka.catalog.resources import Section
from hiera_kafka.dialects.native.mirror.client_properties import OWNED_SETTINGS
from hiera_kafka.errors import HieraKafkaError

Sections = Callable[..., dict[str, Section]]
DATA = """\
zookeeper_clusters: {z: {hosts: {z1: 1}}}
kafka_clusters:
  a: {zookeeper_cluster_name: z, brokers: {a1: {id: 1}, a2: {id: 2, port: 9192}}}
  b: {zookeeper_cluster_name: z, brokers: {b1.example.org: {id: 1}}}
kafka_mirrors:
  a_to_b: {source: a, destination: b, topics: x%s}
"""


def settings(sections: Sections, more: str = "", host: str = "b1.example.org") -> dict[str, dict[str, object]]:
    """Return the settings of each file of the mirror's first process."""
    section = sections(DATA % more, host)["kafka_mirror"]
    return {
        file.path.rpartition("/")[2]: {setting.name: setting.value.data for setting in file.settings()}
        for file in section.files
        if "/mirror/" in file.path
    }


def test_the_consumer_reads_the_source_from_its_beginning(sections: Sections) -> None:
    found = settings(sections)["consumer.properties"]
    assert found["bootstrap.servers"] == "a1:9092,a2:9192"
    assert found["group.id"] == "kafka-mirror-a_to_b"
    assert found["auto.offset.reset"] == "earliest"


def test_the_producer_writes_the_destination_in_order(sections: Sections) -> None:
    found = settings(sections)["producer.properties"]
    assert found["bootstrap.servers"] == "b1.example.org:9092"
    assert found["client.id"] == "kafka-mirror-b1-a_to_b@0"
    assert (found["acks"], found["enable.idempotence"]) == ("all", True)
    assert found["max.in.flight.requests.per.connection"] == 5


@pytest.mark.parametrize("more", [", acks: 1", ", producer: {acks: 1}", ", producer: {enable.idempotence: false}"])
def test_without_idempotence_one_request_at_a_time_keeps_the_order(sections: Sections, more: str) -> None:
    found = settings(sections, more)["producer.properties"]
    assert found["enable.idempotence"] is False
    assert found["max.in.flight.requests.per.connection"] == 1


def test_sizes_follow_from_the_largest_message(sections: Sections) -> None:
    found = settings(sections, ", message_max_bytes: 4194304")
    assert found["producer.properties"]["max.request.size"] == 4194304 + 1572864
    assert found["consumer.properties"]["max.partition.fetch.bytes"] == 4194304 + 1572864


def test_what_the_data_says_of_either_wins(sections: Sections) -> None:
    found = settings(sections, ", consumer: {metadata.max.age.ms: 500}, producer: {linger.ms: 9, batch.size: 65536}")
    assert found["consumer.properties"]["metadata.max.age.ms"] == 500
    assert (found["producer.properties"]["linger.ms"], found["producer.properties"]["batch.size"]) == (9, 65536)


@pytest.mark.parametrize(("side", "name"), [(side, name) for side, names in OWNED_SETTINGS.items() for name in names])
def test_what_follows_from_the_model_may_not_be_set(sections: Sections, side: str, name: str) -> None:
    with pytest.raises(HieraKafkaError, match=rf"6:\d+: error\[option-follows-from-model\]: .* sets {name}"):
        settings(sections, f", {side}: {{{name}: x}}")


@pytest.mark.parametrize(("side", "option"), [("consumer", "fetch.min.byte"), ("producer", "linger")])
def test_options_are_checked_against_those_of_the_client(sections: Sections, side: str, option: str) -> None:
    with pytest.raises(HieraKafkaError, match=rf"6:\d+: error\[option-unknown\]: .*{option}"):
        settings(sections, f", {side}: {{{option}: 1}}")
