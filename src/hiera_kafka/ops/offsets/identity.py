"""Whether the topics of a journal's entry are still those that it was written for.

A topic that is deleted and made again under its name has another id; offsets of the first one stand for other messages
in the second. Brokers older than Kafka 2.8 give no ids, and entries of older versions of hiera-kafka hold none: then a
partition that ends before where it ended shows it, and one that has grown past that shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hiera_kafka.clients.groups import Range, TopicPartition
from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.offsets.plan import RefusedError
from hiera_kafka.ops.offsets.restore import Written


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of the topics of an entry.

    Attributes:
        recreated: Topic to what shows that it is another one now, as it follows the topic's name in a sentence.
        unknown: Topics of which nothing shows whether they are, sorted.
    """

    recreated: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def identify(
    then: Mapping[str, str],
    now: Mapping[str, str],
    written: Iterable[Written],
    ranges: Mapping[TopicPartition, Range],
) -> Identity:
    """Return what shows whether topics are others by now; those that are gone are left out.

    Args:
        then: Topic to its id when the entry was made, of those that had one.
        now: The same of today.
        written: What the journal says of each partition.
        ranges: Offsets that each partition can be read from, of those that are there.
    """
    recreated: dict[str, str] = {}
    unknown: set[str] = set()
    for one in written:
        topic = one.partition.topic
        there = ranges.get(one.partition)
        if there is None:
            continue
        before, after = then.get(topic), now.get(topic)
        if before is None or after is None:
            unknown.add(topic)
            end = _end(one)
            if there.latest < end:
                recreated.setdefault(topic, f"ended at {end} or later in {one.partition} and ends at {there.latest}")
        elif before != after:
            recreated[topic] = f"had id {before} and has id {after}"
    return Identity(recreated, tuple(sorted(unknown - recreated.keys())))


def _end(written: Written) -> int:
    """Return an offset that the partition reached when the entry was made: nothing beyond its end is ever set."""
    if written.end is not None:
        return written.end
    return 0 if written.after is None else written.after.offset


def ids_of(ids: Mapping[str, str], places: Iterable[TopicPartition]) -> dict[str, str]:
    """Return the ids of the topics of partitions, of those that have one."""
    return {topic: ids[topic] for topic in sorted({place.topic for place in places}) if topic in ids}


def check_same_topics(agreed: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Refuse where a topic was made again after the plan, between a look at it and the write.

    Raises:
        RefusedError: One was.
    """
    others = [topic for topic, topic_id in agreed.items() if now.get(topic) != topic_id]
    if others:
        raise RefusedError(
            [
                Diagnostic(
                    "offsets-topic-recreated",
                    f"topic {topic!r} is not the one of the plan any more: it had id {agreed[topic]} and "
                    + (f"has id {now[topic]}" if topic in now else "is gone"),
                    note="nothing was written",
                    hint="run the command again for a plan of what is now",
                )
                for topic in others
            ]
        )
