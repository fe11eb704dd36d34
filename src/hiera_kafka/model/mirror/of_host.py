"""The mirrors that one host runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hiera_kafka.errors import Diagnostic
from hiera_kafka.model.base import HIGHEST_PORT, StrictModel, Traced
from hiera_kafka.model.clusters import Clusters
from hiera_kafka.model.host_kafka import name_override
from hiera_kafka.model.host_roles import KafkaNode
from hiera_kafka.model.lookups import settings_of
from hiera_kafka.model.mirror.forms import PREFIX, TABLE, mirror_name, own_form, wikimedia_form
from hiera_kafka.model.mirror.settings import (
    MESSAGE_MAX_BYTES,
    MirrorNode,
    MirrorProfile,
    MirrorSettings,
    default_engine,
    serves,
    service_name,
)
from hiera_kafka.model.releases import first_release
from hiera_kafka.model.services import HostQuery, ServiceSource
from hiera_kafka.model.texts import LONGEST_SERVICE_NAME
from hiera_kafka.source import Origin


def host_mirrors(query: HostQuery, _settings: object = None) -> tuple[tuple[MirrorNode, ...], list[Diagnostic]]:
    """Return the mirrors that a host runs, in the order of the data, Wikimedia's form first; only brokers run any."""
    clusters, broker, override = query.clusters, query.model.service(KafkaNode), name_override(query.find)
    own, found = own_form(clusters, query.find)
    profile, more = settings_of(query.find, MirrorProfile, "defaults of profile::kafka::mirror")
    found += more
    if broker is None:
        return (), found
    built = [settings for settings in own.values() if settings.model.destination == broker.name]
    if profile is not None:
        theirs, more = wikimedia_form(query.host, broker.name, clusters, profile, query.variables, override)
        found += more
        if theirs is not None:
            name = mirror_name(theirs.model)
            if name in own:
                found.append(_twice(name, own[name], theirs))
            else:
                built.insert(0, theirs)
    nodes = []
    for settings in built:
        node, more = _node(clusters, settings, broker)
        found += more
        if node is not None:
            nodes.append(node)
    return tuple(replace(node, position=position) for position, node in enumerate(nodes)), found


def _twice(name: str, ours: Traced[MirrorSettings], theirs: Traced[MirrorSettings]) -> Diagnostic:
    places = (ours.trace.origin, theirs.origin("source"))
    return Diagnostic(
        "mirror-twice",
        f"the mirror {name} is described in {TABLE} and by {PREFIX}source_cluster_name",
        where=tuple(position for origin in places for position in origin.positions()[:1]),
        hint="keep one of them",
    )


def _node(
    clusters: Clusters, settings: Traced[MirrorSettings], broker: KafkaNode
) -> tuple[MirrorNode | None, list[Diagnostic]]:
    model = settings.model
    problems = [*_secrets(settings), *_reserved(settings), *_too_long(settings), *_ports(settings)]
    if problems:
        return None, problems
    version = broker.cluster.model.kafka_version
    engine = model.engine or default_engine(version)
    if not serves(engine, version):
        message = f"{settings.name}: Kafka {version} of {model.destination} does not serve engine {engine} of mirrors"
        return None, [
            Diagnostic(
                "mirror-engine-not-served",
                message,
                where=settings.origin("engine").positions()[:1],
                note=_engines(),
                hint="choose the other engine, or another kafka_version of the destination",
            )
        ]
    size, origin = _message_max(settings, broker)
    node = MirrorNode(
        name=mirror_name(model),
        source_name=model.source,
        source=clusters.kafka[model.source],
        destination_name=model.destination,
        destination=broker.cluster,
        engine=engine,
        settings=settings,
        message_max_bytes=size,
        message_max_origin=origin,
    )
    return node, []


def _engines() -> str:
    """Return in words which releases serve which engine."""
    gone = first_release(lambda release: 1 not in release.mirror_engines)
    come = first_release(lambda release: 2 in release.mirror_engines)
    return f"MirrorMaker 1 is in Kafka below {gone.name}, MirrorMaker 2 is served from Kafka {come.name}"


def _secrets(settings: Traced[MirrorSettings]) -> Iterator[Diagnostic]:
    """Yield patterns that are secret: they stand in command lines, which every user of a host can read."""
    for key in ("topics", "exclude"):
        trace = settings.trace.sub(key)
        if key in settings.raw and trace.holds_secret:
            yield Diagnostic(
                "mirror-pattern-secret",
                f"{settings.name}: {key} is a secret, but patterns of topics stand in the list of processes",
                where=trace.origin.positions()[:1],
                hint="write it in the clear; names of topics are no secret to anyone who reaches a broker",
            )


def _too_long(settings: Traced[MirrorSettings]) -> Iterator[Diagnostic]:
    """Yield a name of which hosts can make no name of a service."""
    name = mirror_name(settings.model)
    most = LONGEST_SERVICE_NAME - len(service_name("", 0))
    if len(name) > most:
        yield Diagnostic(
            "mirror-name-invalid",
            f"{settings.name}: the name of the mirror, {name}, has {len(name)} characters, may have {most}",
            where=settings.origin("source").positions()[:1],
            note="units, files and the consumer group are named after it",
            hint="give its clusters shorter names",
        )


def _ports(settings: Traced[MirrorSettings]) -> Iterator[Diagnostic]:
    """Yield ports after which there is none for each process: the first has the port, the others follow."""
    processes = settings.model.processes
    for key in ("jmx_port", "rest_port"):
        port = getattr(settings.model, key)
        if port is not None and port + processes > HIGHEST_PORT + 1:
            yield Diagnostic(
                "out-of-range",
                f"{settings.name}: {key} {port} leaves no port for each of {processes} processes, must be at most "
                f"{HIGHEST_PORT + 1 - processes}",
                where=settings.origin(key).positions()[:1],
                hint="choose a lower port",
            )


_RESERVED = ("admin", "consumer", "producer")


def _reserved(settings: Traced[MirrorSettings]) -> Iterator[Diagnostic]:
    """Yield ends whose names MirrorMaker 2 takes for the beginning of its own options."""
    for end in ("source", "destination"):
        name = getattr(settings.model, end)
        if settings.model.engine == 2 and name in _RESERVED:
            yield Diagnostic(
                "mirror-engine-not-served",
                f"{settings.name}: MirrorMaker 2 cannot tell the cluster {name!r} from its options {name}.*",
                where=settings.origin("engine").positions()[:1],
                hint="choose engine 1, or another name for the cluster",
            )


def _message_max(settings: Traced[MirrorSettings], broker: KafkaNode) -> tuple[int, Origin]:
    """Return the largest message, in bytes: what the mirror says, else what the broker beside it takes."""
    if settings.model.message_max_bytes is not None:
        return settings.model.message_max_bytes, settings.origin("message_max_bytes")
    if broker.settings.model.message_max_bytes is not None:
        return broker.settings.model.message_max_bytes, broker.settings.origin("kafka_message_max_bytes")
    return MESSAGE_MAX_BYTES, Origin.default("message.max.bytes of Kafka")


MIRRORS: ServiceSource[StrictModel, MirrorNode] = ServiceSource("kafka_mirror", host_mirrors)
