"""Which topics of its source a mirror takes, under which name, which it leaves, and by which rule."""

from __future__ import annotations

import enum
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from hiera_kafka.bounded import Expression, TooCostlyError
from hiera_kafka.hiera.values.secret_names import MASK
from hiera_kafka.model.mirror.names import NameRules
from hiera_kafka.topic_patterns import Pattern, PatternError


class Rule(enum.StrEnum):
    """Why a topic is taken or left."""

    TAKEN = "taken"
    HEARTBEATS = "heartbeats"
    INTERNAL = "internal"
    RETURNING = "returning"
    EXCLUDED = "excluded"
    UNMATCHED = "unmatched"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class TopicVerdict:
    """What a mirror does with a topic.

    Attributes:
        topic: Its name.
        rule: Why.
        pattern: The pattern that decided it, or that cannot be read here; None where none did.
        copy: Name of its copy at the destination, where that is another one.
    """

    topic: str
    rule: Rule
    pattern: str | None
    copy: str | None = None

    @property
    def taken(self) -> bool:
        """Whether the mirror takes the topic."""
        return self.rule in (Rule.TAKEN, Rule.HEARTBEATS)

    @property
    def destination_topic(self) -> str | None:
        """Name of its copy at the destination, None for a topic that is left."""
        return (self.copy or self.topic) if self.taken else None

    @property
    def why(self) -> str:
        """The rule as words, and the name of the copy where it is another one."""
        return self._rule if self.copy is None else f"{self._rule}; its copy is {self.copy}"

    @property
    def _rule(self) -> str:
        return {
            Rule.TAKEN: f"matches {self.pattern}",
            Rule.HEARTBEATS: "heartbeats, which MirrorMaker 2 takes whatever the patterns say",
            Rule.INTERNAL: f"of Kafka or MirrorMaker itself ({self.pattern})",
            Rule.RETURNING: "named as a copy of what came from the destination",
            Rule.EXCLUDED: f"excluded by {self.pattern}",
            Rule.UNMATCHED: "no pattern matches",
            Rule.UNREAD: f"not known: {self.pattern} cannot be read here",
        }[self.rule]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return {
            "topic": self.topic,
            "taken": self.taken,
            "rule": str(self.rule),
            "pattern": self.pattern,
            "destination_topic": self.destination_topic,
        }


def verdicts(
    topics: Iterable[str], patterns: Sequence[str], excluded: Sequence[str], rules: NameRules, *, secret: bool = False
) -> list[TopicVerdict]:
    """Return what a mirror does with each topic, sorted by name.

    Args:
        topics: Names of the source's topics.
        patterns: Java regular expressions, one of which must match a whole name.
        excluded: Java patterns of topics that are left out although `topics` matches them.
        rules: What its engine makes of names whatever the patterns say.
        secret: Whether the patterns are secrets, and verdicts name none of them.
    """
    found = [_verdict(topic, patterns, excluded, rules) for topic in sorted(topics)]
    own = {*patterns, *excluded}
    return [replace(one, pattern=MASK) if secret and one.pattern in own else one for one in found]


def _verdict(topic: str, patterns: Sequence[str], excluded: Sequence[str], rules: NameRules) -> TopicVerdict:
    # In this order: an internal topic is left whatever the data says, and what nothing asks for needs no exclusion.
    internal = rules.internal(topic)
    if internal is not None:
        return TopicVerdict(topic, Rule.INTERNAL, internal)
    if rules.returns(topic):
        return TopicVerdict(topic, Rule.RETURNING, None)
    found = _by_patterns(topic, patterns, excluded)
    if not found.taken and rules.always_taken(topic):
        found = TopicVerdict(topic, Rule.HEARTBEATS, None)
    copy = rules.copy_of(topic)
    return replace(found, copy=copy) if found.taken and copy != topic else found


def _by_patterns(topic: str, patterns: Sequence[str], excluded: Sequence[str]) -> TopicVerdict:
    asked, unread = _first(patterns, topic)
    if asked is None:
        return TopicVerdict(topic, Rule.UNMATCHED if unread is None else Rule.UNREAD, unread)
    left, unread = _first(excluded, topic)
    if left is not None:
        return TopicVerdict(topic, Rule.EXCLUDED, left)
    return TopicVerdict(topic, Rule.TAKEN, asked) if unread is None else TopicVerdict(topic, Rule.UNREAD, unread)


def _first(patterns: Sequence[str], topic: str) -> tuple[str | None, str | None]:
    """Return the first pattern that takes a topic, and the first before it that cannot be decided here."""
    unread = None
    for pattern in patterns:
        answer = _takes(pattern, topic)
        if answer:
            return pattern, unread
        if answer is None and unread is None:
            unread = pattern
    return None, unread


def _takes(pattern: str, topic: str) -> bool | None:
    """Return whether a pattern takes a topic; None where that cannot be decided here."""
    reads = _reader(pattern)
    try:
        return None if reads is None else reads(topic)
    except TooCostlyError:
        return None


@cache
def _reader(pattern: str) -> Callable[[str], bool] | None:
    """Return a test of whether a pattern takes a whole name; None for one that only Java can read."""
    try:
        return Pattern.parse(pattern).matches
    except PatternError:
        pass  # the data accepts by name that nothing is proven of it; most of these mean the same in Python
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Python warns of what it reads otherwise than Java
            compiled = Expression(pattern)
    except (re.error, Warning, TooCostlyError):
        return None
    return compiled.fullmatch
