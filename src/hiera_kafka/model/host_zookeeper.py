"""A host as a member of a ZooKeeper ensemble."""

from __future__ import annotations

from hiera_kafka.errors import Diagnostic
from hiera_kafka.model.base import Traced
from hiera_kafka.model.clusters import Clusters
from hiera_kafka.model.host_roles import ZooKeeperNode
from hiera_kafka.model.membership import not_listed, only_one
from hiera_kafka.model.services import HostQuery, ServiceSource
from hiera_kafka.model.zookeeper import ZooKeeperSettings

ROLE = "zookeeper"
TABLE = "zookeeper_clusters"


def _nodes(
    query: HostQuery, settings: Traced[ZooKeeperSettings] | None
) -> tuple[tuple[ZooKeeperNode, ...], list[Diagnostic]]:
    if settings is None or ROLE not in query.roles:
        return (), []
    name, found = _ensemble_name(query.host, query.clusters, settings)
    return () if name is None else (ZooKeeperNode(name, query.clusters.ensembles[name], settings),), found


def _ensemble_name(
    host: str, clusters: Clusters, settings: Traced[ZooKeeperSettings]
) -> tuple[str | None, list[Diagnostic]]:
    listing = clusters.ensembles_of(host)
    for key, wanted in (
        ("profile::zookeeper::cluster_name", settings.model.cluster_name),
        ("zookeeper_cluster_name", settings.model.legacy_cluster_name),
    ):
        if wanted in listing:
            return wanted, []
        # The old top-level key may name the ensemble of a whole project, of which this host is no member.
        if wanted is not None and (key.startswith("profile::") or wanted not in clusters.ensembles):
            return None, [not_listed(host, key, wanted, list(clusters.ensembles), settings.origin(key))]
    return only_one(host, listing, TABLE, "profile::zookeeper::cluster_name", clusters.ensembles, "hosts")


ZOOKEEPER = ServiceSource(
    ROLE,
    _nodes,
    ZooKeeperSettings,
    "defaults of profile::zookeeper",
    TABLE,
    listed=lambda clusters, host: clusters.ensembles_of(host),
    members=lambda clusters: clusters.members,
)
