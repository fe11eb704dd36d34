"""Brokers that speak plaintext."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import InventoryView, NodeView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.clusters import broker_options, by_environment, data_position, kafka_views, key_position

PREFIX = "profile::kafka::broker::"


class ListenerWithoutTls(ClustersRule):
    """A plaintext listener shows messages to anyone on the network path, and lets anyone in."""

    id = "listener-without-tls"
    level = Severity.INFO
    summary = "Listeners of production clusters speak TLS."

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return every cluster with a plaintext listener; a warning where it is for production."""
        for view in kafka_views(site):
            node = next((node for node in view.nodes if "PLAINTEXT://" in _listeners(node)), None)
            if node is None:
                continue
            both = "SSL://" in _listeners(node).replace("PLAINTEXT://", "")
            where = [
                data_position(found.trace.origin)
                for name in ("plaintext", "ssl_enabled")
                if (found := node.find(f"{PREFIX}{name}")) is not None
            ]
            yield self.finding(
                f"brokers of {view.name} have a plaintext listener{' beside the one with TLS' if both else ' alone'}",
                *(where or [key_position(view.cluster, "brokers")]),
                hint="turn TLS on, and plaintext off once no client needs it",
                level=by_environment(view.nodes),
            )


def _listeners(node: NodeView) -> str:
    """Return the listeners of a broker, empty when its data has errors."""
    setting = broker_options(node).get("listeners")
    return "" if setting is None else str(setting.value.data)
