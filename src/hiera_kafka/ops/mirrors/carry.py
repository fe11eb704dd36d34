"""Carries what topics are like from the source of a mirror to its destination: looks, writes, looks again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.clients.topics import Topic, TopicAdmin
from hiera_kafka.errors import Diagnostic, HieraKafkaError, nearest
from hiera_kafka.ops.mirrors.inventory import Mirror, judged
from hiera_kafka.ops.mirrors.settings import POLICY, TopicPlan, completed, differences, first_form
from hiera_kafka.ops.mirrors.switch import Switched, switched


@dataclass(frozen=True, slots=True)
class CarryPlan:
    """What is to be done at a mirror's destination.

    Attributes:
        mirror: The mirror of the data.
        topics: Every topic that it takes, sorted.
        switch: Topics of these and of those that it leaves with which the other engine would not do the same.
    """

    mirror: Mirror
    topics: tuple[TopicPlan, ...]
    switch: tuple[Switched, ...] = ()

    @property
    def needed(self) -> tuple[TopicPlan, ...]:
        """The topics that there is something to write for."""
        return tuple(topic for topic in self.topics if topic.needed)

    @property
    def refused(self) -> tuple[TopicPlan, ...]:
        """The topics that the destination's brokers refuse something of."""
        return tuple(topic for topic in self.topics if topic.refused is not None)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return {
            "mirror": self.mirror.name,
            "source": self.mirror.source,
            "destination": self.mirror.destination,
            "topics": [topic.to_dict() for topic in self.topics],
            "other_engine": [one.to_dict() for one in self.switch],
        }


def plan(source: TopicAdmin, destination: TopicAdmin, mirror: Mirror, only: Collection[str] = ()) -> CarryPlan:
    """Compare the topics that a mirror takes.

    Args:
        source: Cluster that it reads.
        destination: Cluster that it writes.
        mirror: The mirror of the data.
        only: Topics to look at; none are all that it takes.

    Raises:
        HieraKafkaError: A topic of `only` is none that the mirror takes.
        ClientError: A cluster does not answer, or refuses.
    """
    names = source.topics()
    verdicts = judged(mirror, names)
    taken = {verdict.topic: copy for verdict in verdicts if (copy := verdict.destination_topic) is not None}
    unknown = [topic for topic in only if topic not in taken]
    if unknown:
        why = {verdict.topic: verdict.why for verdict in verdicts}
        raise HieraKafkaError([_not_taken(mirror, topic, why, taken) for topic in unknown])
    named = {copy: topic for topic, copy in taken.items() if not only or topic in only}
    described = source.described(named.values())
    wanted = {copy: described[topic] for copy, topic in named.items()}
    there = destination.topics()
    had = destination.described(copy for copy in wanted if copy in there)
    missing = {copy: found for copy, found in wanted.items() if copy not in had}
    found = [*_new(destination, missing), *_differing(destination, wanted, had)]
    switch = switched(mirror, [topic for topic in names if not only or topic in only])
    return CarryPlan(mirror, tuple(sorted(found, key=lambda one: one.topic)), switch)


def execute(source: TopicAdmin, destination: TopicAdmin, agreed: CarryPlan) -> CarryPlan:
    """Do what was agreed to, and return what is left of it, with what the brokers refused.

    Raises:
        ClientError: A cluster does not answer.
    """
    needed = [topic for topic in agreed.needed if topic.refused is None]
    refused = {topic.copy: topic.refused for topic in agreed.refused if topic.refused is not None}
    steps: tuple[tuple[Callable[[Any], dict[str, str]], dict[str, Any]], ...] = (
        (destination.create, {one.copy: one.create for one in needed if one.create is not None}),
        (destination.add_partitions, {one.copy: one.partitions for one in needed if one.partitions is not None}),
        (destination.set_options, {one.copy: one.options for one in needed if one.options}),
    )
    for step, given in steps:
        if given:
            refused |= step(given)
    left = plan(source, destination, agreed.mirror, [topic.topic for topic in agreed.topics])
    return replace(left, topics=tuple(replace(one, refused=refused.get(one.copy, one.refused)) for one in left.topics))


def _new(destination: TopicAdmin, missing: Mapping[str, Topic]) -> list[TopicPlan]:
    if not missing:
        return []
    replicas = destination.default_replication()
    forms = {topic: first_form(found, replicas) for topic, found in missing.items()}
    would_be, refused = destination.would_be(forms)
    return [
        TopicPlan(
            missing[copy].name, copy, completed(form, missing[copy], would_be.get(copy, {})), (), refused.get(copy)
        )
        for copy, form in forms.items()
    ]


def _differing(destination: TopicAdmin, wanted: Mapping[str, Topic], had: Mapping[str, Topic]) -> list[TopicPlan]:
    found = []
    for copy, there in had.items():
        differing = differences(wanted[copy], there, empty=False)
        if any(one.name == POLICY for one in differing):
            differing = differences(wanted[copy], there, empty=_empty(destination, there))
        found.append(TopicPlan(wanted[copy].name, copy, None, differing))
    return found


def _empty(cluster: TopicAdmin, topic: Topic) -> bool:
    ranges = cluster.ranges(TopicPartition(topic.name, number) for number in range(topic.partitions))
    return all(found.earliest == found.latest for found in ranges.values())


def _not_taken(mirror: Mirror, topic: str, why: Mapping[str, str], taken: Collection[str]) -> Diagnostic:
    near = nearest(topic, list(taken))
    reason = f"it leaves that topic: {why[topic]}" if topic in why else f"{mirror.source} has no such topic"
    return Diagnostic(
        "topic-not-mirrored",
        f"mirror {mirror.name} takes no topic {topic!r}: {reason}",
        hint=f"did you mean {near!r}?" if near else f"`hiera-kafka mirrors {mirror.name}` lists what it takes",
    )
