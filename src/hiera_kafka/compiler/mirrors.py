"""The mirrors that a host runs, in one form for both forms of the data and both dialects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hiera_kafka.compiler.compiler import Compiler
from hiera_kafka.dialects.wikimedia.mirror.mirror import ROLE
from hiera_kafka.errors import Position
from hiera_kafka.hiera import Found
from hiera_kafka.model.cluster_names import full_cluster_name
from hiera_kafka.model.mirror.forms import TABLE
from hiera_kafka.model.mirror.settings import MirrorNode
from hiera_kafka.scope import Scope
from hiera_kafka.source import Kind, Origin, Trace

Find = Callable[[str], Found | None]
"""Looks a key up for one host; None is no value."""

PREFIX: Final = "profile::kafka::mirror::"
EVERYTHING: Final = ".*"
"""What a mirror without a whitelist is taken to copy."""


@dataclass(frozen=True)
class Mirror:
    """A mirror, as one of its hosts sees it.

    Attributes:
        source: Full name of the cluster that it reads.
        destination: Full name of the cluster that it writes.
        pattern: Whitelist of topics.
        properties: The hash `properties`.
        properties_trace: Where that comes from.
        names: Where the two names come from, by key without its prefix.
    """

    source: str
    destination: str
    pattern: str
    properties: Mapping[str, Any]
    properties_trace: Trace
    names: Mapping[str, Origin]

    @property
    def name(self) -> str:
        """What Wikimedia calls it."""
        return f"{self.source}_to_{self.destination}"

    def origin(self, key: str) -> Origin:
        """Return where a property or one of the two names comes from; a whitelist that is not given, the source."""
        if key in self.properties:
            return self.properties_trace.at(key)
        return self.names.get(key, self.names["source_cluster_name"])

    def place(self, key: str) -> Position | None:
        """Return where that stands in the data, None for what stands in no file."""
        return next(iter(self.origin(key).positions()), None)


def mirror_of(find: Find, scope: Scope) -> Mirror | None:
    """Return the mirror that a host's data describes; None when it describes none, or turns it off.

    Args:
        find: Looks keys up for the host.
        scope: Its facts and variables, which complete the names of clusters.
    """
    source, destination = find(f"{PREFIX}source_cluster_name"), find(f"{PREFIX}destination_cluster_name")
    if source is None or destination is None:
        return None
    if not isinstance(source.value, str) or not isinstance(destination.value, str):
        return None
    found = find(f"{PREFIX}properties")
    given = found.value if found is not None and isinstance(found.value, dict) else {}
    enabled = find(f"{PREFIX}enabled")
    if given.get("enabled", enabled.value if enabled is not None else True) is False:
        return None
    trace = found.trace if found is not None else Trace(Origin.default("properties of a mirror"))
    whitelist = given.get("whitelist")
    return Mirror(
        full_name(find, scope, source.value),
        full_name(find, scope, destination.value),
        whitelist if isinstance(whitelist, str) else EVERYTHING,
        given,
        trace,
        {"source_cluster_name": source.trace.origin, "destination_cluster_name": destination.trace.origin},
    )


def known_clusters(find: Find) -> list[str]:
    """Return the names of all clusters that a host sees."""
    found = find("kafka_clusters")
    if found is None or not isinstance(found.value, dict):
        return []
    secret = found.trace.secret_keys
    return [str(name) for name in found.value if name not in secret]


def full_name(find: Find, scope: Scope, name: str) -> str:
    """Return the full name of the cluster that a name or prefix means on a host."""
    override = find("kafka_cluster_name")
    given = str(override.value) if override is not None and override.value is not None else None
    return full_cluster_name(name, known_clusters(find), {**scope.facts, **scope.variables}, given)


def mirrors_on(compiler: Compiler, host: str) -> tuple[Mirror, ...]:
    """Return the mirrors that a host runs.

    In Wikimedia's dialect the classes of a host decide whether it has one, whatever else its data describes; in the
    native dialect the data alone does.

    Raises:
        HieraError: A lookup failed.
    """
    model = compiler.models.get(host)
    if model is not None:
        return tuple(_of_node(node) for node in model.mirrors)
    catalog = compiler.catalogs.get(host)
    if catalog is None or all(section.role != ROLE for section in catalog.sections):
        return ()
    scope = compiler.scope(host)
    found = mirror_of(lambda key: compiler.hiera.find(key, scope), scope)
    return () if found is None else (found,)


def mirrors_of(find: Find, scope: Scope) -> tuple[Mirror, ...]:
    """Return what a host's data says of mirrors in either form, also where it is wrong elsewhere.

    Of `kafka_mirrors` that is every entry, whichever hosts it is for.
    """
    theirs = mirror_of(find, scope)
    return (*([theirs] if theirs is not None else []), *_own(find))


def _own(find: Find) -> Iterator[Mirror]:
    found = find(TABLE)
    if found is None or not isinstance(found.value, dict):
        return
    for key, raw in found.value.items():
        ends = [raw.get(end) for end in ("source", "destination")] if isinstance(raw, dict) else [None]
        if all(isinstance(end, str) for end in ends):
            topics, excluded = (_texts(raw.get(name)) for name in ("topics", "exclude"))
            yield _mirror(str(ends[0]), str(ends[1]), topics, excluded, raw, found.trace.sub(key))


def _texts(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [value]
    return tuple(item for item in given if isinstance(item, str))


def _of_node(node: MirrorNode) -> Mirror:
    settings = node.settings
    return _mirror(node.source_name, node.destination_name, node.topics, node.excluded, settings.raw, settings.trace)


def _mirror(
    source: str,
    destination: str,
    topics: Sequence[str],
    excluded: Sequence[str],
    raw: Mapping[str, Any],
    trace: Trace,
) -> Mirror:
    """Return a mirror of our own form, with the names that Wikimedia's form has for its properties."""
    names = {"whitelist": "topics", "producer_properties": "producer", "consumer_properties": "consumer"}
    properties = {theirs: raw[ours] for theirs, ours in names.items() if ours != "topics" and ours in raw}
    if topics and trace.at("topics").kind is not Kind.DEFAULT:
        properties["whitelist"] = pattern_of(topics, excluded)
    return Mirror(
        source,
        destination,
        properties.get("whitelist", EVERYTHING),
        properties,
        Trace(trace.origin, {theirs: trace.sub(names[theirs]) for theirs in properties}),
        {f"{end}_cluster_name": trace.at(end) for end in ("source", "destination")},
    )


def pattern_of(topics: Sequence[str], excluded: Sequence[str]) -> str:
    """Return one Java regular expression for what several take and others leave."""
    taken = topics[0] if len(topics) == 1 else "|".join(f"(?:{pattern})" for pattern in topics)
    if not excluded:
        return taken
    return f"(?!(?:{'|'.join(f'(?:{pattern})' for pattern in excluded)})$)(?:{taken})"
