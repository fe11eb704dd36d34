"""A Kafka cluster: its brokers in the data, and what the brokers answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hiera_kafka.errors import Diagnostic
from hiera_kafka.model.base import Traced
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.ops.verify.views.canary_seen import ClusterCanary
from hiera_kafka.ops.verify.views.cluster_seen import ClusterSeen
from hiera_kafka.ops.verify.views.host import HostView


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
