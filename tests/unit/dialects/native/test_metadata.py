"""What a broker owes to where its cluster keeps its metadata."""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import hosts_platform
from hiera_kafka.dialects.native.metadata import (
    SERVICES_BEFORE,
    authorizer,
    metadata_guard,
    server_settings,
    tool_settings,
)
from hiera_kafka.model.base import Traced
from hiera_kafka.model.metadata import ZooKeeperMode, ZooKeeperPlace
from hiera_kafka.model.releases import DEFAULT_VERSION, MetadataMode, release_of
from hiera_kafka.model.zookeeper import Ensemble
from hiera_kafka.source import Origin, Trace

MACHINE = Machine(hosts_platform(), "k1")
ORIGIN = Origin.given("test")
METADATA = ZooKeeperMode(
    ZooKeeperPlace("zk", "/kafka/main"),
    Traced(Ensemble.model_validate({"hosts": {"z1": 1}}), {}, Trace(ORIGIN), "zookeeper_clusters.zk"),
    ORIGIN,
)


def test_brokers_and_tools_are_led_to_the_same_place() -> None:
    heading, (broker,) = server_settings(MACHINE, METADATA)
    (tool,) = tool_settings(MACHINE, METADATA)

    assert heading == "ZooKeeper."
    assert (broker.name, tool.name) == ("zookeeper.connect", "KAFKA_ZOOKEEPER_URL")
    assert broker.value == tool.value
    assert broker.value.data == "z1:2181/kafka/main"


def test_a_guard_has_what_a_host_needs_to_compare_disks_and_metadata() -> None:
    guard = metadata_guard(MACHINE, METADATA, ("/srv/a", "/srv/b"), 11, "kafka")

    assert (guard.kind, guard.directories) == ("kafka-metadata", ("/srv/a", "/srv/b"))
    assert guard.expected == ("11", "z1:2181/kafka/main", "k1", "kafka")


def test_the_authorizer_is_that_of_the_release_for_these_metadata() -> None:
    found = authorizer(METADATA, release_of(DEFAULT_VERSION), ORIGIN)

    assert found.data == "kafka.security.authorizer.AclAuthorizer"
    assert found.origin.rule == "authorizer with ZooKeeper"


def test_every_form_of_metadata_says_what_starts_before_a_broker() -> None:
    assert set(SERVICES_BEFORE) == set(MetadataMode)
    assert SERVICES_BEFORE[MetadataMode.ZOOKEEPER] == ("zookeeper",)
