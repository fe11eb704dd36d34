"""server.properties of a broker: which parameter of confluent::kafka::broker becomes which option, and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hiera_kafka.catalog.resources import Setting, SettingGroup
from hiera_kafka.catalog.values import grouped, setting
from hiera_kafka.dialects.wikimedia.compilation import joined
from hiera_kafka.dialects.wikimedia.parameters import Argument, Arguments

_ALWAYS: Final = frozenset(
    {
        "num.partitions",
        "default.replication.factor",
        "min.insync.replicas",
        "auto.create.topics.enable",
        "auto.leader.rebalance.enable",
        "num.replica.fetchers",
        "zookeeper.connect",
    }
)
"""Options that are written even without a value; all others are left out then."""

# Title of a group to option and parameter, in the order of the file. Options whose value is not simply that of one
# parameter have none here, and a rule below.
_GROUPS: Final[tuple[tuple[str, tuple[tuple[str, str | None], ...]], ...]] = (
    ("Who this broker is.", (("broker.id", None), ("broker.rack", None))),
    ("Where it listens.", (("listeners", None),)),
    (
        "Which versions it speaks and writes.",
        (
            ("inter.broker.protocol.version", "inter_broker_protocol_version"),
            ("group.initial.rebalance.delay.ms", "group_initial_rebalance_delay"),
            ("log.message.format.version", "log_message_format_version"),
            ("log.message.timestamp.type", "log_message_timestamp_type"),
        ),
    ),
    ("How large a message may be.", (("message.max.bytes", None),)),
    (
        "Who may do what.",
        (
            ("authorizer.class.name", "authorizer_class_name"),
            ("allow.everyone.if.no.acl.found", "allow_everyone_if_no_acl_found"),
            ("super.users", None),
        ),
    ),
    (
        "TLS.",
        (
            ("security.inter.broker.protocol", "security_inter_broker_protocol"),
            ("ssl.keystore.location", "ssl_keystore_location"),
            ("ssl.keystore.password", "ssl_keystore_password"),
            ("ssl.key.password", "ssl_key_password"),
            ("ssl.truststore.location", "ssl_truststore_location"),
            ("ssl.truststore.password", "ssl_truststore_password"),
            ("ssl.enabled.protocols", "ssl_enabled_protocols"),
            ("ssl.cipher.suites", "ssl_cipher_suites"),
            ("ssl.client.auth", "ssl_client_auth"),
        ),
    ),
    (
        "Threads and sockets.",
        (
            ("num.network.threads", "num_network_threads"),
            ("num.io.threads", "num_io_threads"),
            ("socket.send.buffer.bytes", "socket_send_buffer_bytes"),
            ("socket.receive.buffer.bytes", "socket_receive_buffer_bytes"),
            ("socket.request.max.bytes", "socket_request_max_bytes"),
        ),
    ),
    (
        "Topics and their replicas.",
        (
            ("log.dirs", None),
            ("num.partitions", "num_partitions"),
            ("default.replication.factor", "default_replication_factor"),
            ("delete.topic.enable", "delete_topic_enable"),
            ("offsets.topic.replication.factor", "offsets_topic_replication_factor"),
            ("min.insync.replicas", "min_insync_replicas"),
            ("auto.create.topics.enable", "auto_create_topics_enable"),
            ("auto.leader.rebalance.enable", "auto_leader_rebalance_enable"),
            ("replica.lag.time.max.ms", "replica_lag_time_max_ms"),
            ("num.recovery.threads.per.data.dir", "num_recovery_threads_per_data_dir"),
            ("replica.socket.timeout.ms", "replica_socket_timeout_ms"),
            ("replica.socket.receive.buffer.bytes", "replica_socket_receive_buffer_bytes"),
            ("max.incremental.fetch.session.cache.slots", "max_incremental_fetch_session_cache_slots"),
            ("num.replica.fetchers", "num_replica_fetchers"),
        ),
    ),
    (
        "When data is flushed, and how long it is kept.",
        (
            ("log.flush.interval.messages", "log_flush_interval_messages"),
            ("log.flush.interval.ms", "log_flush_interval_ms"),
            ("log.retention.hours", "log_retention_hours"),
            ("log.retention.bytes", "log_retention_bytes"),
            ("log.segment.bytes", "log_segment_bytes"),
            ("log.retention.check.interval.ms", "log_retention_check_interval_ms"),
            ("log.cleanup.policy", "log_cleanup_policy"),
            ("offsets.retention.minutes", "offsets_retention_minutes"),
        ),
    ),
    (
        "ZooKeeper.",
        (
            ("zookeeper.connect", "zookeeper_connect"),
            ("zookeeper.connection.timeout.ms", "zookeeper_connection_timeout_ms"),
            ("zookeeper.session.timeout.ms", "zookeeper_session_timeout_ms"),
        ),
    ),
    ("What Confluent's packages report home.", (("confluent.support.metrics.enable", None),)),
)


def server_properties(parameters: Arguments, broker: Argument) -> tuple[SettingGroup, ...]:
    """Return the options of a broker, in the order in which Puppet writes them.

    Args:
        parameters: Those of confluent::kafka::broker.
        broker: The broker's own entry of the cluster: `id`, and `rack` where it has one.
    """
    return grouped(
        *(
            (title, [found for option, name in options for found in _option(option, name, parameters, broker)])
            for title, options in _GROUPS
        )
    )


def _option(option: str, name: str | None, parameters: Arguments, broker: Argument) -> Iterator[Setting]:
    if name is None:
        for own, argument in _own(option, parameters, broker):
            yield setting(own, argument.value)
    elif parameters[name].set or option in _ALWAYS:
        yield setting(option, parameters[name].value)


def _own(option: str, parameters: Arguments, broker: Argument) -> Iterator[tuple[str, Argument]]:
    """Yield what is written for an option that no single parameter gives."""
    if option == "broker.id":
        yield option, entry(broker, "id")
        yield "broker.id.generation.enable", Argument.constant(False, "confluent::kafka::broker: ids are always given")
    elif option == "broker.rack":
        if entry(broker, "rack").set:
            yield option, entry(broker, "rack")
    elif option == "message.max.bytes":
        yield from _message_size(parameters)
    elif option == "confluent.support.metrics.enable":
        yield option, Argument.constant(False, "confluent::kafka::broker: nothing is reported")
        yield "confluent.support.customer.id", Argument.constant("anonymous", "confluent::kafka::broker: no customer")
    else:
        yield from _list(option, parameters)


def _message_size(parameters: Arguments) -> Iterator[tuple[str, Argument]]:
    size = parameters["message_max_bytes"]
    if size.set:
        yield "message.max.bytes", size
        yield (
            "replica.fetch.max.bytes",
            Argument.derived(size.data, "as large as a message may be", size.origin),
        )
    elif parameters["replica_fetch_max_bytes"].set:
        yield "replica.fetch.max.bytes", parameters["replica_fetch_max_bytes"]


def _list(option: str, parameters: Arguments) -> Iterator[tuple[str, Argument]]:
    name, separator = {
        "listeners": ("listeners", ","),
        "log.dirs": ("log_dirs", ","),
        "super.users": ("super_users", ";"),
    }[option]
    if parameters[name].set or option != "super.users":
        yield option, joined(f"items of {name}, joined", separator, parameters[name])


def entry(hash_: Argument, key: str) -> Argument:
    """Return the value of a key of a hash, undef where it has none."""
    if key in hash_.data:
        return hash_.at(key)
    return Argument(None, hash_.trace)
