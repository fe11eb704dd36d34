"""What MirrorMaker 2 is told."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from hiera_kafka.catalog.resources import Port, Section
from hiera_kafka.errors import HieraKafkaError

Sections = Callable[..., dict[str, Section]]
DATA = """\
zookeeper_clusters: {z: {hosts: {z1: 1}}}
kafka_clusters:
  a: {zookeeper_cluster_name: z, brokers: {a1: {id: 1}, a2: {id: 2}}}
  b: {zookeeper_cluster_name: z, brokers: {b1.example.org: {id: 1}, b2: {id: 2}}}
kafka_mirrors:
  a_to_b: {engine: 2, source: a, destination: b, topics: 'a\\..+'%s}
"""
HOST = "b1.example.org"
ALONE = DATA.replace(", b2: {id: 2}", "")


def section(sections: Sections, more: str = "", data: str = DATA, **options: bool) -> Section:
    return sections(data % more, HOST, **options)["kafka_mirror"]


def settings(sections: Sections, more: str = "", data: str = DATA, **options: bool) -> dict[str, object]:
    """Return the settings of the mirror's first process."""
    (file, *_) = [file for file in section(sections, more, data, **options).files if "mirror.properties" in file.path]
    return {setting.name: setting.value.data for setting in file.settings()}


def test_it_goes_one_way_and_sends_nothing_back(sections: Sections) -> None:
    found = settings(sections)
    assert found["clusters"] == "a,b"
    assert (found["a->b.enabled"], found["b->a.enabled"]) == (True, False)
    # Else the way back would be opened for heartbeats.
    assert found["emit.heartbeats.enabled"] is False
    assert found["offset-syncs.topic.location"] == "target"


def test_topics_keep_their_names(sections: Sections) -> None:
    assert str(settings(sections)["replication.policy.class"]).endswith(".IdentityReplicationPolicy")


def test_one_pattern_stands_as_it_is_written(sections: Sections) -> None:
    assert settings(sections)["topics"] == "a\\..+"


def test_lists_are_taken_apart_at_commas_and_joined_with_bars(sections: Sections) -> None:
    found = settings(sections, ", exclude: ['x|y', z]")
    left = "|".join(str(found["topics.exclude"]).split(","))
    names = ["x", "y", "z", "__a", ".a", "a-internal", "a.internal", "heartbeats", "xx", "internal"]
    assert [name for name in names if not re.fullmatch(left, name)] == ["xx", "internal"]


def test_workers_share_as_many_tasks_as_the_other_engine_has_consumers(sections: Sections) -> None:
    assert settings(sections, ", processes: 2, streams: 3")["tasks.max"] == 12


@pytest.mark.parametrize("name", ["config.storage", "offset.storage", "status.storage", "checkpoints.topic"])
def test_its_own_topics_are_replicated_as_far_as_there_are_brokers(sections: Sections, name: str) -> None:
    assert settings(sections)[f"{name}.replication.factor"] == 2
    assert settings(sections, data=ALONE)[f"{name}.replication.factor"] == 1


def test_options_of_the_worker_have_the_destination_before_them(sections: Sections) -> None:
    found = settings(sections, ", offset_commit_interval_ms: 700")
    assert found["b.offset.flush.interval.ms"] == 700
    assert found["b.client.id"] == "kafka-mirror-b1-a_to_b@0"
    assert "b.scheduled.rebalance.max.delay.ms" in found


@pytest.mark.parametrize(("version", "known"), [("3.5.2", False), ("3.9.2", True)])
def test_plugins_are_found_the_short_way_where_the_version_knows_it(
    sections: Sections, version: str, known: bool
) -> None:
    found = settings(sections, data=DATA.replace("b: {z", f"b: {{kafka_version: {version}, z"))
    assert [name for name in found if name.endswith("plugin.discovery")] == (
        ["plugin.discovery", "b.plugin.discovery"] if known else []
    )


def test_it_goes_on_where_the_other_engine_had_committed(sections: Sections) -> None:
    found = settings(sections)
    assert found["a.consumer.group.id"] == "kafka-mirror-a_to_b"
    assert found["a.consumer.auto.offset.reset"] == "earliest"


def test_clients_are_those_of_the_other_engine_but_for_what_members_of_a_group_need(sections: Sections) -> None:
    found = settings(sections, ", consumer: {session.timeout.ms: 20000}, producer: {batch.size: 65536}")
    assert "a.consumer.partition.assignment.strategy" not in found
    assert found["a.consumer.session.timeout.ms"] == 20000
    assert (found["b.producer.acks"], found["b.producer.batch.size"]) == ("all", 65536)
    assert not [name for name in found if name.endswith(("consumer.bootstrap.servers", "producer.client.id"))]


@pytest.mark.parametrize(("side", "option"), [("consumer", "fetch.min.byte"), ("producer", "linger")])
def test_options_are_checked_against_those_of_the_client(sections: Sections, side: str, option: str) -> None:
    with pytest.raises(HieraKafkaError, match=rf"6:\d+: error\[option-unknown\]: .*{option}"):
        settings(sections, f", {side}: {{{option}: 1}}")


def rest(found: Section) -> list[Port]:
    return [port for port in found.ports if port.purpose == "internal REST"]


def test_workers_of_several_hosts_reach_each_other_by_name(sections: Sections) -> None:
    found = settings(sections)
    assert (found["listeners"], found["rest.advertised.host.name"]) == ("http://:8083", HOST)
    assert [(port.address, port.port) for port in rest(section(sections, ", processes: 2"))] == [
        (None, 8083),
        (None, 8084),
    ]


def test_workers_of_one_host_are_reached_from_nowhere_else(sections: Sections) -> None:
    assert settings(sections, data=ALONE)["listeners"] == "http://127.0.0.1:8083"
    assert [port.address for port in rest(section(sections, data=ALONE))] == ["127.0.0.1"]


def test_workers_on_addresses_of_their_own_listen_on_those(sections: Sections) -> None:
    assert re.fullmatch(r"http://127\.[0-9.]+:8083", str(settings(sections, local=True)["listeners"]))


def test_a_port_that_two_mirrors_want_is_said_at_the_mirror(sections: Sections) -> None:
    with pytest.raises(HieraKafkaError, match=r"6:\d+: error\[two-owners\]: port 9092"):
        settings(sections, ", rest_port: 9092")


def test_workers_form_a_group_at_the_destination(sections: Sections) -> None:
    (check,) = section(sections).readiness
    assert check.group == "a-mm2"


def test_its_file_is_recorded_and_read(sections: Sections) -> None:
    (service,) = section(sections).services
    path = "/etc/kafka/mirror/a_to_b@0/mirror.properties"
    assert service.main[1:] == ("connect-mirror-maker", path)
    assert path in service.records
