"""From the hashes `zookeeper_clusters` and `kafka_clusters` to models, and what must hold among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from hiera_kafka.errors import Diagnostic, nearest
from hiera_kafka.hiera import Found
from hiera_kafka.model.base import StrictModel, Traced, diagnostics_of, shown
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.zookeeper import Ensemble

S = TypeVar("S", bound=StrictModel)


@dataclass(frozen=True)
class Clusters:
    """All ensembles and clusters of one scope, by name."""

    ensembles: Mapping[str, Traced[Ensemble]] = field(default_factory=dict)
    kafka: Mapping[str, Traced[KafkaCluster]] = field(default_factory=dict)

    def hosts(self) -> tuple[str, ...]:
        """Return every host that is named, in the order of the data, ensembles first."""
        named: dict[str, None] = {}
        for ensemble in self.ensembles.values():
            named.update(dict.fromkeys(ensemble.model.hosts))
        for cluster in self.kafka.values():
            named.update(dict.fromkeys(cluster.model.brokers))
        return tuple(named)

    def ensembles_of(self, host: str) -> list[str]:
        """Return the names of the ensembles that list `host`."""
        return [name for name, ensemble in self.ensembles.items() if host in ensemble.model.hosts]

    def kafka_of(self, host: str) -> list[str]:
        """Return the names of the Kafka clusters that list `host`."""
        return [name for name, cluster in self.kafka.items() if host in cluster.model.brokers]


def build_clusters(zookeeper: Found | None, kafka: Found | None) -> tuple[Clusters, list[Diagnostic]]:
    """Build all models of one scope.

    Args:
        zookeeper: What `zookeeper_clusters` is there; None when nothing is found.
        kafka: What `kafka_clusters` is there.

    Returns:
        The clusters that are valid, and every Diagnostic.
    """
    ensembles, found = _build(zookeeper, "zookeeper_clusters", Ensemble)
    clusters, more = _build(kafka, "kafka_clusters", KafkaCluster)
    found += more
    for ensemble in ensembles.values():
        found += _check_members(
            ensemble, "hosts", {host: (id_, ("hosts", host)) for host, id_ in ensemble.model.hosts.items()}
        )
    for cluster in clusters.values():
        brokers = {host: (broker.id, ("brokers", host, "id")) for host, broker in cluster.model.brokers.items()}
        found += _check_members(cluster, "brokers", brokers)
        # An ensemble that is there but broken has its own Diagnostic; calling it unknown would mislead.
        named = list(zookeeper.value) if zookeeper is not None and isinstance(zookeeper.value, dict) else []
        found += _check_ensemble(cluster, named)
    return Clusters(ensembles, clusters), found


def _build(found: Found | None, name: str, model: type[S]) -> tuple[dict[str, Traced[S]], list[Diagnostic]]:
    built: dict[str, Traced[S]] = {}
    diagnostics: list[Diagnostic] = []
    if found is None:
        return built, diagnostics
    if not isinstance(found.value, dict):
        where = found.trace.origin.positions()[:1]
        message = f"{name} must be a hash of cluster names, found {shown(found.value)}"
        return built, [Diagnostic("wrong-type", message, where=where)]
    for key, raw in found.value.items():
        trace = found.trace.sub(key)
        label = f"{name}.{key}"
        if not isinstance(raw, dict):
            message = f"{label} must be a hash, found {shown(raw)}"
            diagnostics.append(Diagnostic("wrong-type", message, where=trace.origin.positions()[:1]))
            continue
        try:
            built[str(key)] = Traced(model.model_validate(raw), raw, trace, label)
        except ValidationError as error:
            diagnostics += diagnostics_of(error, model, trace, label)
    return built, diagnostics


def _check_members(
    cluster: Traced[S], what: str, members: Mapping[str, tuple[int, tuple[str, ...]]]
) -> list[Diagnostic]:
    if not members:
        return [
            Diagnostic(
                f"empty-{what}",
                f"{cluster.name}.{what} is empty, a cluster needs at least one",
                where=cluster.trace.key(what).positions()[:1],
                hint="add a host, or remove the cluster",
            )
        ]
    by_id: dict[int, list[str]] = {}
    for host, (number, _) in members.items():
        by_id.setdefault(number, []).append(host)
    kind = "broker id" if what == "brokers" else "myid"
    return [
        Diagnostic(
            f"duplicate-{kind.replace(' ', '-')}",
            f"{kind} {number} is given to {len(hosts)} hosts of {cluster.name}: {', '.join(hosts)}",
            where=tuple(p for host in hosts for p in cluster.trace.at(*members[host][1]).positions()[:1]),
            hint="give each host a number of its own; do not change that of a host that already holds data",
        )
        for number, hosts in by_id.items()
        if len(hosts) > 1
    ]


def _check_ensemble(cluster: Traced[KafkaCluster], known: list[str]) -> list[Diagnostic]:
    name = cluster.model.zookeeper_cluster_name
    if name in known:
        return []
    near = nearest(name, known)
    names = f"known are: {', '.join(known)}" if known else "and zookeeper_clusters names none"
    return [
        Diagnostic(
            "unknown-zookeeper-cluster",
            f"{cluster.name} names the ZooKeeper cluster {name!r}, {names}",
            where=cluster.trace.at("zookeeper_cluster_name").positions()[:1],
            hint=f"did you mean {near!r}?" if near else "add it to zookeeper_clusters, or name one that is there",
        )
    ]
