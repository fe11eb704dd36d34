"""Mirrors whose data names topics that end in `heartbeats`, with which the two engines do not do the same.

A pattern for all topics of a prefix takes such names too; nothing is said of that here, since there need not be any
such topic. `hiera-kafka mirrors NAME` says it of the topics that there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from hiera_kafka.errors import Diagnostic, Position, Severity
from hiera_kafka.model.mirror.names import (
    HEARTBEATS,
    HEARTBEATS_COPIED,
    HEARTBEATS_RENAMED,
    INTERNAL_TOPICS,
    copied_from,
    name_rules,
)
from hiera_kafka.model.mirror.settings import MirrorNode
from hiera_kafka.topic_patterns import Pattern, PatternError, TooComplexError, Topics, common_topic

_NOTE: Final = (
    "MirrorMaker 2 takes every topic that ends in '.heartbeats', or has just that name, and puts the name of its "
    "source before whatever ends in 'heartbeats'; MirrorMaker 1 does neither"
)


_TOPIC_HINT: Final = "choose a name for the topic that does not end so, or engine 1 with a prefix before the name"
_EXCLUDE_HINT: Final = "'.*[^.]heartbeats' leaves all that MirrorMaker 2 lets you leave; or choose engine 1"


def check_heartbeats(nodes: Sequence[MirrorNode]) -> Iterator[Diagnostic]:
    """Yield a warning for each pattern that says otherwise than the engine does, and for pairs that go round.

    Args:
        nodes: Each mirror once.
    """
    for node in nodes:
        for key, patterns in (("topics", node.topics), ("exclude", node.excluded)):
            for index, text in enumerate(patterns):
                if HEARTBEATS in text and (message := _message(node, key, text)) is not None:
                    where = node.settings.trace.at(key, index).positions()[:1]
                    yield _warning(message, where, _EXCLUDE_HINT if key == "exclude" else _TOPIC_HINT)
    for two in nodes:
        for one in nodes:
            ends = (one.source_name, one.destination_name, one.engine, two.engine)
            if ends == (two.destination_name, two.source_name, 1, 2):
                yield from _round(two, one)


def _message(node: MirrorNode, key: str, text: str) -> str | None:
    """Return what is wrong with a pattern, None for nothing."""
    rules = name_rules(node.engine, node.source_name, node.destination_name)
    patterns = _read(text)
    if not patterns or (node.engine == 1 and key == "exclude"):
        return None
    if node.engine == 1:
        decided, topic = _common(Topics(patterns, _read(*INTERNAL_TOPICS)))
        if decided and topic is None:
            return f"the mirror {node.name} takes no topic by {text!r}: MirrorMaker 1 is told to leave {HEARTBEATS!r}"
        return None
    others = () if key == "exclude" else node.excluded
    left = _read(*rules.left, *others, copied_from(node.destination_name))
    named = HEARTBEATS_RENAMED if key == "topics" else HEARTBEATS_COPIED
    _, topic = _common(Topics(patterns, left), Topics(_read(named)))
    if topic is None:
        return None
    copy = rules.copy_of(topic)
    if key == "exclude":
        return f"MirrorMaker 2 of {node.name} takes topics such as {topic!r} although exclude has {text!r}, as {copy!r}"
    return f"the mirror {node.name} takes topics such as {topic!r}, and MirrorMaker 2 names the copy {copy!r}"


def _round(two: MirrorNode, one: MirrorNode) -> Iterator[Diagnostic]:
    """Yield a warning where MirrorMaker 1 brings copies back that MirrorMaker 2 copies again, under a longer name."""
    copies = two.source_name.replace(".", r"\.") + rf"\.{HEARTBEATS_COPIED}"
    again = Topics(_read(copies), _read(copied_from(two.destination_name)))
    _, topic = _common(Topics(_read(*one.topics), _read(*INTERNAL_TOPICS, *one.excluded)), again)
    if topic is not None:
        longer = name_rules(2, two.source_name, two.destination_name).copy_of(topic)
        yield _warning(
            f"mirrors go round in a circle: {one.name} takes topics such as {topic!r}, which {two.name} has made, and "
            f"{two.name} copies that again as {longer!r}, and so on",
            one.settings.trace.at("topics").positions()[:1],
            hint=rf"let {one.name} leave them: exclude '{two.source_name}\..*{HEARTBEATS}'",
        )


def _common(*choices: Topics) -> tuple[bool, str | None]:
    """Return whether it could be decided, and a topic that all choose, None for none; others report what could not."""
    try:
        return True, common_topic(choices)
    except TooComplexError:
        return False, None


def _read(*texts: str) -> tuple[Pattern, ...]:
    """Return the patterns of which something can be proven; those of the data are spoken of elsewhere."""
    found = []
    for text in filter(None, texts):
        try:
            found.append(Pattern.parse(text))
        except PatternError:
            continue
    return tuple(found)


def _warning(message: str, where: tuple[Position, ...], hint: str) -> Diagnostic:
    return Diagnostic("mirror-heartbeats", message, where, note=_NOTE, hint=hint, level=Severity.WARNING)
