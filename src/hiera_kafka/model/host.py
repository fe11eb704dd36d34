"""From one host's lookups to what it runs: its ensemble, its Kafka cluster, its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hiera_kafka.errors import Diagnostic, Level, ModelError, nearest
from hiera_kafka.hiera.values.secrets import quoted
from hiera_kafka.model.base import Traced, secret_value, shown
from hiera_kafka.model.cluster_names import LEGACY_NAME_KEY, full_cluster_name
from hiera_kafka.model.clusters import Clusters
from hiera_kafka.model.host_roles import KafkaNode, ZooKeeperNode
from hiera_kafka.model.kafka import ROLES, BrokerSettings
from hiera_kafka.model.lookups import Find, settings_of
from hiera_kafka.model.mirror.of_host import host_mirrors
from hiera_kafka.model.mirror.settings import MirrorNode
from hiera_kafka.model.zookeeper import ZooKeeperSettings
from hiera_kafka.source import Origin

__all__ = ["HostModel", "KafkaNode", "ZooKeeperNode", "build_host", "check_settings"]


@dataclass(frozen=True)
class HostModel:
    """What one host is; a mirror runs on each broker of the cluster that it writes."""

    host: str
    zookeeper: ZooKeeperNode | None
    kafka: KafkaNode | None
    mirrors: tuple[MirrorNode, ...] = ()


def build_host(
    host: str, clusters: Clusters, find: Find, variables: Mapping[str, Any]
) -> tuple[HostModel, list[Diagnostic]]:
    """Build the model of one host.

    Args:
        host: FQDN.
        clusters: All clusters as this host's scope sees them.
        find: Lookup in this host's scope.
        variables: The host's top-scope variables.
    """
    zookeeper_settings, found = settings_of(find, ZooKeeperSettings, "defaults of profile::zookeeper")
    broker_settings, more = settings_of(find, BrokerSettings, "defaults of profile::kafka::broker")
    found += more
    roles, more = _roles(host, clusters, find)
    found += more
    zookeeper = kafka = None
    if zookeeper_settings is not None and "zookeeper" in roles:
        name, more = _ensemble_name(host, clusters, zookeeper_settings)
        found += more
        if name is not None:
            zookeeper = ZooKeeperNode(name, clusters.ensembles[name], zookeeper_settings)
    if broker_settings is not None and "kafka_broker" in roles:
        name, more = _kafka_name(host, clusters, broker_settings, find, variables)
        found += more + _served(broker_settings)
        if name is not None:
            cluster = clusters.kafka[name]
            metadata = clusters.metadata_of(name)
            if metadata is not None:  # else: unknown or broken, and reported as such
                kafka = KafkaNode(name, cluster, metadata, broker_settings)
    mirrors, more = host_mirrors(host, kafka, clusters, find, variables, _override(find))
    return HostModel(host, zookeeper, kafka, mirrors), found + more


def check_settings(host: str, clusters: Clusters, find: Find) -> list[Diagnostic]:
    """Return what is wrong with a host's own keys, where its clusters are too broken to build its model."""
    _, found = settings_of(find, ZooKeeperSettings, "defaults of profile::zookeeper")
    settings, more = settings_of(find, BrokerSettings, "defaults of profile::kafka::broker")
    return found + more + (_served(settings) if settings is not None and host in clusters.brokers else [])


def _roles(host: str, clusters: Clusters, find: Find) -> tuple[set[str], list[Diagnostic]]:
    """Return the roles that the data gives the host, narrowed by `classes` where that names any of ours."""
    listed = set()
    if clusters.ensembles_of(host):
        listed.add("zookeeper")
    if clusters.kafka_of(host):
        listed.add("kafka_broker")
    classes = find("classes")
    if classes is None or classes.value is None:
        return listed, []
    if not isinstance(classes.value, list):
        word = quoted(classes.value, classes.origin, form=shown)
        message = f"classes must be a list of class names, found {word}"
        where = classes.trace.origin.positions()[:1]
        return listed, [Diagnostic("wrong-type", message, where=where, hint="write a list: [role::zookeeper::server]")]
    found: list[Diagnostic] = []
    named: dict[str, tuple[str, int]] = {}
    for index, item in enumerate(classes.value):
        name = str(item).removeprefix("::")
        if name in ROLES:
            named[ROLES[name]] = (name, index)
        elif name.startswith(("role::kafka", "role::zookeeper")):
            origin = classes.trace.at(index)
            near = None if origin.secret else nearest(name, list(ROLES))
            found.append(
                Diagnostic(
                    "unknown-role-class",
                    f"class {quoted(name, origin)} of {host} is not served, known are: {', '.join(sorted(ROLES))}",
                    where=origin.positions()[:1],
                    hint=f"did you mean {near!r}?" if near else None,
                    level=Level.WARNING,
                )
            )
    if not named:
        return listed, found
    for role, (name, index) in named.items():
        if role not in listed:
            key = "zookeeper_clusters" if role == "zookeeper" else "kafka_clusters"
            found.append(
                Diagnostic(
                    "class-without-cluster",
                    f"{host} includes {name}, but no entry of {key} lists the host",
                    where=classes.trace.at(index).positions()[:1],
                    hint=f"add {host} to a cluster in {key}, or drop the class",
                )
            )
    return listed & set(named), found


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
            return None, [_not_listed(host, key, wanted, list(clusters.ensembles), settings.origin(key))]
    return _only(host, listing, "zookeeper_clusters", "profile::zookeeper::cluster_name", clusters.ensembles, "hosts")


def _kafka_name(
    host: str, clusters: Clusters, settings: Traced[BrokerSettings], find: Find, variables: Mapping[str, Any]
) -> tuple[str | None, list[Diagnostic]]:
    listing = clusters.kafka_of(host)
    key = "profile::kafka::broker::kafka_cluster_name"
    prefix = settings.model.kafka_cluster_name
    if prefix is None:
        return _only(host, listing, "kafka_clusters", key, clusters.kafka, "brokers")
    name = full_cluster_name(prefix, clusters.kafka, variables, _override(find))
    if name in listing:
        return name, []
    return None, [_not_listed(host, key, name, list(clusters.kafka), settings.origin(key))]


def _override(find: Find) -> str | None:
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


def _not_listed(host: str, key: str, name: str, known: list[str], origin: Origin) -> Diagnostic:
    if name in known:
        return Diagnostic(
            "host-not-in-cluster",
            f"{key} puts {host} into {name!r}, which does not list the host",
            where=origin.positions()[:1],
            hint=f"add {host} to {name!r}, or name the cluster that lists it",
        )
    near = nearest(name, known)
    return Diagnostic(
        "unknown-cluster",
        f"{key} of {host} means the cluster {name!r}, known are: {', '.join(known) or 'none'}",
        where=origin.positions()[:1],
        hint=f"did you mean {near!r}?" if near else "name one of the known clusters",
    )


def _only(
    host: str, listing: list[str], table: str, key: str, clusters: Mapping[str, Traced[Any]], members: str
) -> tuple[str | None, list[Diagnostic]]:
    if len(listing) == 1:
        return listing[0], []
    where = tuple(p for name in listing for p in clusters[name].trace.key(members, host).positions()[:1])
    return None, [
        Diagnostic(
            "host-in-two-clusters",
            f"{host} is listed in {len(listing)} entries of {table}: {', '.join(listing)}",
            where=where,
            hint=f"remove it from all but one, or say which one counts with {key}",
        )
    ]


def _served(settings: Traced[BrokerSettings]) -> list[Diagnostic]:
    """Refuse what the data asks for and this version cannot do, rather than leave it out in silence."""
    found: list[Diagnostic] = []

    def refuse(id_: str, key: str, message: str, hint: str, level: Level = Level.ERROR) -> None:
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
        refuse("monitoring-not-served", f"{prefix}monitoring_enabled", message, "set it to false", Level.WARNING)
    return found
