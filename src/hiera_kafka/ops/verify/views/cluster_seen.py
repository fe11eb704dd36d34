"""What the brokers of a cluster answer, over Kafka's own protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hiera_kafka.clients.brokers import BrokerOption, Member
from hiera_kafka.clients.groups import TopicPartition


@dataclass(frozen=True, slots=True)
class PartitionSeen:
    """A partition as the cluster's metadata has it.

    Attributes:
        leader: Id of its leader; None where it has none.
        replicas: Ids, the preferred leader first.
        isr: Ids of those in sync.
        offline: Ids of those whose log is not there.
        min_isr: What `min.insync.replicas` of its topic is; None where the topic's options could not be read.
    """

    leader: int | None
    replicas: tuple[int, ...]
    isr: tuple[int, ...]
    offline: tuple[int, ...]
    min_isr: int | None


@dataclass(frozen=True, slots=True)
class LogDirectorySeen:
    """A log directory of a broker.

    Attributes:
        path: As the broker has it.
        error: Kafka's name of what is wrong with it; None where nothing is.
        total_bytes: Size of its volume; None where the broker does not say.
        usable_bytes: What is free there; None as above.
    """

    path: str
    error: str | None
    total_bytes: int | None = None
    usable_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class ClusterSeen:
    """All that a cluster says of itself.

    Attributes:
        took_s: How long the answers took.
        id: The cluster's own id.
        controllers: Each broker that answered, to the id of the controller that it names; None where it names none.
        members: Brokers that are alive, by id, as the listener that was asked advertises them.
        endpoints: Broker id to each listener that is registered, `NAME://HOST:PORT`; empty where only the listener
            that was asked could be seen.
        options: Broker id to its options; a broker that did not answer is missing.
        partitions: Every partition of every topic, those that Kafka makes for itself among them.
        directories: Broker id to its log directories; a broker that did not answer is missing.
        silent: Broker id, or `HOST:PORT`, to why it did not answer.
    """

    took_s: float
    id: str
    controllers: Mapping[int, int | None]
    members: Mapping[int, Member]
    endpoints: Mapping[int, tuple[str, ...]]
    options: Mapping[int, Mapping[str, BrokerOption]]
    partitions: Mapping[TopicPartition, PartitionSeen]
    directories: Mapping[int, tuple[LogDirectorySeen, ...]]
    silent: Mapping[str, str]
