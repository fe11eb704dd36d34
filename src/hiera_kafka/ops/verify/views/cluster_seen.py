"""What the brokers of a cluster answer, over Kafka's own protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hiera_kafka.clients.brokers import BrokerOption, Member
from hiera_kafka.clients.cluster_state import LogDirectorySeen, PartitionSeen
from hiera_kafka.clients.groups import TopicPartition


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
        options: Broker id to its options; a broker that did not answer, or does not tell them, is missing.
        partitions: Every partition of every topic, those that Kafka makes for itself among them.
        directories: Broker id to its log directories; missing as above.
        silent: Broker id, `HOST:PORT` where the data has a broker and none is registered, or
            `ZooKeeper HOST:PORT,...`, to why it did not answer.
        releases: Broker id to the first numbers of the release that it runs, such as (3, 9), as far as its protocol
            tells; a broker that did not answer is missing.
        refused: Broker id to what it answered it would not tell, such as `its options`, with the error.
        moving: Partitions that are being reassigned, each with the ids of the replicas that are added; None where the
            controller did not say.
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
    releases: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    refused: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    moving: Mapping[TopicPartition, tuple[int, ...]] | None = None

    def why_silent(self, broker: int, what: str) -> str:
        """Return why a broker did not tell something: that it is not there, did not answer, or refused.

        Args:
            broker: Its id.
            what: `its options` or `its log directories`.
        """
        if broker not in self.members:
            return "the broker is not registered"
        reason = self.silent.get(str(broker)) or self.refused.get(broker, {}).get(what)
        return f"the broker does not tell {what}: {reason or 'no answer'}"
