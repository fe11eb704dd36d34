"""Wikimedia's dialect: hosts of an inventory as Wikimedia's Puppet server sees and compiles them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.dialects.base import ClientStrings, HostData, InventoryView
from hiera_kafka.dialects.wikimedia.compile import compile_node
from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from hiera_kafka.dialects.wikimedia.kafka_config.function import KafkaConfig, kafka_config
from hiera_kafka.dialects.wikimedia.mirror.mirror import ROLE as MIRROR
from hiera_kafka.dialects.wikimedia.roles import CLASSES, role_class
from hiera_kafka.dialects.wikimedia.sites import Host
from hiera_kafka.errors import Diagnostic, ModelError, Severity
from hiera_kafka.hiera import Found
from hiera_kafka.model.endpoints import Endpoints, SecurityProtocol, parse_endpoints
from hiera_kafka.model.mirror.described import described_mirror
from hiera_kafka.model.mirror.mirror import Mirror
from hiera_kafka.model.services import HostModel
from hiera_kafka.scope import Scope

NAME: Final = "wikimedia"
_SSL_ENABLED: Final = "profile::kafka::broker::ssl_enabled"


class WikimediaDialect:
    """The dialect of Wikimedia's Puppet, whose hosts Puppet keeps."""

    name = NAME
    is_strict = False
    is_operated = False
    lists_all_hosts = False  # the data of one project of theirs lists the brokers of all
    opens_jmx = True

    def __init__(self, inventory: InventoryView) -> None:
        self._inventory = inventory

    def model(self, host: HostData) -> HostModel | None:  # noqa: ARG002 - Puppet has classes in place of a model
        """Return None: what a host is follows from the classes that Puppet declares."""
        return None

    def catalog(self, host: HostData, model: HostModel | None) -> Catalog | None:  # noqa: ARG002 - there is none
        """Return the catalog of a host.

        Role and classes say what it is, as with Puppet; without them, the clusters that list it.

        Raises:
            ModelError: `wikimedia-not-local`.
            WikimediaError: Puppet would refuse it.
            HieraError: The data cannot be read.
        """
        if self._inventory.is_local:
            raise ModelError(
                Diagnostic(
                    "wikimedia-not-local",
                    f"{host.name} is in the Wikimedia dialect, whose paths, users and units are those of "
                    "Wikimedia's hosts",
                    where=(self._inventory.position,),
                    hint="use the native dialect for clusters on this machine",
                )
            )
        node = self._host(host.name, host.scope)
        if node.role is None and not node.classes:
            node = replace(node, classes=_listed(node))
        try:
            catalog = compile_node(node)
        except WikimediaError as error:
            # A key that is missing has no place that would tell the host.
            raise WikimediaError(
                error.category, [replace(found, host=host.name) for found in error.diagnostics]
            ) from error
        host.report(catalog.diagnostics)
        return catalog

    def _host(self, name: str, scope: Scope) -> Host:
        variables: Mapping[str, Any] = scope.variables
        # As Wikimedia runs them: production's server is strict, the one of Cloud VPS is not.
        strict = variables.get("realm") != "labs"
        role = variables.get("_role", variables.get("role"))
        if isinstance(role, str) and role_class(role) in CLASSES:
            scope = replace(scope, variables={**variables, "_role": role})
        else:
            role = None
        classes = _classes(self._inventory.hiera.find("classes", scope))
        hiera = self._inventory.strict_hiera if strict else self._inventory.hiera
        return Host(name, scope, hiera, strict, role, classes)

    def refusal(self, *hosts: str, level: Severity = Severity.ERROR) -> Diagnostic | None:
        """Return what is said where hosts of this dialect are to be operated."""
        who = f"{hosts[0]} is" if len(hosts) == 1 else f"{len(hosts)} hosts ({hosts[0]}, ...) are"
        return Diagnostic(
            "wikimedia-host",
            f"{who} in the Wikimedia dialect: compiled, rendered and explained here, but not applied",
            note="files and units of that dialect are those of Wikimedia's packages, which Puppet puts on its hosts",
            hint="set kafka_dialect to native to install and operate hosts from here",
            level=level,
        )

    def mirrors(self, host: str) -> tuple[Mirror, ...]:
        """Return the mirror of a host; its classes decide whether it has one, whatever else its data describes."""
        catalog = self._inventory.catalogs.get(host)
        if catalog is None or all(section.role != MIRROR for section in catalog.sections):
            return ()
        scope = self._inventory.scope(host)
        found = described_mirror(lambda key: self._inventory.hiera.find(key, scope), scope)
        return () if found is None else (found,)

    def client_strings(self, cluster: str) -> ClientStrings | None:
        """Return what Puppet's function kafka_config says of a cluster; its ZooKeepers carry no ports."""
        found = self._kafka_config(cluster).value
        return ClientStrings(cluster, found["brokers"]["string"], found["zookeeper"]["url"])

    def has_tls(self, host: str) -> bool:
        """Tell whether the parameter `ssl_enabled` of a host's profile::kafka::broker is true."""
        found = self._inventory.hiera.find(_SSL_ENABLED, self._inventory.scope(host))
        return found is not None and found.value is True

    def endpoints(self, cluster: str, protocol: SecurityProtocol) -> Endpoints:
        """Return where clients reach the brokers of a cluster, as kafka_config has them.

        That function takes any text for a port, but a cluster with such a port is none of the inventory's.
        """
        name = "ssl_string" if protocol is SecurityProtocol.SSL else "string"
        servers: str = self._kafka_config(cluster).value["brokers"][name]
        return parse_endpoints(servers, protocol) if servers else ()

    def _kafka_config(self, cluster: str) -> KafkaConfig:
        scope = self._inventory.discovery
        return kafka_config(lambda key: self._inventory.hiera.find(key, scope), scope, cluster, strict=False)


def _classes(found: Found | None) -> tuple[str, ...]:
    if found is None or not isinstance(found.value, list):
        return ()
    return tuple(str(name).removeprefix("::") for name in found.value)


def _listed(host: Host) -> tuple[str, ...]:
    """Return the classes of what the data lists a host as; the broker's comes first, as Puppet needs it."""
    return tuple(
        class_
        for class_, key, members in (
            ("profile::kafka::broker", "kafka_clusters", "brokers"),
            ("profile::zookeeper::server", "zookeeper_clusters", "hosts"),
        )
        if _lists(host.find(key), members, host.name)
    )


def _lists(found: Found | None, members: str, name: str) -> bool:
    clusters = found.value if found is not None else None
    for cluster in clusters.values() if isinstance(clusters, dict) else ():
        listed = cluster.get(members) if isinstance(cluster, dict) else None
        if isinstance(listed, dict) and name in listed:
            return True
    return False
