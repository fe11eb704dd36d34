"""From the hashes `zookeeper_clusters` and `kafka_clusters` to models, and what must hold among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from pydantic import ValidationError

from hiera_kafka.errors import Diagnostic, Severity, nearest
from hiera_kafka.hiera import Found
from hiera_kafka.hiera.values.secrets import quoted
from hiera_kafka.model.base import (
    CLUSTER_NAME_RULE,
    StrictModel,
    Traced,
    diagnostics_of,
    in_the_clear,
    is_cluster_name,
    is_host,
    quotes_hint,
    secret_names,
    shown,
    whole_number,
)
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.metadata import Metadata, metadata_of
from hiera_kafka.model.zookeeper import Ensemble
from hiera_kafka.source import Key, Origin, Trace

S = TypeVar("S", bound=StrictModel)


@dataclass(frozen=True)
class Clusters:
    """All ensembles and clusters of one scope, by name.

    Attributes:
        ensembles: The valid entries of `zookeeper_clusters`.
        kafka: The valid entries of `kafka_clusters`.
        members: Hosts that any entry of `zookeeper_clusters` lists, valid or not.
        brokers: Hosts that any entry of `kafka_clusters` lists, valid or not.
        kafka_names: Names of all entries of `kafka_clusters`, valid or not.
    """

    ensembles: Mapping[str, Traced[Ensemble]] = field(default_factory=dict)
    kafka: Mapping[str, Traced[KafkaCluster]] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    brokers: tuple[str, ...] = ()
    kafka_names: tuple[str, ...] = ()

    def hosts(self) -> tuple[str, ...]:
        """Return every host that is named, in the order of the data, ensembles first."""
        return tuple(dict.fromkeys((*self.members, *self.brokers)))

    def metadata_of(self, name: str) -> Metadata | None:
        """Return where the Kafka cluster `name` keeps its metadata, None where that is unknown or has errors."""
        return metadata_of(name, self.kafka[name], self.ensembles)

    def is_whole(self, host: str) -> bool:
        """Tell whether every entry that lists `host` is valid, and so is the ensemble below its brokers."""
        listing = self.kafka_of(host)
        return (
            (bool(self.ensembles_of(host)) or host not in self.members)
            and (bool(listing) or host not in self.brokers)
            and all(self.metadata_of(name) is not None for name in listing)
        )

    def ensembles_of(self, host: str) -> list[str]:
        """Return the names of the ensembles that list `host`."""
        return list(self._ensembles_by_host.get(host, ()))

    def kafka_of(self, host: str) -> list[str]:
        """Return the names of the Kafka clusters that list `host`."""
        return list(self._kafka_by_host.get(host, ()))

    # Every host asks, and a site has about as many clusters as hosts: going through all of them would be quadratic.
    @cached_property
    def _ensembles_by_host(self) -> dict[str, list[str]]:
        return _by_host((name, ensemble.model.hosts) for name, ensemble in self.ensembles.items())

    @cached_property
    def _kafka_by_host(self) -> dict[str, list[str]]:
        return _by_host((name, cluster.model.brokers) for name, cluster in self.kafka.items())


def _by_host(members: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, hosts in members:
        for host in hosts:
            found.setdefault(host, []).append(name)
    return found


def build_clusters(
    zookeeper: Found | None, kafka: Found | None, *, discovery: bool = False
) -> tuple[Clusters, list[Diagnostic]]:
    """Build all models of one scope.

    Args:
        zookeeper: What `zookeeper_clusters` is there; None when nothing is found.
        kafka: What `kafka_clusters` is there.
        discovery: Whether the scope is that of no host. Keys such as `%{facts.fqdn}` are empty then, and entries with
            one are left to the scopes of the hosts.

    Returns:
        The clusters that are valid, and every Diagnostic.
    """
    ensembles, found = _build(zookeeper, "zookeeper_clusters", Ensemble, "hosts" if discovery else None)
    clusters, more = _build(kafka, "kafka_clusters", KafkaCluster, "brokers" if discovery else None)
    found += more
    # What holds among entries is checked in the plain data, so that a fault elsewhere in an entry does not hide it.
    for name, raw, trace in _entries(zookeeper, "zookeeper_clusters", "hosts" if discovery else None):
        found += _check_members(name, raw, trace, "hosts", ())
    known = [str(key) for key in _names(zookeeper)]
    for name, raw, trace in _entries(kafka, "kafka_clusters", "brokers" if discovery else None):
        found += _check_members(name, raw, trace, "brokers", ("id",))
        found += _check_ensemble(name, raw, trace, known)
    if not discovery:
        found += _named_twice(zookeeper, kafka)
    names = tuple(str(key) for key in _names(kafka))
    return Clusters(ensembles, clusters, _listed(zookeeper, "hosts"), _listed(kafka, "brokers"), names), found


def _names(found: Found | None) -> list[Any]:
    if found is None or not isinstance(found.value, dict):
        return []
    return _public_keys(found.value, found.trace)


def _named_twice(zookeeper: Found | None, kafka: Found | None) -> Iterator[Diagnostic]:
    """Yield the hosts that stand in the tables under names which DNS takes, or may take, for one."""
    spellings: dict[str, dict[str, Origin]] = {}
    for found, table, what in ((zookeeper, "zookeeper_clusters", "hosts"), (kafka, "kafka_clusters", "brokers")):
        for _, raw, trace in _entries(found, table, None):
            members = raw.get(what)
            for host in _public_keys(members, trace.sub(what)) if isinstance(members, dict) else ():
                if is_host(host):
                    spellings.setdefault(host.lower(), {}).setdefault(host, trace.key(what, host))
    for spelt in spellings.values():
        if len(spelt) > 1:
            yield Diagnostic(
                "host-named-twice",
                f"{' and '.join(spelt)} are one host, since names in DNS have no case",
                where=tuple(position for origin in spelt.values() for position in origin.positions()[:1]),
                hint=f"write {next(iter(spelt)).lower()} everywhere",
            )
    full: dict[str, list[str]] = {}
    for host in spellings:
        full.setdefault(host.partition(".")[0], []).append(host)
    for short, hosts in full.items():
        others = [host for host in hosts if host != short]
        if short in spellings and others:
            names = [short, *others]
            yield Diagnostic(
                "host-named-twice",
                f"{' and '.join(names)} look like one host, once by its short and once by its full name",
                where=tuple(p for name in names for o in spellings[name].values() for p in o.positions()[:1]),
                note="each name is a host of its own in the inventory; a run that finds both on one machine is refused",
                hint=f"write {others[0]} everywhere, or leave it so where they are two machines",
                level=Severity.WARNING,
            )


def _listed(found: Found | None, what: str) -> tuple[str, ...]:
    if found is None or not isinstance(found.value, dict):
        return ()
    listed: dict[str, None] = {}
    for name in _public_keys(found.value, found.trace):
        entry = found.value[name]
        hosts = entry.get(what) if isinstance(entry, dict) else None
        if isinstance(hosts, dict):
            listed.update(dict.fromkeys(filter(is_host, _public_keys(hosts, found.trace.sub(name, what)))))
    return tuple(listed)


def _public_keys(value: Mapping[Any, Any], trace: Trace) -> list[Any]:
    """Return the keys of a hash but those that a secret was put into."""
    secret = trace.secret_keys
    return [key for key in value if key not in secret]


def _build(
    found: Found | None, name: str, model: type[S], unnamed: str | None
) -> tuple[dict[str, Traced[S]], list[Diagnostic]]:
    """Build one table; entries whose name, or a key of whose hash `unnamed`, is empty are left out."""
    built: dict[str, Traced[S]] = {}
    diagnostics: list[Diagnostic] = []
    if found is None:
        return built, diagnostics
    if not isinstance(found.value, dict):
        where = found.trace.origin.positions()[:1]
        message = f"{name} must be a hash of cluster names, found {quoted(found.value, found.origin, form=shown)}"
        return built, [Diagnostic("wrong-type", message, where=where)]
    secret = found.trace.secret_keys
    diagnostics += secret_names(name, found.trace)
    for key, raw in found.value.items():
        trace = found.trace.sub(key)
        label = f"{name}.{key}"
        if _is_unnamed(key, raw, unnamed):
            continue
        if key in secret:
            continue
        if not is_cluster_name(key):
            message = f"{label}: {shown(key)} is no cluster name, {CLUSTER_NAME_RULE}"
            where = found.trace.key(key).positions()[:1]
            hint = quotes_hint(key, "rename the cluster")
            diagnostics.append(Diagnostic("cluster-name-invalid", message, where=where, hint=hint))
            continue
        if not isinstance(raw, dict):
            message = f"{label} must be a hash, found {quoted(raw, trace.origin, form=shown)}"
            diagnostics.append(Diagnostic("wrong-type", message, where=trace.origin.positions()[:1]))
            continue
        secrets = in_the_clear(model, raw, trace, label)
        if secrets:
            diagnostics += secrets
            continue
        try:
            built[str(key)] = Traced(model.model_validate(raw), raw, trace, label)
        except ValidationError as error:
            diagnostics += diagnostics_of(error, model, trace, label)
    return built, diagnostics


def _entries(found: Found | None, table: str, unnamed: str | None) -> Iterator[tuple[str, Mapping[Any, Any], Trace]]:
    """Yield name, data and origins of each entry that is a hash; those of no host in particular are left out."""
    if found is None or not isinstance(found.value, dict):
        return
    for key in _public_keys(found.value, found.trace):
        raw = found.value[key]
        if isinstance(raw, dict) and not _is_unnamed(key, raw, unnamed):
            yield f"{table}.{key}", raw, found.trace.sub(key)


def _is_unnamed(key: object, raw: object, members: str | None) -> bool:
    if members is None:
        return False
    hosts = raw.get(members) if isinstance(raw, dict) else None
    return key == "" or (isinstance(hosts, dict) and "" in hosts)


def _check_members(
    name: str, raw: Mapping[Any, Any], trace: Trace, what: str, id_path: tuple[Key, ...]
) -> list[Diagnostic]:
    members = raw.get(what)
    if not isinstance(members, dict):
        return []
    if not members:
        return [
            Diagnostic(
                f"empty-{what}",
                f"{name}.{what} is empty, a cluster needs at least one",
                where=trace.key(what).positions()[:1],
                hint="add a host, or remove the cluster",
            )
        ]
    by_id: dict[int, list[str]] = {}
    for host in _public_keys(members, trace.sub(what)):
        member = members[host]
        value = member.get("id") if id_path and isinstance(member, dict) else member
        number = whole_number(value)
        if number is not None:
            by_id.setdefault(number, []).append(host)
    kind = "broker id" if what == "brokers" else "myid"

    def origins(hosts: list[str]) -> Iterator[Origin]:
        return (trace.at(what, host, *id_path) for host in hosts)

    return [
        Diagnostic(
            f"duplicate-{kind.replace(' ', '-')}",
            f"{kind} {quoted(number, *origins(hosts), form=str)} is given to {len(hosts)} hosts of {name}: "
            f"{', '.join(hosts)}",
            where=tuple(position for origin in origins(hosts) for position in origin.positions()[:1]),
            hint="give each host a number of its own; do not change that of a host that already holds data",
        )
        for number, hosts in by_id.items()
        if len(hosts) > 1
    ]


def _check_ensemble(name: str, raw: Mapping[Any, Any], trace: Trace, known: list[str]) -> list[Diagnostic]:
    wanted = raw.get("zookeeper_cluster_name")
    if not is_cluster_name(wanted) or wanted in known:
        return []
    origin = trace.at("zookeeper_cluster_name")
    near = None if origin.secret else nearest(str(wanted), known)
    names = f"known are: {', '.join(known)}" if known else "and zookeeper_clusters names none"
    return [
        Diagnostic(
            "unknown-zookeeper-cluster",
            f"{name} names the ZooKeeper cluster {quoted(wanted, origin)}, {names}",
            where=origin.positions()[:1],
            hint=f"did you mean {near!r}?" if near else "add it to zookeeper_clusters, or name one that is there",
        )
    ]
