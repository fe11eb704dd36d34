"""ZooKeeper ensembles, as `zookeeper_clusters` and `profile::zookeeper::*` describe them."""

from __future__ import annotations

from pydantic import Field

from hiera_kafka.model.base import ClusterName, Count, Host, MyId, Port, Scalar, StrictModel, Ticks
from hiera_kafka.model.texts import HeapSize, UnixPath

CLIENT_PORT = 2181
FOLLOWER_PORT = 2182
"""Wikimedia's port of followers (ZooKeeper's own examples use 2888); firewalls there know 2181 to 2183."""
ELECTION_PORT = 2183


class Ensemble(StrictModel):
    """One entry of `zookeeper_clusters`.

    See also: `profile::zookeeper::server` of Wikimedia's Puppet.
    """

    public = frozenset({"hosts"})

    hosts: dict[Host, MyId]
    """Mapping of FQDN to myid."""
    ipv6: bool = True
    """Read by Wikimedia's Kubernetes egress lists only."""
    heap_size: HeapSize | None = None
    """Heap of each member, as the JVM writes it; Wikimedia's Puppet has no key for it."""


class ZooKeeperSettings(StrictModel):
    """What one ZooKeeper host looks up; field aliases are the Hiera keys."""

    public = frozenset(
        {"zookeeper_cluster_name", "profile::zookeeper::cluster_name", "profile::zookeeper::override_java_home"}
    )

    legacy_cluster_name: ClusterName | None = Field(default=None, alias="zookeeper_cluster_name")
    """Ensemble of the host where it is listed in several; the page's name of the key below."""
    cluster_name: ClusterName | None = Field(default=None, alias="profile::zookeeper::cluster_name")
    """Ensemble of the host where it is listed in several."""
    max_client_connections: Count = Field(default=1024, alias="profile::zookeeper::max_client_connections")
    """Connections from one address, `maxClientCnxns`."""
    sync_limit: Ticks = Field(default=8, alias="profile::zookeeper::sync_limit")
    """Ticks that a follower may lag behind, `syncLimit`."""
    override_java_home: UnixPath | None = Field(default=None, alias="profile::zookeeper::override_java_home")
    """`JAVA_HOME` of ZooKeeper in place of the platform's."""
    config: dict[str, Scalar] = Field(default_factory=dict, alias="kafka_zookeeper_config", repr=False)
    """Further lines of zoo.cfg; a key of our own."""
    jmx_port: Port | None = Field(default=None, alias="kafka_zookeeper_jmx_port")
    """JMX of ZooKeeper, on loopback and with a login; none by default. A key of our own."""
