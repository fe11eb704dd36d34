"""What a broker's files and service owe to where its cluster keeps its metadata.

The builders of brokers call these and do not know which form that is; another form gets its branch here.
"""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import METADATA_GUARD, Guard, Setting, Value
from hiera_kafka.catalog.values import derived, setting
from hiera_kafka.dialects.native.zookeeper import SERVICE as ZOOKEEPER
from hiera_kafka.model.metadata import Metadata
from hiera_kafka.model.releases import MetadataMode, Release
from hiera_kafka.source import Origin

SERVICES_BEFORE = {MetadataMode.ZOOKEEPER: (ZOOKEEPER,)}
"""Services that start before a broker where one host has both."""


def server_settings(machine: Machine, metadata: Metadata) -> tuple[str, list[Setting]]:
    """Return the settings of server.properties that lead a broker to its metadata, below their heading."""
    return f"{metadata.title}.", [setting("zookeeper.connect", _connect(machine, metadata))]


def tool_settings(machine: Machine, metadata: Metadata) -> tuple[Setting, ...]:
    """Return the environment that leads command-line tools to the metadata, beside the brokers."""
    return (Setting("KAFKA_ZOOKEEPER_URL", _connect(machine, metadata)),)


def authorizer(metadata: Metadata, release: Release, switched_on: Origin) -> Value:
    """Return the class of Kafka's own authorizer, which reads the ACLs from the metadata.

    Args:
        metadata: Where the cluster keeps its metadata.
        release: Row of the version that the brokers run.
        switched_on: Where the data asks for ACLs.
    """
    return derived(release.authorizers[metadata.mode], f"authorizer with {metadata.title}", switched_on)


def metadata_guard(machine: Machine, metadata: Metadata, log_dirs: tuple[str, ...], broker: int, service: str) -> Guard:
    """Return the guard that keeps a broker from starting where its disks and its metadata do not belong together.

    Args:
        machine: The broker's host.
        metadata: Where the cluster keeps its metadata.
        log_dirs: The broker's data directories, as paths on the host.
        broker: The broker's id.
        service: Name of the broker's service.
    """
    connect = _connect(machine, metadata)
    expected = (str(broker), str(connect.data), machine.host, service)
    return Guard(METADATA_GUARD, log_dirs, "meta.properties", expected, metadata.origin)


def _connect(machine: Machine, metadata: Metadata) -> Value:
    return Value(metadata.connect(machine.address_of), metadata.origin)
