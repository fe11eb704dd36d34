"""Which topics of its source a mirror takes, which it leaves, and by which rule."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hiera_kafka.model.mirror import INTERNAL_TOPICS


class Rule(enum.StrEnum):
    """Why a topic is taken or left."""

    TAKEN = "taken"
    INTERNAL = "internal"
    EXCLUDED = "excluded"
    UNMATCHED = "unmatched"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a mirror does with a topic.

    Attributes:
        topic: Its name.
        rule: Why.
        pattern: The pattern that decided it; None where none matches.
    """

    topic: str
    rule: Rule
    pattern: str | None

    @property
    def taken(self) -> bool:
        """Whether the mirror takes the topic."""
        return self.rule is Rule.TAKEN

    @property
    def why(self) -> str:
        """The rule as words."""
        return {
            Rule.TAKEN: f"matches {self.pattern}",
            Rule.INTERNAL: f"of Kafka or MirrorMaker itself ({self.pattern})",
            Rule.EXCLUDED: f"excluded by {self.pattern}",
            Rule.UNMATCHED: "no pattern matches",
        }[self.rule]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return {"topic": self.topic, "taken": self.taken, "rule": str(self.rule), "pattern": self.pattern}


def verdicts(topics: Iterable[str], patterns: Sequence[str], excluded: Sequence[str]) -> list[Verdict]:
    """Return what a mirror does with each topic, sorted by name.

    Args:
        topics: Names of the source's topics.
        patterns: Java regular expressions, one of which must match a whole name.
        excluded: Such of topics that are left all the same.
    """
    return [_verdict(topic, patterns, excluded) for topic in sorted(topics)]


def _verdict(topic: str, patterns: Sequence[str], excluded: Sequence[str]) -> Verdict:
    # In this order: an internal topic is left whatever the data says, and what nothing asks for needs no exclusion.
    if (internal := _first(INTERNAL_TOPICS, topic)) is not None:
        return Verdict(topic, Rule.INTERNAL, internal)
    if (asked := _first(patterns, topic)) is None:
        return Verdict(topic, Rule.UNMATCHED, None)
    if (left := _first(excluded, topic)) is not None:
        return Verdict(topic, Rule.EXCLUDED, left)
    return Verdict(topic, Rule.TAKEN, asked)


def _first(patterns: Sequence[str], topic: str) -> str | None:
    return next((pattern for pattern in patterns if matches(pattern, topic)), None)


def matches(pattern: str, topic: str) -> bool:
    """Tell whether a pattern matches a whole name."""
    return _compiled(pattern).fullmatch(topic) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
