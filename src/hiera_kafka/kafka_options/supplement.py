"""Options that are legal but in no table of kafkacfg, and deprecations that its tables lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hiera_kafka.kafka_options.option import Option, OptionKind

Version = tuple[int, ...]

_THROTTLE = "Kafka's operations guide, throttling of reassignments; DynamicConfig.Broker"
_AUTHORIZER = "javadoc of AclAuthorizer and StandardAuthorizer"
_YAMMER = "KafkaMetricsConfig and KafkaCSVMetricsReporter"

BROKER: Mapping[str, Option] = {
    option.name: option
    for option in (
        Option("super.users", "string", "", meaning="Principals that may do everything, split by semicolons.",
               update_mode="read-only", source=_AUTHORIZER),
        Option("allow.everyone.if.no.acl.found", "boolean", "false",
               meaning="Whether everybody may use a resource that has no ACL.", update_mode="read-only",
               source=_AUTHORIZER),
        Option("leader.replication.throttled.rate", "long", "9223372036854775807", "[0,...]",
               "Bytes a second that leaders send to throttled replicas.", "per-broker", source=_THROTTLE),
        Option("follower.replication.throttled.rate", "long", "9223372036854775807", "[0,...]",
               "Bytes a second that throttled followers fetch.", "per-broker", source=_THROTTLE),
        Option("replica.alter.log.dirs.io.max.bytes.per.second", "long", "9223372036854775807", "[0,...]",
               "Bytes a second that replicas move between data directories of one broker.", "per-broker",
               source=_THROTTLE),
        Option("kafka.metrics.reporters", "list", "", meaning="Classes that report Yammer metrics.",
               update_mode="read-only", source=_YAMMER),
        Option("kafka.metrics.polling.interval.secs", "int", "10", "[1,...]",
               "Seconds between two reports of Yammer metrics.", "read-only", source=_YAMMER),
        Option("kafka.csv.metrics.reporter.enabled", "boolean", "false",
               meaning="Whether Yammer metrics are written to CSV files.", update_mode="read-only", source=_YAMMER),
        Option("kafka.csv.metrics.dir", "string", "kafka_metrics", meaning="Directory of those CSV files.",
               update_mode="read-only", source=_YAMMER),
        Option("config.providers", "list", "", meaning="Names of providers that resolve ${provider:path:key}.",
               update_mode="read-only", source="AbstractConfig.CONFIG_PROVIDERS_CONFIG"),
        Option("unstable.api.versions.enable", "boolean", "false",
               meaning="Internal: offer versions of the protocol that are not final.", update_mode="read-only",
               source="ServerConfigs, marked internal"),
        Option("unstable.feature.versions.enable", "boolean", "false",
               meaning="Internal: offer features that are not final.", update_mode="read-only",
               source="ServerConfigs, marked internal"),
        Option("log.initial.task.delay.ms", "long", "30000", "[0,...]",
               "Internal: milliseconds before the first run of tasks on logs.", "read-only",
               source="ServerLogConfigs, marked internal"),
        Option("group.coordinator.new.enable", "boolean", "false",
               meaning="Internal: use the coordinator of KIP-848.", update_mode="read-only",
               source="GroupCoordinatorConfig, marked internal"),
    )
}  # fmt: skip

PREFIXES: Mapping[OptionKind, Mapping[str, str]] = {
    OptionKind.BROKER: {
        "config.providers.": "parameters of configuration providers (KIP-297)",
        "rlmm.config.": "default of remote.log.metadata.manager.impl.prefix",
        "rsm.config.": "default of remote.log.storage.manager.impl.prefix",
        "metrics.context.": "labels of metrics contexts (KIP-606)",
        "confluent.": "Confluent's metrics reporter and support service",
        "cruise.control.metrics.": "Cruise Control's metrics reporter",
    },
    OptionKind.PRODUCER: {"config.providers.": "parameters of configuration providers (KIP-297)"},
    OptionKind.CONSUMER: {"config.providers.": "parameters of configuration providers (KIP-297)"},
    OptionKind.ZOOKEEPER: {},
    OptionKind.TOPIC: {},
}
"""Beginnings of names that belong to plugins whose options Kafka itself does not know, and why."""

PLUGIN_OPTIONS = (
    "authorizer.class.name",
    "principal.builder.class",
    "client.quota.callback.class",
    "metric.reporters",
    "kafka.metrics.reporters",
    "create.topic.policy.class.name",
    "alter.config.policy.class.name",
    "interceptor.classes",
    "partitioner.class",
    "security.providers",
    "ssl.engine.factory.class",
    "key.serializer",
    "value.serializer",
    "key.deserializer",
    "value.deserializer",
    "remote.log.storage.manager.class.name",
    "sasl.server.callback.handler.class",
    "sasl.client.callback.handler.class",
)
"""Options that name a class which is given the whole configuration, options of its own included."""


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since when an option is not to be used any more."""

    since: Version
    replacement: str | None
    source: str


DEPRECATED: Mapping[OptionKind, Mapping[str, Deprecation]] = {
    OptionKind.BROKER: {
        "advertised.host.name": Deprecation((0, 10), "advertised.listeners", "Kafka's broker options 1.1"),
        "advertised.port": Deprecation((0, 10), "advertised.listeners", "Kafka's broker options 1.1"),
        "host.name": Deprecation((0, 10), "listeners", "Kafka's broker options 1.1"),
        "port": Deprecation((0, 10), "listeners", "Kafka's broker options 1.1"),
        "quota.producer.default": Deprecation((0, 11), "dynamic quotas (kafka-configs)", "Kafka's broker options 1.1"),
        "quota.consumer.default": Deprecation((0, 11), "dynamic quotas (kafka-configs)", "Kafka's broker options 1.1"),
        "log.message.format.version": Deprecation((3, 0), None, "KIP-724"),
        "delegation.token.master.key": Deprecation((2, 8), "delegation.token.secret.key", "KIP-681"),
        "auto.include.jmx.reporter": Deprecation((3, 4), "metric.reporters", "KIP-830"),
        "log.message.timestamp.difference.max.ms": Deprecation(
            (3, 6), "log.message.timestamp.before.max.ms and log.message.timestamp.after.max.ms", "KIP-937"
        ),
        "log.message.downconversion.enable": Deprecation((3, 9), None, "KIP-724, upgrade notes of 3.9"),
        "offsets.commit.required.acks": Deprecation((3, 8), None, "KIP-1041"),
        "remote.log.manager.thread.pool.size": Deprecation(
            (3, 9),
            "remote.log.manager.copier.thread.pool.size, remote.log.manager.expiration.thread.pool.size",
            "KIP-950 and Kafka's broker options 3.9",
        ),
    },
    OptionKind.TOPIC: {
        "message.format.version": Deprecation((3, 0), None, "KIP-724"),
        "message.timestamp.difference.max.ms": Deprecation(
            (3, 6), "message.timestamp.before.max.ms and message.timestamp.after.max.ms", "KIP-937"
        ),
        "message.downconversion.enable": Deprecation((3, 9), None, "KIP-724, upgrade notes of 3.9"),
    },
    OptionKind.PRODUCER: {"auto.include.jmx.reporter": Deprecation((3, 4), "metric.reporters", "KIP-830")},
    OptionKind.CONSUMER: {"auto.include.jmx.reporter": Deprecation((3, 4), "metric.reporters", "KIP-830")},
    OptionKind.ZOOKEEPER: {},
}
