"""Mirrors into clusters that take smaller messages than the source."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Position, Severity
from hiera_kafka.lint.context import InventoryView, NodeView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.clusters import broker_options, data_position, kafka_views, number
from hiera_kafka.lint.views.mirrors import mirrors_of

OPTION = "message.max.bytes"
_DEFAULT = 1048588


class MessageSizeMismatch(ClustersRule):
    """A mirror stops at the first message that the destination refuses."""

    id = "message-size-mismatch"
    level = Severity.WARNING
    summary = "The destination of a mirror takes messages as large as its source does."
    natively = True

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return each mirror whose source takes larger messages than its destination."""
        limits: dict[str, tuple[int, Position | None, NodeView]] = {}
        for view in kafka_views(site):
            for node in view.nodes:
                options = broker_options(node)
                if options:
                    size = number(options, OPTION)
                    where = data_position(options[OPTION].value.origin) if OPTION in options else None
                    limits[view.name] = (_DEFAULT if size is None else size, where, node)
                    break
        for mirror in mirrors_of(site):
            if mirror.source not in limits or mirror.destination not in limits:
                continue
            sent, source, sender = limits[mirror.source]
            taken, destination, taker = limits[mirror.destination]
            if sent > taken:
                places = [
                    source or mirror.place("source"),
                    destination or mirror.place("destination"),
                ]
                # A level that both read says what is usual; the other one is the exception.
                if _reads(taker, source) and not _reads(sender, destination):
                    places.reverse()
                yield self.finding(
                    f"{mirror.source} takes messages of {sent} bytes, {mirror.destination}, which it is mirrored to, "
                    f"only of {taken}",
                    *places,
                    hint=f"raise kafka_message_max_bytes of {mirror.destination}, or lower that of {mirror.source}",
                )


def _reads(node: NodeView, where: Position | None) -> bool:
    return where is not None and where.file in node.files
