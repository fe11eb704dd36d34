"""What a broker's files and service owe to where its cluster keeps its metadata.

The builders of brokers call these and do not know which form that is; another form gets its branch here.
"""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import Setting, Value
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


def _connect(machine: Machine, metadata: Metadata) -> Value:
    return Value(metadata.connect(machine.address_of), metadata.origin)
