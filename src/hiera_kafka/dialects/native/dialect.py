"""The native dialect: data is held against the model, and hosts are installed and operated from here."""

from __future__ import annotations

from typing import Final

from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.dialects.base import ClientStrings, HostData, InventoryView
from hiera_kafka.dialects.native.build import build_catalog
from hiera_kafka.dialects.native.registry import SERVICES
from hiera_kafka.errors import Diagnostic, Severity
from hiera_kafka.model.clusters import Clusters
from hiera_kafka.model.endpoints import Endpoints, SecurityProtocol, bootstrap_servers
from hiera_kafka.model.host import build_host, check_settings
from hiera_kafka.model.host_roles import KafkaNode
from hiera_kafka.model.listeners import client_endpoints
from hiera_kafka.model.mirror.mirror import Mirror
from hiera_kafka.model.mirror.settings import MirrorNode
from hiera_kafka.model.services import HostModel

NAME: Final = "native"
_SOURCES: Final = tuple(service.source for service in SERVICES)


class NativeDialect:
    """The dialect of clusters that are installed and operated from here."""

    name = NAME
    is_strict = True
    is_operated = True
    lists_all_hosts = True
    opens_jmx = False

    def __init__(self, inventory: InventoryView) -> None:
        self._inventory = inventory

    def model(self, host: HostData) -> HostModel | None:
        """Return what a host runs, None where the entries that list it have errors; see Dialect.

        Faults of other entries end nothing here, so that all of them are reported at once.
        """
        clusters, found = self._inventory.clusters_of(host.scope)
        host.report(found)
        model = None
        if clusters.is_whole(host.name):
            host.report(_disagreements(host.name, self._inventory.clusters, clusters))
            model, problems = build_host(host.name, clusters, host.find, host.scope.variables, _SOURCES)
            host.report(problems)
        else:
            host.report(check_settings(host.name, clusters, host.find, _SOURCES))
        # Warnings of whole files, such as a key that stands there twice, belong to no lookup.
        host.report(self._inventory.hiera.diagnostics(host.scope))
        return model

    def catalog(self, host: HostData, model: HostModel | None) -> Catalog | None:  # noqa: ARG002 - the model says all
        """Return what a host with a model must be."""
        return None if model is None else build_catalog(model, self._inventory.platform)

    def refusal(self, *hosts: str, level: Severity = Severity.ERROR) -> Diagnostic | None:  # noqa: ARG002 - of others
        """Return None: all hosts of this dialect can be operated."""
        return None

    def mirrors(self, host: str) -> tuple[Mirror, ...]:
        """Return the mirrors that a host runs, which the data alone decides."""
        model = self._inventory.models.get(host)
        return () if model is None else tuple(node.mirror for node in model.nodes(MirrorNode))

    def client_strings(self, cluster: str) -> ClientStrings | None:
        """Return what clients are given; None for a cluster of which only its own hosts see where its metadata are."""
        metadata = self._inventory.clusters.metadata_of(cluster)
        if metadata is None:
            return None
        servers = bootstrap_servers(self.endpoints(cluster, SecurityProtocol.PLAINTEXT))
        return ClientStrings(cluster, servers, metadata.connect(self._inventory.platform.address))

    def has_tls(self, host: str) -> bool:
        """Tell whether the model of a host has a broker with a TLS listener."""
        model = self._inventory.models.get(host)
        broker = model.service(KafkaNode) if model is not None else None
        return broker is not None and broker.settings.model.ssl_enabled

    def endpoints(self, cluster: str, protocol: SecurityProtocol) -> Endpoints:
        """Return where clients reach the brokers of a cluster by a protocol."""
        model = self._inventory.clusters.kafka[cluster].model
        return client_endpoints(model, self._inventory.platform.address, protocol)


def _disagreements(host: str, discovered: Clusters, own: Clusters) -> list[Diagnostic]:
    """Return where a host's own data says something else of its clusters than the lookup that named the hosts."""
    found: list[Diagnostic] = []
    for table, theirs, ours, names in (
        ("zookeeper_clusters", discovered.ensembles, own.ensembles, discovered.ensembles_of(host)),
        ("kafka_clusters", discovered.kafka, own.kafka, discovered.kafka_of(host)),
    ):
        for name in names:
            mine = ours.get(name)
            if mine is not None and mine.raw == theirs[name].raw:
                continue
            places = (theirs[name].trace.origin, *((mine.trace.origin,) if mine is not None else ()))
            found.append(
                Diagnostic(
                    "host-disagrees-with-discovery",
                    f"{table}.{name} looked up for {host} differs from what the lookup that names the hosts found",
                    where=tuple(p for origin in places for p in origin.positions()[:1]),
                    note="every member of a cluster must see the same members",
                    hint="move the cluster to a level that all its hosts share, or add to the inventory's `scope`",
                )
            )
    return found
