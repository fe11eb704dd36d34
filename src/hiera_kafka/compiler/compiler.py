"""From an inventory to the catalog of each host."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from hiera_kafka import collector
from hiera_kafka.access import NOTHING, Access
from hiera_kafka.catalog.option_check import check_options
from hiera_kafka.catalog.platform import Platform
from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.compiler.cluster_lookup import ClusterLookup
from hiera_kafka.compiler.collected import Collected
from hiera_kafka.compiler.dialect_of_host import Dialects
from hiera_kafka.compiler.inventory import Inventory, load_inventory
from hiera_kafka.compiler.inventory_platform import platform_of
from hiera_kafka.compiler.local_record import Recorded
from hiera_kafka.compiler.mirror_rules.checks import check_mirrors
from hiera_kafka.dialects.base import Dialect, HostData
from hiera_kafka.errors import Diagnostic, ModelError, Position, ProjectError, Severity
from hiera_kafka.hiera import Found, Hiera
from hiera_kafka.model.clusters import Clusters
from hiera_kafka.model.mirror.mirror import Mirror
from hiera_kafka.model.services import HostModel
from hiera_kafka.scope import Scope


class Compiler:
    """Everything known of one inventory. Reading and checking happen once; catalogs are made when asked for."""

    def __init__(self, inventory: Inventory, recorded: Recorded | None = None) -> None:
        self.inventory = inventory
        self._recorded = recorded
        inventory.border.check(inventory.hiera_config, Position(str(inventory.path)))
        self.hiera = Hiera.load(inventory.hiera_config, settings=inventory.hiera_settings)
        self._dialects = Dialects(self, inventory.model.kafka_dialect)
        self._cluster_lookup = ClusterLookup(self.hiera)

    @classmethod
    def load(cls, path: Path, access: Access = NOTHING) -> Compiler:
        """Read the inventory file `path`, or the one in that directory.

        Args:
            path: The file or directory.
            access: What the caller lets its data reach beyond the repository.

        Raises:
            HieraKafkaError: It, or hiera.yaml, is missing or wrong, or leads out of the repository.
        """
        return cls(load_inventory(path, access))

    @cached_property
    def _discovered(self) -> tuple[Clusters, tuple[Diagnostic, ...]]:
        """The one lookup that names the hosts, in the inventory's scope alone."""
        clusters, found = self._cluster_lookup.of(self.discovery, discovery=True)
        if not self.dialect.is_strict:
            return clusters, ()
        # Variables of hosts are unknown here by design; the lookups of the hosts tell of those that nobody has.
        return clusters, tuple(diagnostic for diagnostic in found if diagnostic.id != "unknown-variable")

    @cached_property
    def discovery(self) -> Scope:
        """The scope of the lookup that names the hosts, which has no facts."""
        return Scope.of_discovery(self.inventory.variables)

    @cached_property
    def dialect(self) -> Dialect:
        """The dialect of the inventory as a whole."""
        return self._dialects.of_any(self.discovery)

    def dialect_of(self, host: str) -> Dialect:
        """Return the dialect of a host, the native one where its data names none that is known."""
        return self._dialects.of_any(self.scope(host))

    @cached_property
    def strict_hiera(self) -> Hiera:
        """The same data under a server that refuses unknown variables."""
        settings = replace(self.inventory.hiera_settings, strict="error")
        return Hiera.load(self.inventory.hiera_config, settings=settings)

    @property
    def position(self) -> Position:
        """The inventory file."""
        return Position(str(self.inventory.path))

    @property
    def is_local(self) -> bool:
        """Whether the hosts are processes on this machine."""
        return self.inventory.model.platform != "hosts"

    def clusters_of(self, scope: Scope) -> tuple[Clusters, tuple[Diagnostic, ...]]:
        """Return all clusters as one scope sees them, and what is wrong with them."""
        return self._cluster_lookup.of(scope)

    @cached_property
    def hosts(self) -> tuple[str, ...]:
        """Every host that the data or the inventory names, sorted.

        In a dialect whose clusters list hosts of others, the nodes of the inventory alone, where it has any.

        Raises:
            ModelError: No host at all.
        """
        nodes = self.inventory.model.nodes
        if nodes and not self._dialects.default.lists_all_hosts:
            return tuple(sorted(nodes))
        clusters, diagnostics = self._discovered
        named = {*clusters.hosts(), *nodes}
        if not named and not any(d.level is Severity.ERROR for d in diagnostics):
            raise ModelError(
                Diagnostic(
                    "no-hosts",
                    "the data names no host: zookeeper_clusters and kafka_clusters are empty or not found",
                    where=(Position(str(self.inventory.hiera_config)),),
                    hint="add a cluster (README shows the smallest data), or name hosts under `nodes` of the inventory",
                )
            )
        return tuple(sorted(named))

    def scope(self, host: str) -> Scope:
        """Return the scope that `host` is looked up in: recorded facts only."""
        node = self.inventory.model.nodes.get(host)
        variables: dict[str, Any] = dict(self.inventory.variables)
        if node is not None:
            variables |= node.variables
            if node.role is not None:
                variables["role"] = node.role
        scope = Scope.of_host(
            host,
            facts=node.facts if node else None,
            variables=variables,
            trusted=node.trusted if node else None,
        )
        return Scope(scope.facts, scope.variables, scope.trusted, scope.server_facts, self.inventory.model.environment)

    def lookup(self, key: str, host: str, merge: str | Mapping[str, Any] | None = None) -> Found:
        """Look a key up in a host's scope.

        Raises:
            HieraError: Not found, or not readable.
        """
        return self.hiera.lookup(key, self.scope(host), merge=merge)

    @cached_property
    def _compiled(self) -> _Compiled:
        """Models and catalogs of all hosts, as far as the data lets them be made, and all that is wrong with it."""
        with collector.paused():
            return self._compile()

    def _compile(self) -> _Compiled:
        found = Collected((*self.inventory.diagnostics, *self._discovered[1]))
        begun: dict[str, tuple[Dialect, HostData, HostModel | None]] = {}
        for host in self.hosts:
            with found.of_host(host):
                data = self._data_of(host, found)
                dialect = self._dialects.of(data.scope)
                begun[host] = dialect, data, dialect.model(data)
        with found:
            _ = self.platform  # what is wrong with it is no host's own
        catalogs: dict[str, Catalog] = {}
        for host, (dialect, data, model) in begun.items():
            with found.of_host(host):
                catalog = dialect.catalog(data, model)
                if catalog is not None:
                    catalogs[host] = catalog
                    found.add(check_options(catalog, lenient=not dialect.is_strict))
        models = {host: model for host, (_, _, model) in begun.items() if model is not None}
        found.add(check_mirrors(models, catalogs))
        return _Compiled(models, catalogs, tuple(found))

    def _data_of(self, host: str, found: Collected) -> HostData:
        scope = self.scope(host)

        def find(key: str) -> Found | None:
            with found:
                value = self.hiera.find(key, scope)
                if value is not None:
                    found.add(value.diagnostics)
                return value
            return None

        return HostData(host, scope, find, found.add)

    @property
    def clusters(self) -> Clusters:
        """All clusters as the inventory's own scope sees them."""
        return self._discovered[0]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every error and warning in the data of all hosts."""
        return self._compiled.diagnostics

    @property
    def models(self) -> Mapping[str, HostModel]:
        """The models of all hosts whose data lets one be made, whatever is wrong elsewhere."""
        return self._compiled.models

    @property
    def catalogs(self) -> Mapping[str, Catalog]:
        """The catalogs of all hosts whose data lets one be made, whatever is wrong elsewhere."""
        return self._compiled.catalogs

    def check(self) -> tuple[Diagnostic, ...]:
        """Return the warnings of all hosts.

        Raises:
            ModelError: The data has errors; all of them, and the warnings, at once.
        """
        errors = _errors(self.diagnostics)
        if errors:
            raise ModelError(sorted(self.diagnostics, key=lambda d: (d.level is not Severity.ERROR, d.where)))
        return self.diagnostics

    def model(self, host: str) -> HostModel:
        """Return what `host` is.

        Raises:
            ModelError: The data has errors, of whichever host, or the host is not operated from here.
            ProjectError: No such host.
        """
        self.check()
        self._known(host)
        model = self._compiled.models.get(host)
        if model is None:
            raise ModelError(self.refusals((host,)))
        return model

    def refusals(self, hosts: Iterable[str], level: Severity = Severity.ERROR) -> tuple[Diagnostic, ...]:
        """Return what is said of those hosts that are not operated from here, once for each dialect."""
        found: dict[str, tuple[Dialect, list[str]]] = {}
        for host in hosts:
            dialect = self.dialect_of(host)
            found.setdefault(dialect.name, (dialect, []))[1].append(host)
        refusals = (dialect.refusal(*named, level=level) for dialect, named in found.values())
        return tuple(refusal for refusal in refusals if refusal is not None)

    def mirrors_on(self, host: str) -> tuple[Mirror, ...]:
        """Return the mirrors that a host runs.

        Raises:
            HieraError: A lookup failed.
        """
        return self.dialect_of(host).mirrors(host)

    def _known(self, host: str) -> None:
        if host in self._compiled.catalogs:
            return
        known = ", ".join(self.hosts)
        raise ProjectError(
            Diagnostic(
                "unknown-host",
                f"host {host!r} is not in the inventory, known are: {known}",
                where=(self.position,),
                hint="give the full name, as the data has it",
            )
        )

    @cached_property
    def platform(self) -> Platform:
        """What kind of machines the hosts are."""
        return platform_of(self.inventory, self.hosts, self._recorded)

    def catalog(self, host: str) -> Catalog:
        """Return what `host` must be.

        Raises:
            HieraKafkaError: The data has errors.
        """
        self.check()
        self._known(host)
        return replace(self._compiled.catalogs[host], diagnostics=self.diagnostics)


@dataclass(frozen=True)
class _Compiled:
    models: Mapping[str, HostModel]
    catalogs: Mapping[str, Catalog]
    diagnostics: tuple[Diagnostic, ...]


def _errors(diagnostics: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return [diagnostic for diagnostic in diagnostics if diagnostic.level is Severity.ERROR]
