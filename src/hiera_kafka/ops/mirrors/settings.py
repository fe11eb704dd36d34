"""How topics differ between source and destination of a mirror, and what may be done about it: without a cluster.

Nothing is ever lowered, and nothing is set that lets the destination drop messages which it keeps now.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hiera_kafka.clients.topics import NewTopic, Option, Topic

PARTITIONS = "partitions"
POLICY = "cleanup.policy"
_UNLIMITED = -1
GROWING = (
    "retention.ms",
    "retention.bytes",
    "max.message.bytes",
    "delete.retention.ms",
    "min.compaction.lag.ms",
    "max.compaction.lag.ms",
)
"""Options of which a larger value keeps more, or takes more; the first two may be -1 for no limit."""
_WITHOUT_LIMIT = ("retention.ms", "retention.bytes")
EQUAL = ("compression.type",)
"""Options that lose nothing, whatever they are."""
CARRIED = (POLICY, *GROWING, *EQUAL)
"""Options that matter at the destination. Replicas and `min.insync.replicas` are each cluster's own affair, and so is
`message.timestamp.type`: a destination that keeps the source's times must have CreateTime."""


class Action(enum.StrEnum):
    """What becomes of a difference."""

    RAISE = "raise"
    SET = "set"
    LARGER = "larger"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that a topic has otherwise at the destination.

    Attributes:
        name: `partitions`, or the option.
        source: What the source has.
        destination: What the destination has.
        action: What becomes of it.
    """

    name: str
    source: str
    destination: str
    action: Action

    @property
    def written(self) -> bool:
        """Whether the destination is to get what the source has."""
        return self.action in (Action.RAISE, Action.SET)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return {
            "name": self.name,
            "source": self.source,
            "destination": self.destination,
            "action": str(self.action),
        }


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """What is to be done with a topic.

    Attributes:
        topic: Its name at the source.
        copy: Its name at the destination.
        create: How it is made; None where it is there.
        differences: How it differs where it is there.
        refused: What the destination's brokers say to it, None when nothing.
    """

    topic: str
    copy: str
    create: NewTopic | None
    differences: tuple[Difference, ...] = ()
    refused: str | None = None

    @property
    def needed(self) -> bool:
        """Whether there is anything to write."""
        return self.create is not None or any(one.written for one in self.differences)

    @property
    def partitions(self) -> int | None:
        """How many partitions it gets, None where that stays."""
        return next((int(one.source) for one in self.differences if one.name == PARTITIONS and one.written), None)

    @property
    def options(self) -> dict[str, str]:
        """Name to value of the options that it gets."""
        return {one.name: one.source for one in self.differences if one.name != PARTITIONS and one.written}

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return {
            "topic": self.topic,
            "destination_topic": self.copy,
            "create": None
            if self.create is None
            else {
                "partitions": self.create.partitions,
                "replicas": self.create.replicas,
                "options": dict(self.create.options),
            },
            "differences": [one.to_dict() for one in self.differences],
            "refused": self.refused,
        }


def first_form(source: Topic, replicas: int) -> NewTopic:
    """Return a new topic with what the source's topic has of its own."""
    own = {name: source.options[name].value for name in CARRIED if name in source.options and source.options[name].own}
    return NewTopic(source.partitions, replicas, own)


def completed(form: NewTopic, source: Topic, would_be: Mapping[str, Option]) -> NewTopic:
    """Return a new topic with what the destination's brokers would give it less of than the source has, too."""
    more = {one.name: one.source for one in _options(source.options, would_be, empty=True) if one.written}
    return NewTopic(form.partitions, form.replicas, {**form.options, **more})


def differences(source: Topic, destination: Topic, *, empty: bool) -> tuple[Difference, ...]:
    """Return how a topic differs.

    Args:
        source: The topic at the source.
        destination: The same at the destination.
        empty: Whether the destination has no message of it, so that it cannot drop one.
    """
    counts = (source.partitions, destination.partitions)
    shape = [] if counts[0] == counts[1] else [_grown(PARTITIONS, *map(str, counts))]
    return (*shape, *_options(source.options, destination.options, empty=empty))


def _options(source: Mapping[str, Option], destination: Mapping[str, Option], *, empty: bool) -> list[Difference]:
    found = []
    for name in CARRIED:
        if name not in source or name not in destination:  # an option that one of the versions does not have
            continue
        wanted, had = source[name].value, destination[name].value
        if wanted == had or (name == POLICY and _policies(wanted) == _policies(had)):
            continue
        if name in GROWING:
            found.append(_grown(name, wanted, had))
        elif name == POLICY and not empty and _policies(wanted) - _policies(had):
            found.append(Difference(name, wanted, had, Action.UNSAFE))
        else:
            found.append(Difference(name, wanted, had, Action.SET))
    return found


def _grown(name: str, source: str, destination: str) -> Difference:
    larger = _size(name, source) > _size(name, destination)
    return Difference(name, source, destination, Action.RAISE if larger else Action.LARGER)


def _size(name: str, value: str) -> float:
    number = int(value)
    return float("inf") if number == _UNLIMITED and name in _WITHOUT_LIMIT else number


def _policies(value: str) -> frozenset[str]:
    """Return the ways in which messages are dropped."""
    return frozenset(part.strip() for part in value.split(",") if part.strip())
