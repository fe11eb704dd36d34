"""The two forms of mirrors in the data, read into one: `kafka_mirrors`, and Wikimedia's `profile::kafka::mirror::*`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from hiera_kafka.errors import Diagnostic, Severity, nearest
from hiera_kafka.hiera.values.secrets import quoted
from hiera_kafka.model.base import Traced, diagnostics_of, in_the_clear, is_cluster_name, secret_names, shown
from hiera_kafka.model.cluster_names import full_cluster_name
from hiera_kafka.model.clusters import Clusters
from hiera_kafka.model.lookups import Find
from hiera_kafka.model.mirror.settings import MirrorProfile, MirrorSettings, wikimedia_whitelist
from hiera_kafka.source import Key, Origin, Trace

TABLE = "kafka_mirrors"
PREFIX = "profile::kafka::mirror::"
"""What keys of Wikimedia's form begin with."""
_PROPERTIES = f"{PREFIX}properties"
_SAME = ("offset_commit_interval_ms", "acks", "compression_type", "linger_ms", "group_id", "java_opts", "jmx_port")
"""Names that both forms have for the same."""
_RENAMED = {
    "num_streams": "streams",
    "heap_opts": "heap",
    "producer_properties": "producer",
    "consumer_properties": "consumer",
}


def mirror_name(settings: MirrorSettings) -> str:
    """Return what a mirror is called after its two ends."""
    return _name(ends_of(settings))


def ends_of(settings: MirrorSettings) -> dict[str, str]:
    """Return the names of the clusters at both ends, by `source` and `destination`."""
    return {"source": settings.source, "destination": settings.destination}


def _name(ends: Mapping[str, str]) -> str:
    return f"{ends['source']}_to_{ends['destination']}"


def own_form(clusters: Clusters, find: Find) -> tuple[dict[str, Traced[MirrorSettings]], list[Diagnostic]]:
    """Return the valid entries of `kafka_mirrors`, those of other hosts too, so that a fault is said wherever it is."""
    found = find(TABLE)
    if found is None or found.value is None:
        return {}, []
    if not isinstance(found.value, dict):
        message = f"{TABLE} must be a hash of mirrors, found {quoted(found.value, found.origin, form=shown)}"
        return {}, [Diagnostic("wrong-type", message, where=found.trace.origin.positions()[:1])]
    built: dict[str, Traced[MirrorSettings]] = {}
    # Every host reads all mirrors, and hardly any data has secrets in them: one look at all comes first.
    suspect = found.holds_secret
    diagnostics = secret_names(TABLE, found.trace) if suspect else []
    secret = found.trace.secret_keys if suspect else ()
    for key, raw in found.value.items():
        if key in secret:
            continue
        label, trace = f"{TABLE}.{key}", found.trace.sub(key)
        if not isinstance(raw, dict):
            message = f"{label} must be a hash, found {quoted(raw, trace.origin, form=shown)}"
            diagnostics.append(Diagnostic("wrong-type", message, where=trace.origin.positions()[:1]))
            continue
        secrets = in_the_clear(MirrorSettings, raw, trace, label) if suspect else []
        if secrets:
            diagnostics += secrets
            continue
        try:
            settings = Traced(MirrorSettings.model_validate(raw), raw, trace, label)
        except ValidationError as error:
            diagnostics += diagnostics_of(error, MirrorSettings, trace, label)
            ends = {end: raw[end] for end in ("source", "destination") if is_cluster_name(raw.get(end))}
            if len(ends) == 2:
                diagnostics += _judged(clusters, str(key), label, ends, found.trace)
            continue
        ends = ends_of(settings.model)
        diagnostics += _judged(clusters, str(key), label, ends, found.trace)
        # Of a cluster that is there and has errors nothing more is said here; a wrong name hides nothing else.
        if ends["source"] != ends["destination"] and all(name in clusters.kafka for name in ends.values()):
            built[_name(ends)] = settings
    return built, diagnostics


def _judged(clusters: Clusters, key: str, label: str, ends: Mapping[str, str], table: Trace) -> Iterator[Diagnostic]:
    """Yield what is wrong with the ends of the entry `key`, whatever else is, and with its name."""
    yield from _wrong_ends(clusters, label, ends, table.sub(key))
    wanted = _name(ends)
    if key != wanted:
        yield Diagnostic(
            "mirror-name-invalid",
            f"{label} goes from {ends['source']} to {ends['destination']}, so that its name must be {wanted!r} "
            "(SOURCE_to_DESTINATION)",
            where=table.key(key).positions()[:1],
            note="units, files and the consumer group are named after it",
            hint=f"rename it to {wanted}",
        )


def _wrong_ends(clusters: Clusters, label: str, ends: Mapping[str, str], trace: Trace) -> Iterator[Diagnostic]:
    """Yield the ends that no cluster is, and a mirror from a cluster to itself."""
    known = clusters.kafka_names
    for end, name in ends.items():
        if name not in known:
            near = nearest(name, known)
            yield Diagnostic(
                "mirror-unknown-cluster",
                f"{label}: the {end} is {name!r}, which is not in kafka_clusters; "
                f"known are: {', '.join(known) or 'none'}",
                where=trace.at(end).positions()[:1],
                hint=f"did you mean {near!r}?" if near else "add the cluster, or name one that is there",
            )
    if ends["source"] == ends["destination"]:
        yield Diagnostic(
            "mirror-unknown-cluster",
            f"{label}: the mirror goes from {ends['source']} to itself",
            where=trace.at("destination").positions()[:1],
            hint="name another source or destination",
        )


def wikimedia_form(
    host: str,
    cluster: str,
    clusters: Clusters,
    profile: Traced[MirrorProfile],
    variables: Mapping[str, Any],
    override: str | None,
) -> tuple[Traced[MirrorSettings] | None, list[Diagnostic]]:
    """Return the mirror that a broker host's own keys describe; None where there is none, or it is off or wrong.

    Args:
        host: FQDN.
        cluster: Cluster that the host is a broker of, and must be the destination.
        clusters: All clusters as the host's scope sees them.
        profile: The host's keys.
        variables: The host's top-scope variables.
        override: Value of the top-level key `kafka_cluster_name`.
    """
    model = profile.model
    if model.source_cluster_name is None or model.destination_cluster_name is None:
        return None, []
    own = model.properties.enabled
    if not (own if own is not None else model.enabled):
        return None, []
    found = list(_served(profile))
    ends = {
        end: full_cluster_name(getattr(model, f"{end}_cluster_name"), clusters.kafka_names, variables, override)
        for end in ("source", "destination")
    }
    settings, more = _translated(profile, ends)
    found += more
    if settings is None:
        return None, found
    problems = list(_wrong_ends(clusters, settings.name, ends, settings.trace))
    if not problems and ends["destination"] != cluster:
        problems.append(
            Diagnostic(
                "mirror-not-at-destination",
                f"the mirror of {host} goes to {ends['destination']}, but the host is a broker of {cluster}",
                where=settings.origin("destination").positions()[:1],
                note="a mirror runs on the brokers of the cluster that it writes: it reads from afar and writes near",
                hint=f"set {PREFIX}destination_cluster_name where only hosts of {ends['destination']} see it",
            )
        )
    usable = not problems and all(name in clusters.kafka for name in ends.values())
    return (settings if usable else None), found + problems


def _translated(
    profile: Traced[MirrorProfile], ends: Mapping[str, str]
) -> tuple[Traced[MirrorSettings] | None, list[Diagnostic]]:
    """Return the settings in our own form, with the origins of Wikimedia's."""
    raw: dict[str, Any] = {}
    children: dict[Key, Trace] = {}

    def take(name: str, value: Any, *path: Key) -> None:
        raw[name], children[name] = value, profile.trace.sub(*path)

    properties = profile.model.properties
    given = profile.raw.get(_PROPERTIES, {})
    for end, name in ends.items():
        take(end, name, f"{PREFIX}{end}_cluster_name")
    raw["topics"] = [wikimedia_whitelist(properties.whitelist) if properties.whitelist is not None else ".*"]
    children["topics"] = Trace(
        profile.trace.at(_PROPERTIES, "whitelist")
        if properties.whitelist is not None
        else Origin.default("profile::kafka::mirror: whitelist")
    )
    if "profile::kafka::mirror::num_processes" in profile.raw:
        take("processes", profile.model.num_processes, f"{PREFIX}num_processes")
    for theirs, ours in {**{name: name for name in _SAME}, **_RENAMED}.items():
        if given.get(theirs) is not None:
            take(ours, getattr(properties, theirs), _PROPERTIES, theirs)
    if profile.model.accept_unproven:
        take("accept_unproven", True, "kafka_mirror_accept_unproven")
    if profile.model.engine is not None:
        take("engine", profile.model.engine, "kafka_mirror_engine")
    if profile.model.jmx_base_port is not None and "jmx_port" not in raw:
        take("jmx_port", profile.model.jmx_base_port, "profile::kafka:mirror:jmx_base_port")
    trace = Trace(children["source"].origin, children)
    secrets = in_the_clear(MirrorSettings, raw, trace, "profile::kafka::mirror")
    if secrets:
        return None, secrets
    try:
        return Traced(MirrorSettings.model_validate(raw), raw, trace, "profile::kafka::mirror"), []
    except ValidationError as error:
        return None, diagnostics_of(error, MirrorSettings, trace, "profile::kafka::mirror")


def _served(profile: Traced[MirrorProfile]) -> Iterator[Diagnostic]:
    """Refuse what the data asks for and this version cannot do, rather than leave it out in silence."""
    for side in ("consumer", "producer"):
        if getattr(profile.model, f"{side}_ssl_enabled"):
            key = f"{PREFIX}{side}_ssl_enabled"
            yield Diagnostic(
                "tls-not-served",
                f"TLS is not served yet ({key}: true), only plaintext",
                where=profile.origin(key).positions()[:1],
                hint=f"set {side}_ssl_enabled to false",
            )
    for end in ("source", "destination"):
        if getattr(profile.model.properties, f"{end}_brokers") is not None:
            yield Diagnostic(
                "option-follows-from-model",
                f"{_PROPERTIES} sets {end}_brokers, which follows from the cluster and may not be set by hand",
                where=profile.trace.sub(_PROPERTIES).key(f"{end}_brokers").positions()[:1],
                hint="remove it; change the brokers of the cluster",
            )
    if profile.model.monitoring_enabled:
        yield Diagnostic(
            "monitoring-not-served",
            "the JMX exporter is not served yet, monitoring_enabled: true has no effect",
            where=profile.origin(f"{PREFIX}monitoring_enabled").positions()[:1],
            hint="set it to false",
            level=Severity.WARNING,
        )
