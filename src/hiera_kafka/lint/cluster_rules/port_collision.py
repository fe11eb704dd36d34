"""Ports of a host that two things want, where the catalog has only one of them."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Position, Severity
from hiera_kafka.lint.context import NodeView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import NodeRule
from hiera_kafka.lint.views.clusters import data_position, own_cluster, whole
from hiera_kafka.lint.views.mirrors import mirror_of
from hiera_kafka.model.mirror.settings import JMX_BASE_PORT, JMX_EXPORTER_BASE_PORT

JMX = "profile::kafka:mirror:jmx_base_port"
BASES = ((JMX, JMX_BASE_PORT), ("profile::kafka::mirror:jmx_exporter_base_port", JMX_EXPORTER_BASE_PORT))
"""Keys of the first port of a mirror's processes, as Wikimedia's Puppet spells them, and their defaults."""
PROCESSES = "profile::kafka::mirror::num_processes"


class PortCollision(NodeRule):
    """The broker's two listeners, and the ports that a mirror's processes count up from a base."""

    id = "port-collision"
    level = Severity.ERROR
    summary = "No two services or listeners of a host have the same port."

    def check(self, node: NodeView) -> Iterator[Finding]:
        """Return ports of a TLS listener or a mirror that something else on the host has."""
        own = own_cluster(node)
        if own is not None:
            _, cluster = own
            broker = cluster.model.brokers[node.host]
            if broker.port == broker.ssl_port:
                places = [data_position(cluster.origin("brokers", node.host, name)) for name in ("ssl_port", "port")]
                yield self.finding(
                    f"port and ssl_port of {node.host} are both {broker.port}",
                    *places,
                    hint="give each listener a port of its own",
                    host=node.host,
                )
        yield from self._of_mirror(node)

    def _of_mirror(self, node: NodeView) -> Iterator[Finding]:
        if mirror_of(node) is None or node.catalog is None:
            return
        found = node.find(PROCESSES)
        processes = whole(found.value) if found is not None and isinstance(found.value, int) else 1
        taken = {
            port.port: f"{port.service} ({port.purpose})"
            for section in node.catalog.sections
            if "mirror" not in section.role
            for port in section.ports
        }
        opens = node.dialect.opens_jmx or node.find(JMX) is not None
        asked = [(key, port) for key, port in BASES if key != JMX or opens]
        bases = [(key, *_base(node, key, default)) for key, default in asked]
        given = next((where for _, _, where in bases if where is not None), None)
        for key, base, where in bases:
            for port in range(base, base + min(processes or 1, 1000)):
                if port in taken:
                    yield self.finding(
                        f"port {port} of a mirror process is also that of {taken[port]}",
                        where or given,
                        hint=f"set {key} to a base with room for {processes} ports",
                        host=node.host,
                    )
                taken.setdefault(port, f"another mirror process ({key.rpartition(':')[2]})")


def _base(node: NodeView, key: str, default: int) -> tuple[int, Position | None]:
    found = node.find(key)
    if found is None or not isinstance(found.value, int) or isinstance(found.value, bool):
        processes = node.find(PROCESSES)
        return default, data_position(processes.trace.origin) if processes is not None else None
    return found.value, data_position(found.trace.origin)
