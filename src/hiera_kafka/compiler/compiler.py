"""From an inventory to the catalog of each host."""

from __future__ import annotations

import gc
import grp
import os
import pwd
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from hiera_kafka.access import NOTHING, Access
from hiera_kafka.catalog.option_check import check_options
from hiera_kafka.catalog.platform import Platform, hosts_platform, local_platform
from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.compiler.collected import Collected
from hiera_kafka.compiler.dialect_of_host import WIKIMEDIA, Dialects
from hiera_kafka.compiler.inventory import Inventory, load_inventory
from hiera_kafka.compiler.local_record import Recorded, read_recorded
from hiera_kafka.compiler.mirror_rules.checks import check_mirrors
from hiera_kafka.dialects.native.build import build_catalog
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Level, ModelError, Position, ProjectError
from hiera_kafka.hiera import Found, Hiera
from hiera_kafka.model.clusters import Clusters, build_clusters
from hiera_kafka.model.host import HostModel, build_host, check_settings
from hiera_kafka.scope import Scope


class Compiler:
    """Everything known of one inventory. Reading and checking happen once; catalogs are made when asked for."""

    def __init__(self, inventory: Inventory, recorded: Recorded | None = None) -> None:
        self.inventory = inventory
        self._recorded = recorded
        inventory.border.check(inventory.hiera_config, Position(str(inventory.path)))
        self.hiera = Hiera.load(inventory.hiera_config, settings=inventory.hiera_settings)
        self._dialects = Dialects(inventory, self.hiera)
        # With the values, since an id is that of one object only as long as the object is there.
        self._built: dict[tuple[int, int, bool], tuple[object, tuple[Clusters, list[Diagnostic]]]] = {}

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
        scope = Scope.of_discovery(self.inventory.variables)
        clusters, found = self._clusters(scope, discovery=True)
        if self._dialect(scope) == WIKIMEDIA:
            # What Puppet takes as it is, is not held against the native model.
            return clusters, ()
        # Variables of hosts are unknown here by design; the lookups of the hosts tell of those that nobody has.
        return clusters, tuple(diagnostic for diagnostic in found if diagnostic.id != "unknown-variable")

    def _dialect(self, scope: Scope) -> str | None:
        """Return the dialect of the discovery, None where the data says none that is known; its hosts tell of that."""
        try:
            return self._dialects.of(scope)
        except HieraKafkaError:
            return None

    def _clusters(self, scope: Scope, *, discovery: bool = False) -> tuple[Clusters, tuple[Diagnostic, ...]]:
        failed: dict[Diagnostic, None] = {}
        hashes: list[Found | None] = []
        for key in ("zookeeper_clusters", "kafka_clusters"):
            try:
                hashes.append(self.hiera.find(key, scope))
            except HieraKafkaError as error:
                failed.update(dict.fromkeys(error.diagnostics))
                hashes.append(None)
        warnings = [diagnostic for item in hashes if item for diagnostic in item.diagnostics]
        clusters, found = self._build(hashes[0], hashes[1], discovery=discovery)
        if failed:
            # The ensembles may well be there, in the table that could not be read.
            found = [diagnostic for diagnostic in found if diagnostic.id != "unknown-zookeeper-cluster"]
        return clusters, (*failed, *warnings, *found)

    def _build(
        self, zookeeper: Found | None, kafka: Found | None, *, discovery: bool
    ) -> tuple[Clusters, list[Diagnostic]]:
        """Build the clusters of one scope, once where several hosts see the very same data.

        Lookups share what no variable changes, so that the same object has the same origins as well.
        """
        values = tuple(found.value if found is not None else None for found in (zookeeper, kafka))
        if not all(value is None or isinstance(value, dict) for value in values):
            return build_clusters(zookeeper, kafka, discovery=discovery)
        key = (id(values[0]), id(values[1]), discovery)
        kept = self._built.get(key)
        if kept is None:
            kept = self._built[key] = (values, build_clusters(zookeeper, kafka, discovery=discovery))
        return kept[1]

    @cached_property
    def hosts(self) -> tuple[str, ...]:
        """Every host that the data or the inventory names, sorted.

        In an inventory of Wikimedia's dialect its nodes, where it has any: the data of one project of theirs lists
        the brokers of all.

        Raises:
            ModelError: No host at all.
        """
        nodes = self.inventory.model.nodes
        if nodes and self.inventory.model.kafka_dialect == WIKIMEDIA:
            return tuple(sorted(nodes))
        clusters, diagnostics = self._discovered
        named = {*clusters.hosts(), *nodes}
        if not named and not any(d.level is Level.ERROR for d in diagnostics):
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
        with _uncollected():
            return self._compile()

    def _compile(self) -> _Compiled:
        discovered, diagnostics = self._discovered
        found = Collected((*self.inventory.diagnostics, *diagnostics))
        models: dict[str, HostModel] = {}
        catalogs: dict[str, Catalog] = {}
        for host in self.hosts:
            with found.of_host(host):
                scope = self.scope(host)
                if self._dialects.of(scope) == WIKIMEDIA:
                    catalogs[host] = self._dialects.catalog(host, scope)
                    found.add(catalogs[host].diagnostics)
                    found.add(check_options(catalogs[host], lenient=True))
                    continue
                model = self._host(host, scope, discovered, found)
                if model is not None:
                    models[host] = model
        with found:
            platform = self.platform
            for host, model in models.items():
                with found.of_host(host):
                    catalogs[host] = build_catalog(model, platform)
                    found.add(check_options(catalogs[host]))
        found.add(check_mirrors(models, catalogs))
        return _Compiled(models, catalogs, tuple(found))

    def _host(self, host: str, scope: Scope, discovered: Clusters, found: Collected) -> HostModel | None:
        find = _Finder(self.hiera, scope, found)
        clusters, more = self._clusters(scope)
        found.add(more)
        model = None
        if _errors(more):
            found.add(check_settings(host, clusters, find))
        else:
            found.add(_disagreements(host, discovered, clusters))
            model, more_ = build_host(host, clusters, find, scope.variables)
            found.add(more_)
        # Warnings of whole files, such as a key that stands there twice, belong to no lookup.
        found.add(self.hiera.diagnostics(scope))
        return model

    def is_native(self, host: str) -> bool:
        """Tell whether a host is in the native dialect, or in none that is known (its compilation tells of that)."""
        return self._dialect(self.scope(host)) != WIKIMEDIA

    @property
    def strings_of_puppet(self) -> bool:
        """Whether clients are told what Puppet tells them: where the inventory as a whole is in Wikimedia's dialect."""
        return self._dialect(Scope.of_discovery(self.inventory.variables)) == WIKIMEDIA

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
            raise ModelError(sorted(self.diagnostics, key=lambda d: (d.level is not Level.ERROR, d.where)))
        return self.diagnostics

    def model(self, host: str) -> HostModel:
        """Return what `host` is.

        Raises:
            ModelError: The data has errors, of whichever host, or the host is in Wikimedia's dialect.
            ProjectError: No such host.
        """
        self.check()
        self._known(host)
        model = self._compiled.models.get(host)
        if model is None:
            raise ModelError(not_native(host))
        return model

    def _known(self, host: str) -> None:
        if host in self._compiled.catalogs:
            return
        known = ", ".join(self.hosts)
        raise ProjectError(
            Diagnostic(
                "unknown-host",
                f"host {host!r} is not in the inventory, known are: {known}",
                where=(Position(str(self.inventory.path)),),
                hint="give the full name, as the data has it",
            )
        )

    @cached_property
    def platform(self) -> Platform:
        """What kind of machines the hosts are."""
        java_home = self.inventory.model.java_home
        if self.inventory.model.platform == "hosts":
            return hosts_platform() if java_home is None else hosts_platform(java_home)
        state = self.inventory.state_dir
        if state is None:  # load_inventory refuses that
            raise AssertionError("platform local without state_dir")
        where = (Position(str(self.inventory.path)),)
        recorded = (self._recorded or read_recorded(state)).with_hosts(self.hosts, where)
        return local_platform(
            roots={host: str(state / host) for host in self.hosts},
            addresses={host: recorded.addresses[host] for host in self.hosts},
            user=_user_name(),
            group=_group_name(),
            java_home=java_home or recorded.java_home or "/usr/lib/jvm/default-java",
        )

    def catalog(self, host: str) -> Catalog:
        """Return what `host` must be.

        Raises:
            HieraKafkaError: The data has errors.
        """
        self.check()
        self._known(host)
        return replace(self._compiled.catalogs[host], diagnostics=self.diagnostics)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of cycles off meanwhile.

    All that is made here is kept and holds no cycles. The collector would go through it again and again, so that each
    host of a large site would take longer than one of a small site.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(frozen=True)
class _Compiled:
    models: Mapping[str, HostModel]
    catalogs: Mapping[str, Catalog]
    diagnostics: tuple[Diagnostic, ...]


def not_native(*hosts: str, level: Level = Level.ERROR) -> Diagnostic:
    """Return what is said where only hosts of the native dialect are served."""
    who = f"{hosts[0]} is" if len(hosts) == 1 else f"{len(hosts)} hosts ({hosts[0]}, ...) are"
    return Diagnostic(
        "wikimedia-host",
        f"{who} in the Wikimedia dialect: compiled, rendered and explained here, but not applied",
        note="files and units of that dialect are those of Wikimedia's packages, which Puppet puts on its hosts",
        hint="set kafka_dialect to native to install and operate hosts from here",
        level=level,
    )


def _user_name() -> str:
    """Return the name of the calling user; in a container it may have none, and its number stands for it."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _group_name() -> str:
    try:
        return grp.getgrgid(os.getgid()).gr_name
    except KeyError:
        return str(os.getgid())


def _errors(diagnostics: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return [diagnostic for diagnostic in diagnostics if diagnostic.level is Level.ERROR]


class _Finder:
    """Looks keys up in one scope; a key that cannot be read is kept as a Diagnostic, so that the others are checked."""

    def __init__(self, hiera: Hiera, scope: Scope, found: Collected) -> None:
        self._hiera = hiera
        self._scope = scope
        self._found = found

    def __call__(self, key: str) -> Found | None:
        with self._found:
            found = self._hiera.find(key, self._scope)
            if found is not None:
                self._found.add(found.diagnostics)
            return found
        return None


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
