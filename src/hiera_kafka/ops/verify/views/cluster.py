"""A Kafka cluster: its brokers in the data, and what the brokers answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hiera_kafka.errors import Diagnostic
from hiera_kafka.model.base import Traced
from hiera_kafka.model.kafka import Broker, KafkaCluster
from hiera_kafka.ops.verify.views.canary_seen import ClusterCanary
from hiera_kafka.ops.verify.views.cluster_seen import ClusterSeen
from hiera_kafka.ops.verify.views.host import HostView


@dataclass(frozen=True, slots=True)
class BrokerView:
    """One broker of the data.

    Attributes:
        host: FQDN of its host.
        model: What the data says of it.
        view: Its host; None where nobody looked at that.
    """

    host: str
    model: Broker
    view: HostView | None

    @property
    def id(self) -> int:
        """Its id."""
        return self.model.id

    @property
    def subject(self) -> str:
        """What results call it."""
        return f"broker {self.id} on {self.host}"


@dataclass(frozen=True, slots=True)
class ClusterView:
    """One cluster.

    Attributes:
        name: As the data calls it.
        model: What the data says of it, with the origin of each value.
        hosts: Every broker's host, by name; one that did not answer says why.
        answer: What its brokers say, or why none does.
        canary: What became of its canary, or why that could not be seen; None where nobody asked for it.
    """

    name: str
    model: Traced[KafkaCluster]
    hosts: Mapping[str, HostView]
    answer: ClusterSeen | Diagnostic
    canary: ClusterCanary | Diagnostic | None = None

    @property
    def seen(self) -> ClusterSeen:
        """What the brokers say.

        Raises:
            LookupError: They say nothing; the runner asks no check of a cluster that does not answer.
        """
        if isinstance(self.answer, Diagnostic):
            raise LookupError(f"{self.name} did not answer")  # noqa: TRY004 - not of a wrong type, but absent
        return self.answer

    @property
    def brokers(self) -> tuple[BrokerView, ...]:
        """Every broker of the data, by id."""
        found = (BrokerView(host, one, self.hosts.get(host)) for host, one in self.model.model.brokers.items())
        return tuple(sorted(found, key=lambda broker: broker.id))

    def hosts_of(self, ids: Iterable[int]) -> tuple[str, ...]:
        """Return the hosts that the data gives to brokers, sorted by broker; ids that it does not have are left out."""
        wanted = set(ids)
        return tuple(broker.host for broker in self.brokers if broker.id in wanted)
