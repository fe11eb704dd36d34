"""Sizes along a message's way that stop what the broker takes."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.catalog.resources import Setting
from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import NodeView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import NodeRule
from hiera_kafka.lint.views.clusters import broker_options, data_position, from_data, number, own_cluster, whole
from hiera_kafka.lint.views.mirrors import mirror_of

MESSAGE = "message.max.bytes"
DEFAULTS = {
    MESSAGE: 1048588,
    "replica.fetch.max.bytes": 1048576,
    "replica.fetch.response.max.bytes": 10485760,
    "socket.request.max.bytes": 104857600,
}
_LEAST_DEFAULT = 1000012
"""Smallest default that a version of Kafka had for message.max.bytes; for sources that are not ours to look at."""
_OVERHEAD = 12
"""By so much is Kafka's own default of message.max.bytes above that of replica.fetch.max.bytes."""
_PURPOSE = {
    "replica.fetch.max.bytes": "replicas fetch batches of that size one at a time and fall behind",
    "replica.fetch.response.max.bytes": "replicas fetch batches of that size one at a time and fall behind",
    "socket.request.max.bytes": "the broker closes the connection of a client that sends a batch of that size",
}
_CLIENTS = (("producer", "max.request.size"), ("consumer", "max.partition.fetch.bytes"))


class MessageSizeChain(NodeRule):
    """Broker, replica and mirror: each must carry the largest batch that the one before it takes."""

    id = "message-size-chain"
    level = Severity.WARNING
    summary = "Replicas and mirrors can carry the largest message that a broker accepts."

    def check(self, node: NodeView) -> Iterator[Finding]:
        """Return limits of brokers and mirrors below the size of messages."""
        yield from self._of_broker(node)
        yield from self._of_mirror(node)

    def _of_broker(self, node: NodeView) -> Iterator[Finding]:
        options = broker_options(node)
        largest = number(options, MESSAGE) or DEFAULTS[MESSAGE]
        for option, why in _PURPOSE.items() if options else ():
            limit = number(options, option) or DEFAULTS[option]
            one, other = options.get(MESSAGE), options.get(option)
            if limit + _OVERHEAD >= largest or not (from_data(one) or from_data(other)):
                continue
            # What one cluster's config sets was set last; else the limit is what is wrong, where the data sets it.
            both = sorted((other, one), key=_likeliest)
            yield self.finding(
                f"{option} is {limit}, less than {MESSAGE}, which is {largest}: {why}",
                *dict.fromkeys(data_position(s.value.origin) for s in both if s is not None),
                hint=f"make {option} {largest} or more",
                host=node.host,
            )

    def _of_mirror(self, node: NodeView) -> Iterator[Finding]:
        mirror = mirror_of(node)
        if mirror is None:
            return
        sizes = [
            size
            for broker in node.site.nodes
            if (own := own_cluster(broker)) is not None
            and own[0] == mirror.source
            and (size := number(broker_options(broker), MESSAGE)) is not None
        ]
        largest = max(sizes, default=_LEAST_DEFAULT)
        for side, option in _CLIENTS:
            given = mirror.producer if side == "producer" else mirror.consumer
            origin = mirror.origin(side, option)
            limit = None if origin.secret else whole(given.get(option))
            if limit is not None and limit < largest:
                yield self.finding(
                    f"the mirror {mirror.name} has {option} {limit}, less than {MESSAGE} of {mirror.source}, "
                    f"which is {largest}: it stops at the first message of that size",
                    data_position(origin),
                    hint=f"make it {largest} or more, or leave it out",
                    host=node.host,
                )


def _likeliest(setting: Setting | None) -> int:
    if setting is None or not from_data(setting):
        return 2
    return 0 if "config" in setting.value.origin.path else 1
