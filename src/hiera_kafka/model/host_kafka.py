"""A host as a broker of a Kafka cluster."""

from __future__ import annotations

from hiera_kafka.errors import Diagnostic, ModelError, Severity
from hiera_kafka.model.base import Traced, secret_value
from hiera_kafka.model.cluster_names import LEGACY_NAME_KEY, full_cluster_name
from hiera_kafka.model.host_roles import KafkaNode
from hiera_kafka.model.kafka import BrokerSettings
from hiera_kafka.model.lookups import Find
from hiera_kafka.model.membership import not_listed, only_one
from hiera_kafka.model.services import HostQuery, ServiceSource

ROLE = "kafka_broker"
TABLE = "kafka_clusters"


def _nodes(query: HostQuery, settings: Traced[BrokerSettings] | None) -> tuple[tuple[KafkaNode, ...], list[Diagnostic]]:
    if settings is None or ROLE not in query.roles:
        return (), []
    clusters = query.clusters
    name, found = _kafka_name(query, settings)
    found += _served(settings)
    if name is None:
        return (), found
    cluster = clusters.kafka[name]
    metadata = clusters.metadata_of(name)
    if metadata is None:  # unknown or broken, and reported as that
        return (), found
    return (KafkaNode(name, cluster, metadata, settings),), found


def _kafka_name(query: HostQuery, settings: Traced[BrokerSettings]) -> tuple[str | None, list[Diagnostic]]:
    host, clusters = query.host, query.clusters
    listing = clusters.kafka_of(host)
    key = "profile::kafka::broker::kafka_cluster_name"
    prefix = settings.model.kafka_cluster_name
    if prefix is None:
        return only_one(host, listing, TABLE, key, clusters.kafka, "brokers")
    name = full_cluster_name(prefix, clusters.kafka_names, query.variables, name_override(query.find))
    if name in listing:
        return name, []
    return None, [not_listed(host, key, name, list(clusters.kafka_names), settings.origin(key))]


def name_override(find: Find) -> str | None:
    """Return what the old top-level key says.

    Raises:
        ModelError: `secret-in-the-clear`.
    """
    legacy = find(LEGACY_NAME_KEY)
    if legacy is None or legacy.value is None:
        return None
    if legacy.holds_secret:
        raise ModelError(secret_value(LEGACY_NAME_KEY, legacy.trace))
    return str(legacy.value)


def _served(settings: Traced[BrokerSettings]) -> list[Diagnostic]:
    """Refuse what the data asks for and this version cannot do, rather than leave it out in silence."""
    found: list[Diagnostic] = []

    def refuse(id_: str, key: str, message: str, hint: str, level: Severity = Severity.ERROR) -> None:
        where = settings.origin(key).positions()[:1]
        found.append(Diagnostic(id_, message, where=where, hint=hint, level=level))

    model = settings.model
    prefix = "profile::kafka::broker::"
    if model.ssl_enabled:
        message = "TLS listeners are not served yet (ssl_enabled: true), only plaintext ones"
        refuse("tls-not-served", f"{prefix}ssl_enabled", message, "set ssl_enabled to false")
    elif not model.plaintext:
        message = "plaintext: false leaves the broker without a listener"
        refuse("no-listener", f"{prefix}plaintext", message, "set plaintext to true")
    if model.monitoring_enabled:
        message = "the JMX exporter is not served yet, monitoring_enabled: true has no effect"
        refuse("monitoring-not-served", f"{prefix}monitoring_enabled", message, "set it to false", Severity.WARNING)
    return found


KAFKA = ServiceSource(
    ROLE,
    _nodes,
    BrokerSettings,
    "defaults of profile::kafka::broker",
    TABLE,
    listed=lambda clusters, host: clusters.kafka_of(host),
    members=lambda clusters: clusters.brokers,
    refused=_served,
)
