"""Kafka clusters and brokers, as `kafka_clusters` and `profile::kafka::broker::*` describe them."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from hiera_kafka.model.base import (
    BrokerId,
    ClusterName,
    Count,
    Host,
    OpenFiles,
    Port,
    Scalar,
    StrictModel,
    shown,
)
from hiera_kafka.model.data_path import DataPath
from hiera_kafka.model.endpoints import PLAINTEXT_PORT, SSL_PORT
from hiera_kafka.model.releases import DEFAULT_VERSION, MetadataMode, Release, first_release, release_of
from hiera_kafka.model.texts import HeapSize, Rack


def _version(value: object) -> str:
    parts = value.split(".") if isinstance(value, str) else []
    if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
        if not release_of(".".join(parts)).serves(MetadataMode.ZOOKEEPER):
            first = first_release(lambda release: not release.serves(MetadataMode.ZOOKEEPER))
            raise PydanticCustomError(
                "kafka-version-without-zookeeper",
                "Kafka {found} has no ZooKeeper mode, served are versions below {first}.0",
                {"found": str(value), "first": first.name},
            )
        return ".".join(parts)
    raise PydanticCustomError(
        "kafka-version-invalid",
        "{found} is no Kafka version, must be three numbers such as '3.9.2'",
        {"found": shown(value)},
    )


_CHROOT = re.compile(r"/|(/(?!\.{1,2}(/|$))[A-Za-z0-9._-]+)+")


def _chroot(value: object) -> str:
    if isinstance(value, str) and _CHROOT.fullmatch(value):
        return value
    raise PydanticCustomError(
        "zookeeper-chroot-invalid",
        "{found} is no path in ZooKeeper, must be / or such as /kafka/main",
        {"found": shown(value)},
    )


def _distinct(paths: list[str]) -> list[str]:
    twice = next((path for index, path in enumerate(paths) if path in paths[:index]), None)
    if twice is not None:
        raise PydanticCustomError("log-dir-twice", "{found} stands there more than once", {"found": twice})
    return paths


_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}")


def _topic(value: object) -> str:
    # Kafka's own rule (org.apache.kafka.common.internals.Topic), and no name of a topic that Kafka keeps for itself.
    if isinstance(value, str) and _TOPIC.fullmatch(value) and value not in {".", ".."} and not value.startswith("__"):
        return value
    raise PydanticCustomError(
        "topic-name-invalid",
        "{found} is no name of a topic, must be 1 to 249 letters, digits, '.', '_' and '-', not '.' or '..', "
        "and not begin with '__'",
        {"found": shown(value)},
    )


def _retention(hours: int) -> int:
    if hours == 0:
        raise PydanticCustomError(
            "out-of-range", "{found} is out of range, must be 1 or more, or -1 for ever", {"found": str(hours)}
        )
    return hours


def _canary(value: object) -> object:
    return {"enabled": value} if isinstance(value, bool) else value


KafkaVersion = Annotated[str, BeforeValidator(_version)]
Chroot = Annotated[str, BeforeValidator(_chroot)]
RetentionHours = Annotated[int, AfterValidator(_retention)]
"""Hours; of a negative number Kafka takes any for ever, and with none at all it does not start."""
TopicName = Annotated[str, BeforeValidator(_topic)]

CANARY_TOPIC = "hiera-kafka-canary"
"""Where the canary's records go unless the data names another topic; without '.' and '_', which metrics confuse."""


class Canary(StrictModel):
    """The hash `canary` of an entry of `kafka_clusters`."""

    public = frozenset({"enabled", "topic"})

    enabled: bool = True
    """Whether `hiera-kafka verify` writes and reads records without being given `--canary`."""
    topic: TopicName = CANARY_TOPIC
    """Topic of these records, for nothing else; of its own for each cluster where mirrors take it both ways."""


CanaryKey = Annotated[Canary, BeforeValidator(_canary)]
"""`true` or `false` for a canary with its defaults, or a hash."""


class Broker(StrictModel):
    """One entry of `kafka_clusters.*.brokers`."""

    id: BrokerId
    """The broker's id, `broker.id`; it also stands in the data directories, so an id in use is never changed."""
    rack: Rack | None = None
    """Rack or row, `broker.rack`: replicas of a partition are spread over racks."""
    port: Port = PLAINTEXT_PORT
    """Port of the plaintext listener."""
    ssl_port: Port = SSL_PORT
    """Port of the TLS listener, kept for data that is shared with Puppet."""


class KafkaCluster(StrictModel):
    """One entry of `kafka_clusters`.

    See also: the function `kafka_config` of Wikimedia's Puppet.
    """

    public = frozenset({"zookeeper_cluster_name", "zookeeper_chroot", "brokers", "kafka_version", "canary"})

    zookeeper_cluster_name: ClusterName
    """Key in `zookeeper_clusters` of the ensemble that the cluster uses; part of `zookeeper.connect`."""
    brokers: dict[Host, Broker]
    """Mapping of FQDN to broker."""
    ipv6: bool = True
    """Read by Wikimedia's Kubernetes egress lists only."""
    kafka_version: KafkaVersion = DEFAULT_VERSION
    """Kafka release that the brokers run."""
    zookeeper_chroot: Chroot | None = None
    """Path in ZooKeeper that all of the cluster's metadata lies below; by default `/kafka/` and the cluster's name."""
    config: dict[str, Scalar] = Field(default_factory=dict, repr=False)
    """Further options of server.properties, for every broker of the cluster."""
    canary: CanaryKey = Canary(enabled=False)
    """Whether `hiera-kafka verify` writes and reads records of a canary: true, false, or a hash as below."""

    @property
    def release(self) -> Release:
        """What the release that the brokers run has and needs."""
        return release_of(self.kafka_version)

    @property
    def replication_factor(self) -> int:
        """Replication factor of topics that ask for none: three, or fewer when there are fewer brokers."""
        return min(3, len(self.brokers))

    @property
    def min_insync_replicas(self) -> int:
        """Replicas that must have an acknowledged message: one less than there are, so that one may be down."""
        return max(1, self.replication_factor - 1)


class BrokerSettings(StrictModel):
    """What one broker host looks up; field aliases are the Hiera keys.

    See also: `profile::kafka::broker` of Wikimedia's Puppet. Where None stands here and Puppet has a number
    (num_io_threads), native leaves the choice to Kafka.
    """

    public = frozenset(
        {
            "kafka_dialect",
            "kafka_message_max_bytes",
            "profile::kafka::broker::kafka_cluster_name",
            "profile::kafka::broker::log_dirs",
            "profile::kafka::broker::nofiles_ulimit",
        }
    )

    kafka_cluster_name: ClusterName | None = Field(default=None, alias="profile::kafka::broker::kafka_cluster_name")
    """Cluster of the host: its full name, or a prefix that the site (in realm labs the project) completes."""
    plaintext: bool = Field(default=True, alias="profile::kafka::broker::plaintext")
    """Whether the broker has a plaintext listener on its `port`."""
    ssl_enabled: bool = Field(default=False, alias="profile::kafka::broker::ssl_enabled")
    """Whether the broker has a TLS listener; not served yet."""
    ssl_password: str | None = Field(default=None, alias="profile::kafka::broker::ssl_password", repr=False)
    """Secret: `ssl.keystore.password` and `ssl.key.password`."""
    inter_broker_ssl_enabled: bool | None = Field(
        default=None, alias="profile::kafka::broker::inter_broker_ssl_enabled"
    )
    """Whether brokers speak TLS among themselves; counts only with TLS."""
    log_dirs: Annotated[list[DataPath], AfterValidator(_distinct)] = Field(
        default_factory=lambda: ["/srv/kafka/data"], alias="profile::kafka::broker::log_dirs", min_length=1
    )
    """Data directories, `log.dirs`, each for this alone."""
    auto_leader_rebalance_enable: bool = Field(
        default=True, alias="profile::kafka::broker::auto_leader_rebalance_enable"
    )
    """`auto.leader.rebalance.enable`"""
    log_retention_hours: RetentionHours = Field(default=168, alias="profile::kafka::broker::log_retention_hours")
    """`log.retention.hours`"""
    log_retention_bytes: int | None = Field(default=None, alias="profile::kafka::broker::log_retention_bytes")
    """`log.retention.bytes`"""
    log_segment_bytes: Count | None = Field(default=None, alias="profile::kafka::broker::log_segment_bytes")
    """`log.segment.bytes`"""
    num_recovery_threads_per_data_dir: Count | None = Field(
        default=None, alias="profile::kafka::broker::num_recovery_threads_per_data_dir"
    )
    """`num.recovery.threads.per.data.dir`"""
    num_io_threads: Count | None = Field(default=None, alias="profile::kafka::broker::num_io_threads")
    """`num.io.threads`"""
    num_replica_fetchers: Count | None = Field(default=None, alias="profile::kafka::broker::num_replica_fetchers")
    """`num.replica.fetchers`"""
    nofiles_ulimit: OpenFiles = Field(default=128000, alias="profile::kafka::broker::nofiles_ulimit")
    """Limit of open files of the service, `LimitNOFILE` of its unit."""
    inter_broker_protocol_version: str | None = Field(
        default=None, alias="profile::kafka::broker::inter_broker_protocol_version"
    )
    """`inter.broker.protocol.version`"""
    group_initial_rebalance_delay: int | None = Field(
        default=None, ge=0, alias="profile::kafka::broker::group_initial_rebalance_delay"
    )
    """`group.initial.rebalance.delay.ms`, in milliseconds."""
    log_message_format_version: str | None = Field(
        default=None, alias="profile::kafka::broker::log_message_format_version"
    )
    """`log.message.format.version`"""
    max_incremental_fetch_session_cache_slots: int | None = Field(
        default=None, ge=0, alias="profile::kafka::broker::max_incremental_fetch_session_cache_slots"
    )
    """`max.incremental.fetch.session.cache.slots`"""
    auth_acls_enabled: bool = Field(default=False, alias="profile::kafka::broker::auth_acls_enabled")
    """Whether an authorizer is on, `authorizer.class.name`; resources without an ACL stay open to everyone."""
    monitoring_enabled: bool = Field(default=False, alias="profile::kafka::broker::monitoring_enabled")
    """Whether the JMX exporter is set up; not served yet."""
    max_heap_size: HeapSize | None = Field(default=None, alias="profile::kafka::broker::max_heap_size")
    """Heap of the broker, `-Xms` and `-Xmx`; the default is that of the platform (hosts 1g)."""
    num_partitions: Count = Field(default=1, alias="profile::kafka::broker::num_partitions")
    """`num.partitions`"""
    message_max_bytes: Count | None = Field(default=None, alias="kafka_message_max_bytes")
    """`message.max.bytes` and `replica.fetch.max.bytes`"""
    jmx_port: Port | None = Field(default=None, alias="kafka_jmx_port")
    """JMX of the broker, on loopback and with a login; none by default. A key of our own."""
    dialect: str = Field(default="native", alias="kafka_dialect")
    """Which defaults and which form files have: `native`, or `wikimedia` for those of Wikimedia's Puppet."""


ROLES = {
    "role::zookeeper::server": "zookeeper",
    "role::zookeeper::test": "zookeeper",
    "role::zookeeper::flink": "zookeeper",
    "role::configcluster": "zookeeper",
    "role::analytics_cluster::zookeeper": "zookeeper",
    "role::kafka::simple::broker": "kafka_broker",
    "role::kafka::main": "kafka_broker",
    "role::kafka::jumbo::broker": "kafka_broker",
    "role::kafka::logging": "kafka_broker",
    "role::kafka::test::broker": "kafka_broker",
}
"""Puppet role class to the role here that does its work."""
