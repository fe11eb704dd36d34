"""Whether a broker and its peers are registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.hiera_kafka.core.plugins.module_utils.cleaned import one_line
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka import broker_metadata
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.checks import Check, Observation, ids
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager


@dataclass(frozen=True)
class KafkaCheck(Check):
    """A broker lists itself and its peers.

    Attributes:
        address: Address of the service on this host.
        port: Port that is asked.
        own: Id of the broker.
        expect: Ids of the brokers that must be registered, beside its own.
        members: Host to id of everyone whom the data puts into the cluster.
    """

    address: str
    port: int
    own: int
    expect: Sequence[int] = ()
    members: Mapping[str, int] = field(default_factory=dict)

    @property
    def wanted(self) -> str:
        return f"{self.service} at {self.address}:{self.port} to list the brokers {ids({self.own, *self.expect})}"

    def observe(self, manager: ServiceManager) -> Observation:  # noqa: ARG002  # its own answer is enough
        metadata = broker_metadata.kafka_metadata(self.address, self.port)
        there = {broker.id for broker in metadata.brokers}
        missing = {self.own, *self.expect} - there
        words = f"lists the brokers {ids(there)}" if there else "lists no broker"
        return Observation(not missing, f"{words}, not {ids(missing)}" if missing else words)

    def strangers(self) -> list[str]:
        """Return a text for each broker that is registered and that the data does not have; nobody touches it."""
        if not self.members:
            return []
        found = broker_metadata.kafka_metadata(self.address, self.port).brokers
        known = set(self.members.values())
        return [
            f"broker {broker.id} at {one_line(broker.host)}:{broker.port} "
            "is registered in the cluster and not in the data; it is left alone"
            for broker in sorted(found, key=lambda broker: broker.id)
            if broker.id not in known
        ]
