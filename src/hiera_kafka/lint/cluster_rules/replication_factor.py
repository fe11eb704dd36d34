"""Replication factors that the brokers cannot give, or that lose data with one of them."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import NodeView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import NodeRule
from hiera_kafka.lint.views.clusters import broker_options, data_position, from_data, number, own_cluster

FACTORS = ("default.replication.factor", "offsets.topic.replication.factor", "transaction.state.log.replication.factor")


class ReplicationFactor(NodeRule):
    """The factors of new topics and of Kafka's own, against the number of brokers."""

    id = "replication-factor"
    level = Severity.ERROR
    summary = "A replication factor is between two and the number of brokers."

    def check(self, node: NodeView) -> Iterator[Finding]:
        """Return factors above the number of brokers (error), and of one where there are more (warning)."""
        own = own_cluster(node)
        if own is None:
            return
        name, cluster = own
        brokers = len(cluster.model.brokers)
        options = broker_options(node)
        for option in FACTORS:
            factor = number(options, option)
            if factor is None or not from_data(options[option]):
                continue
            where = data_position(options[option].value.origin)
            if factor > brokers:
                yield self.finding(
                    f"{option} is {factor}, but {name} has {brokers} broker{'s' if brokers != 1 else ''}; "
                    "such topics cannot be created",
                    where,
                    hint=f"make it {min(3, brokers)}, or add brokers",
                    host=node.host,
                )
            elif factor == 1 and brokers > 1:
                yield self.finding(
                    f"{option} is 1 although {name} has {brokers} brokers; each message is on one of them only",
                    where,
                    hint=f"make it {min(3, brokers)}",
                    level=Severity.WARNING,
                    host=node.host,
                )
