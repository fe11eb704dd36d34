"""What is wrong with the mirrors of all hosts together, in the native dialect: no host sees it by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.compiler.mirror_rules.graph import MirrorLink, Shared, circles, link, overlaps, prefix_hint
from hiera_kafka.compiler.mirror_rules.heartbeats import check_heartbeats
from hiera_kafka.errors import Diagnostic, Position, Severity
from hiera_kafka.model.host_roles import KafkaNode
from hiera_kafka.model.mirror.names import not_kept
from hiera_kafka.model.mirror.settings import MirrorNode
from hiera_kafka.model.services import HostModel
from hiera_kafka.source import Origin
from hiera_kafka.topic_patterns import Pattern, PatternError, Topics

ACCEPT_NOTE: Final = (
    "whether mirrors go round in a circle or write a topic twice is proven on patterns; one that cannot be read might "
    "take any topic"
)
ACCEPT_HINT: Final = "rewrite it, or set accept_unproven: true (kafka_mirror_accept_unproven in Wikimedia's form)"
_MESSAGE: Final = "message.max.bytes"
_DEFAULT_MESSAGE: Final = 1048588


def check_mirrors(models: Mapping[str, HostModel], catalogs: Mapping[str, Catalog]) -> list[Diagnostic]:
    """Return what is wrong with mirrors: their patterns, circles, topics written twice, sizes of messages.

    Args:
        models: Models of hosts.
        catalogs: Catalogs of hosts, as far as there are any; brokers say in theirs which messages they take.
    """
    nodes = _nodes(models)
    found: dict[Diagnostic, None] = {}
    links: list[MirrorLink] = []
    accepted: set[str] = set()
    for node, hosts in nodes:
        if node.settings.model.accept_unproven:
            accepted.add(node.name)
        topics, problems = _topics(node)
        found.update(dict.fromkeys(problems))
        if topics is not None:
            links.append(link(node.mirror, topics, hosts))
    found.update(dict.fromkeys(_of_graph(links, accepted)))
    found.update(dict.fromkeys(check_heartbeats([node for node, _ in nodes])))
    found.update(dict.fromkeys(_sizes([node for node, _ in nodes], models, catalogs)))
    return list(found)


def _nodes(models: Mapping[str, HostModel]) -> list[tuple[MirrorNode, int]]:
    """Return each mirror once with the number of hosts that see it so."""
    nodes: dict[tuple[object, ...], tuple[MirrorNode, int]] = {}
    for model in models.values():
        for node in model.nodes(MirrorNode):
            key = (node.name, node.topics, node.excluded, node.message_max_bytes)
            first, hosts = nodes.get(key, (node, 0))
            nodes[key] = (first, hosts + 1)
    return list(nodes.values())


def _topics(node: MirrorNode) -> tuple[Topics | None, list[Diagnostic]]:
    """Return what a mirror takes and gives no other name; None where that cannot be read."""
    problems: list[Diagnostic] = []

    def read(key: str, texts: Sequence[str]) -> Iterator[Pattern]:
        for index, text in enumerate(texts):
            try:
                yield Pattern.parse(text)
            except PatternError as error:
                problems.append(_pattern_problem(node, error, node.settings.trace.at(key, index)))

    taken, left = tuple(read("topics", node.topics)), tuple(read("exclude", node.excluded))
    # Circles and topics that are written twice are looked for among topics that keep their names.
    not_here = tuple(Pattern.parse(text) for text in not_kept(node.engine))
    return (None if problems else Topics(taken, (*left, *not_here))), problems


def _pattern_problem(node: MirrorNode, error: PatternError, origin: Origin) -> Diagnostic:
    if error.invalid:
        return Diagnostic(
            "mirror-pattern-invalid",
            f"the mirror {node.name} has a pattern that Java refuses: {error}",
            where=_place(origin),
            hint="write a Java regular expression that matches whole names of topics",
        )
    message = f"nothing is proven of a pattern of the mirror {node.name}: {error}"
    return unproven(message, _place(origin), node.settings.model.accept_unproven)


def unproven(message: str, where: tuple[Position, ...], accepted: bool) -> Diagnostic:
    """Return what is said of patterns of which nothing is proven: a warning where the data accepts that."""
    level = Severity.WARNING if accepted else Severity.ERROR
    hint = None if accepted else ACCEPT_HINT
    return Diagnostic("mirror-pattern-unproven", message, where, note=ACCEPT_NOTE, hint=hint, level=level)


def _of_graph(links: Sequence[MirrorLink], accepted: set[str]) -> Iterator[Diagnostic]:
    for shared in circles(links):
        yield _undecided(shared, accepted) if shared.topic is None else circle(shared)
    for shared in overlaps(links):
        yield _undecided(shared, accepted) if shared.topic is None else overlap(shared)


def _undecided(shared: Shared, accepted: set[str]) -> Diagnostic:
    names = [link.name for link in shared.links]
    message = f"whether {' and '.join(names)} take a topic in common takes too many steps to tell"
    return unproven(message, shared.places, not accepted.isdisjoint(names))


def circle(shared: Shared, level: Severity = Severity.ERROR) -> Diagnostic:
    """Return what is said of mirrors in a circle."""
    return Diagnostic(
        "mirror-loop",
        f"mirrors go round in a circle, {shared.way}, and all of them take topics such as {shared.topic!r}",
        shared.places,
        note="topics keep their names: a message that every mirror of a circle takes goes round for ever",
        hint=prefix_hint(_likeliest(shared)),
        level=level,
    )


def overlap(shared: Shared, level: Severity = Severity.ERROR) -> Diagnostic:
    """Return what is said of two mirrors that write the same topic."""
    one, other = shared.links
    return Diagnostic(
        "mirror-prefix-overlap",
        f"the mirrors {one.name} and {other.name} both take topics such as {shared.topic!r} to {one.destination}",
        tuple(dict.fromkeys(link.place for link in shared.links if link.place is not None)),
        note="what both have under one name becomes one topic there, and what one has from the other comes twice",
        hint=prefix_hint(_likeliest(shared)),
        level=level,
    )


def _likeliest(shared: Shared) -> MirrorLink:
    return min(shared.links, key=lambda link: link.takes_own(shared.topic or ""))


def _sizes(
    nodes: Iterable[MirrorNode], models: Mapping[str, HostModel], catalogs: Mapping[str, Catalog]
) -> Iterator[Diagnostic]:
    """Yield mirrors whose source takes messages that the mirror or its destination does not."""
    limits = _limits(models, catalogs)
    # What several clusters say in one place is usual; the place of one alone is the exception.
    said = Counter(place for _, places in limits.values() for place in places)
    for node in nodes:
        if node.source_name not in limits or node.destination_name not in limits:
            continue
        sent, source = limits[node.source_name]
        taken, destination = limits[node.destination_name]
        if sent > taken:
            yield Diagnostic(
                "message-size-mismatch",
                f"{node.source_name} takes messages of {sent} bytes, {node.destination_name}, which it is mirrored to, "
                f"only of {taken}",
                tuple(sorted((*source, *destination), key=lambda place: said[place])) or _place(node.origin("source")),
                hint=f"raise kafka_message_max_bytes of {node.destination_name}, or lower that of {node.source_name}",
            )
        elif sent > node.message_max_bytes:
            yield Diagnostic(
                "message-size-mismatch",
                f"{node.source_name} takes messages of {sent} bytes, the mirror {node.name} carries only those of "
                f"{node.message_max_bytes}",
                (*_place(node.message_max_origin), *source),
                hint=f"raise message_max_bytes of the mirror to {sent}, or lower kafka_message_max_bytes of "
                f"{node.source_name}",
            )


def _limits(
    models: Mapping[str, HostModel], catalogs: Mapping[str, Catalog]
) -> dict[str, tuple[int, tuple[Position, ...]]]:
    """Return the largest message that the brokers of each cluster take, in bytes, and where that is said."""
    limits: dict[str, tuple[int, tuple[Position, ...]]] = {}
    for host, model in models.items():
        broker = model.service(KafkaNode)
        if broker is not None and broker.name not in limits and host in catalogs:
            limits[broker.name] = _limit(catalogs[host])
    return limits


def _limit(catalog: Catalog) -> tuple[int, tuple[Position, ...]]:
    files = (file for file in catalog.files() if file.path.endswith("/server.properties"))
    for setting in (setting for file in files for setting in file.settings()):
        # The check of options reports what is no number.
        if setting.name == _MESSAGE and not setting.value.secret and str(setting.value.data).isdecimal():
            return int(str(setting.value.data)), _place(setting.value.origin)
    return _DEFAULT_MESSAGE, ()


def _place(origin: Origin) -> tuple[Position, ...]:
    return origin.positions()[:1]
