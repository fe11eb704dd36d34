"""Which classes the roles of Kafka and ZooKeeper include, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from hiera_kafka.dialects.wikimedia.broker import broker
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.jmx_exporter import DIRECTORY, PACKAGE
from hiera_kafka.dialects.wikimedia.mirror import mirror
from hiera_kafka.dialects.wikimedia.zookeeper import server

Declare = Callable[[Compilation], None]

_WITHOUT_MIRROR: Final = re.compile(r"kafka-jumbo100[1-6]")
"""Names of the brokers of jumbo that have no mirror."""


def _main(compilation: Compilation) -> None:
    broker.broker(compilation)
    if compilation.top_scope("realm").data == "production":
        mirror.mirror(compilation)


def _jumbo(compilation: Compilation) -> None:
    broker.broker(compilation)
    if not _WITHOUT_MIRROR.match(compilation.fact("hostname").text):
        mirror.mirror(compilation)


def _test(compilation: Compilation) -> None:
    broker.broker(compilation)
    mirror.mirror(compilation)


def _ensemble(compilation: Compilation) -> None:
    server.server(compilation)
    server.allow(compilation)


def _druid(compilation: Compilation) -> None:
    """Declare ZooKeeper on those workers that are members of their ensemble; Druid's own classes come before."""
    clusters = compilation.host.lookup("zookeeper_clusters").value
    name = compilation.host.lookup("profile::zookeeper::cluster_name").value
    ensemble = clusters.get(name) if isinstance(clusters, dict) else None
    members = ensemble.get("hosts") if isinstance(ensemble, dict) else None
    if isinstance(members, dict) and compilation.host.name in members:
        compilation.claim("path", DIRECTORY)
        compilation.claim("package", PACKAGE)
        _ensemble(compilation)


CLASSES: Final[dict[str, Declare]] = {
    "role::kafka::simple::broker": broker.broker,
    "role::kafka::main": _main,
    "role::kafka::jumbo::broker": _jumbo,
    "role::kafka::logging": broker.broker,
    "role::kafka::test::broker": _test,
    "role::configcluster": _ensemble,
    "role::zookeeper::test": _ensemble,
    "role::zookeeper::flink": _ensemble,
    "role::analytics_cluster::zookeeper": _ensemble,
    "role::cloud_analytics::config": server.server,
    "role::druid::analytics::worker": _druid,
    "role::druid::public::worker": _druid,
    "role::druid::test_analytics::worker": _druid,
    "profile::kafka::broker": broker.broker,
    "profile::kafka::mirror": mirror.mirror,
    "profile::zookeeper::server": server.server,
    "profile::zookeeper::firewall": server.allow,
}
"""Class to what it declares, for every class that has to do with Kafka or ZooKeeper servers."""


def role_class(role: str) -> str:
    """Return the class of a role: `kafka/main` is role::kafka::main."""
    return f"role::{role.replace('/', '::')}"
