"""The settings of server.properties in the native dialect, in the order of Wikimedia's template (reference wmf 3.1).

Native keeps the meaning of every key but differs where Wikimedia's values lose data or surprise: listeners are
explicit and follow `port`, min.insync.replicas leaves room for one broker, the transaction topic is replicated like
the offsets topic, unclean leaders are off, and thread counts are Kafka's own unless the data says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import Setting, SettingGroup, Value
from hiera_kafka.catalog.values import default, derived, grouped, overridden, setting
from hiera_kafka.dialects.native.heap import broker_heap, cleaner_buffer
from hiera_kafka.dialects.native.metadata import authorizer, server_settings
from hiera_kafka.model.host_roles import KafkaNode
from hiera_kafka.model.listeners import broker_listeners

_TABLE = "Kafka defaults"
_PREFIX = "profile::kafka::broker::"

HOST_KEYS: Mapping[str, str] = {
    "inter.broker.protocol.version": f"{_PREFIX}inter_broker_protocol_version",
    "group.initial.rebalance.delay.ms": f"{_PREFIX}group_initial_rebalance_delay",
    "log.message.format.version": f"{_PREFIX}log_message_format_version",
    "message.max.bytes": "kafka_message_max_bytes",
    "replica.fetch.max.bytes": "kafka_message_max_bytes",
    "ssl.keystore.password": f"{_PREFIX}ssl_password",
    "ssl.key.password": f"{_PREFIX}ssl_password",
    "num.io.threads": f"{_PREFIX}num_io_threads",
    "num.partitions": f"{_PREFIX}num_partitions",
    "auto.leader.rebalance.enable": f"{_PREFIX}auto_leader_rebalance_enable",
    "num.recovery.threads.per.data.dir": f"{_PREFIX}num_recovery_threads_per_data_dir",
    "max.incremental.fetch.session.cache.slots": f"{_PREFIX}max_incremental_fetch_session_cache_slots",
    "num.replica.fetchers": f"{_PREFIX}num_replica_fetchers",
    "log.retention.hours": f"{_PREFIX}log_retention_hours",
    "log.retention.bytes": f"{_PREFIX}log_retention_bytes",
    "log.segment.bytes": f"{_PREFIX}log_segment_bytes",
}
"""Option to the Hiera key of a host that sets it; one key may set several options."""

_BY_LISTENER = "remove it; brokers serve clients and each other on one plaintext listener, at `port` of the broker"
_BY_METADATA = "remove it; the metadata of the cluster are in the ensemble that zookeeper_cluster_name names"
OWNED_SETTINGS: Mapping[str, str] = {
    **dict.fromkeys(("broker.id", "broker.id.generation.enable"), "remove it; change `id` of the broker"),
    "broker.rack": "remove it; change `rack` of the broker",
    **dict.fromkeys(
        (
            "listeners",
            "advertised.listeners",
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "security.inter.broker.protocol",
            "control.plane.listener.name",
            "early.start.listeners",
        ),
        _BY_LISTENER,
    ),
    **dict.fromkeys(("log.dir", "log.dirs"), f"remove it; change {_PREFIX}log_dirs of the host"),
    "zookeeper.connect": "remove it; change zookeeper_cluster_name and zookeeper_chroot of the cluster",
    **dict.fromkeys(
        (
            "node.id",
            "process.roles",
            "controller.listener.names",
            "controller.quorum.bootstrap.servers",
            "controller.quorum.voters",
            "metadata.log.dir",
            "zookeeper.metadata.migration.enable",
        ),
        _BY_METADATA,
    ),
}
"""Options that follow from the model, which `kafka_clusters.*.config` may not set, and what to do about each."""


def server_properties(machine: Machine, node: KafkaNode) -> tuple[SettingGroup, ...]:
    """Return the settings of one broker's server.properties; the cluster's `config` replaces what it names."""
    groups = grouped(
        ("Who this broker is.", _identity(machine, node)),
        ("Where it listens, and what it tells others.", _listeners(machine, node)),
        ("Protocol and messages.", _messages(node)),
        ("Authorization.", _security(node)),
        ("Threads and sockets.", _threads(node)),
        ("Topics and partitions.", _topics(machine, node)),
        ("Replication.", _replication(node)),
        ("Retention.", _retention(machine, node)),
        server_settings(machine, node.metadata),
    )
    config = node.cluster.model.config
    return overridden(
        groups,
        "From kafka_clusters.*.config.",
        {name: Value(value, node.cluster.origin("config", name)) for name, value in config.items()},
    )


def _from(node: KafkaNode, option: str) -> Setting | None:
    """Return the option with what the host looked up, None when neither data nor defaults have a value."""
    key = HOST_KEYS[option]
    field = next(name for name, field in type(node.settings.model).model_fields.items() if field.alias == key)
    value = getattr(node.settings.model, field)
    return None if value is None else setting(option, Value(value, node.settings.origin(key)))


def _identity(machine: Machine, node: KafkaNode) -> list[Setting | None]:
    broker = node.cluster.model.brokers[machine.host]
    rack = Value(broker.rack, node.cluster.origin("brokers", machine.host, "rack"))
    return [
        setting("broker.id", Value(broker.id, node.cluster.origin("brokers", machine.host, "id"))),
        setting("broker.id.generation.enable", default(False, f"{_TABLE}: ids are in the data")),
        setting("broker.rack", rack) if broker.rack is not None else None,
    ]


def _listeners(machine: Machine, node: KafkaNode) -> list[Setting | None]:
    found = broker_listeners(machine.host, node.cluster, machine.bind_address)
    purposes = " and ".join(listener.purpose for listener in found)
    ports = [listener.origin for listener in found]
    broker = node.cluster.trace.key("brokers", machine.host)
    advertised = ",".join(listener.advertised(machine.address) for listener in found)
    return [
        setting("listeners", derived(",".join(listener.url for listener in found), purposes, *ports)),
        setting("advertised.listeners", derived(advertised, f"{purposes} by the host's address", broker, *ports)),
    ]


def _messages(node: KafkaNode) -> list[Setting | None]:
    return [
        _from(node, "inter.broker.protocol.version"),
        _from(node, "group.initial.rebalance.delay.ms"),
        _from(node, "log.message.format.version"),
        setting("log.message.timestamp.type", default("CreateTime", f"{_TABLE}: log.message.timestamp.type")),
        _from(node, "message.max.bytes"),
        _from(node, "replica.fetch.max.bytes"),
    ]


def _security(node: KafkaNode) -> list[Setting | None]:
    settings = node.settings
    found: list[Setting | None] = []
    if settings.model.auth_acls_enabled:
        origin = settings.origin(f"{_PREFIX}auth_acls_enabled")
        found.append(setting("authorizer.class.name", authorizer(node.metadata, node.cluster.model.release, origin)))
        found.append(setting("allow.everyone.if.no.acl.found", default(True, f"{_TABLE}: as in Wikimedia's Puppet")))
    # Written even without TLS, as Puppet does: the keystore's password belongs to the data of the host.
    found.append(_from(node, "ssl.keystore.password"))
    found.append(_from(node, "ssl.key.password"))
    return found


def _threads(node: KafkaNode) -> list[Setting | None]:
    return [
        _from(node, "num.io.threads"),
        setting("socket.send.buffer.bytes", default(1048576, f"{_TABLE}: socket.send.buffer.bytes")),
        setting("socket.receive.buffer.bytes", default(1048576, f"{_TABLE}: socket.receive.buffer.bytes")),
    ]


def _topics(machine: Machine, node: KafkaNode) -> list[Setting | None]:
    dirs = ",".join(machine.path(path) for path in node.settings.model.log_dirs)
    return [
        setting("log.dirs", derived(dirs, "data directories", node.settings.origin(f"{_PREFIX}log_dirs"))),
        _from(node, "num.partitions"),
        setting("delete.topic.enable", default(True, f"{_TABLE}: delete.topic.enable")),
        setting("auto.create.topics.enable", default(True, f"{_TABLE}: as in Wikimedia's Puppet")),
    ]


def _replication(node: KafkaNode) -> list[Setting | None]:
    cluster = node.cluster.model
    brokers = node.cluster.trace.at("brokers")
    factor = derived(cluster.replication_factor, "min(3, number of brokers)", brokers)
    insync = derived(cluster.min_insync_replicas, "one less than the replication factor, at least 1", brokers)
    return [
        setting("default.replication.factor", factor),
        setting("offsets.topic.replication.factor", factor),
        setting("transaction.state.log.replication.factor", factor),
        setting("transaction.state.log.min.isr", insync),
        setting("min.insync.replicas", insync),
        setting("unclean.leader.election.enable", default(False, f"{_TABLE}: never lose acknowledged data")),
        _from(node, "auto.leader.rebalance.enable"),
        _from(node, "num.recovery.threads.per.data.dir"),
        _from(node, "max.incremental.fetch.session.cache.slots"),
        _from(node, "num.replica.fetchers"),
    ]


def _retention(machine: Machine, node: KafkaNode) -> list[Setting | None]:
    return [
        _from(node, "log.retention.hours"),
        _from(node, "log.retention.bytes"),
        _from(node, "log.segment.bytes"),
        setting("offsets.retention.minutes", default(10080, f"{_TABLE}: offsets.retention.minutes, seven days")),
        cleaner_buffer(broker_heap(machine, node)),
    ]
