"""What a switch of a mirror to the other engine would do to topics: renamed, taken from then on, or left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from hiera_kafka.ops.mirrors.inventory import Mirror, judged
from hiera_kafka.ops.mirrors.topics import TopicVerdict


@dataclass(frozen=True, slots=True)
class Switched:
    """A topic with which the engines do not do the same.

    Attributes:
        now: What the engine of the data does with it.
        then: What the other one would do with it.
        engine: The other one, 1 or 2.
    """

    now: TopicVerdict
    then: TopicVerdict
    engine: int

    @property
    def text(self) -> str:
        """What would change, in a sentence."""
        before, after = self.now.destination_topic, self.then.destination_topic
        other = f"MirrorMaker {self.engine} would"
        if after is None:
            return f"{other} leave {self.now.topic}: {self.then.why}."
        if before is None:
            return f"{other} take {self.now.topic} as {after}: {self.then.why}."
        return f"{other} write {self.now.topic} as {after}; what is copied so far stays in {before}."

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form; a topic that is left has no name at the destination."""
        return {
            "topic": self.now.topic,
            "engine": self.engine,
            "now": self.now.destination_topic,
            "then": self.then.destination_topic,
        }


def switched(mirror: Mirror, topics: Iterable[str]) -> tuple[Switched, ...]:
    """Return the topics of a mirror's source that a switch to the other engine would rename, take or leave.

    None for a mirror of Wikimedia's Puppet, which has one engine.

    Args:
        mirror: The mirror.
        topics: Names of the source's topics.
    """
    if mirror.wikimedia:
        return ()
    names = sorted(topics)
    other = replace(mirror, engine=3 - mirror.engine)
    pairs = zip(judged(mirror, names), judged(other, names), strict=True)
    return tuple(
        Switched(now, then, other.engine) for now, then in pairs if now.destination_topic != then.destination_topic
    )
