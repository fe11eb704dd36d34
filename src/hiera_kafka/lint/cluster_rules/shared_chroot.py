"""Clusters that would write to the same place in ZooKeeper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hiera_kafka.errors import Position, Severity
from hiera_kafka.hiera.values.secrets import unquoted
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.clusters import (
    EnsembleView,
    KafkaView,
    data_position,
    ensemble_views,
    kafka_views,
    key_position,
)
from hiera_kafka.model.metadata import metadata_place

OPTION = "zookeeper.connect"


class SharedChroot(ClustersRule):
    """Two clusters at one path of one ensemble become one, and fight over ids and topics."""

    id = "shared-chroot"
    level = Severity.ERROR
    summary = "Each cluster has a path of its own in its ensemble."

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return each cluster whose path another cluster of the same ensemble has."""
        views = kafka_views(site)
        ensembles = ensemble_views(site)
        paths = [_path(ensembles, view) for view in views]
        for index, view in enumerate(views):
            for other, (hosts, path) in zip(views[:index], paths, strict=False):
                mine = paths[index]
                if path != mine[1] or hosts.isdisjoint(mine[0]) or _same(view, other):
                    continue
                places = [_place(one) for one in (view, other)]
                origins = [one.cluster.origin("config", OPTION) for one in (view, other)]
                shown = unquoted(path, *origins)
                if not _is_set(view):
                    places.reverse()
                yield self.finding(
                    f"{view.name} and {other.name} share the path {shown} in the same ensemble",
                    *places,
                    hint=f"remove {OPTION}: each cluster has a path of its own name",
                )


def _same(one: KafkaView, other: KafkaView) -> bool:
    """Return whether two views are of one cluster, which hosts of several scopes may each see in their own way."""
    return one.name == other.name


def _is_set(view: KafkaView) -> bool:
    return OPTION in view.cluster.model.config


def _place(view: KafkaView) -> Position | None:
    if _is_set(view):
        return data_position(view.cluster.origin("config", OPTION))
    return key_position(view.cluster, "zookeeper_cluster_name")


def _path(ensembles: Sequence[EnsembleView], view: KafkaView) -> tuple[frozenset[str], str]:
    """Return hosts of the ensemble and path of a cluster."""
    given = view.cluster.model.config.get(OPTION)
    if isinstance(given, str):
        hosts, slash, path = given.partition("/")
        return frozenset(part.strip().rpartition(":")[0] or part.strip() for part in hosts.split(",")), slash + path
    place = metadata_place(view.name, view.cluster.model)
    members = frozenset(host for other in ensembles if other.name == place.ensemble for host in other.ensemble.hosts)
    return members, place.chroot
