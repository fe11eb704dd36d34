"""Translates where a group reads from one datacenter to the other, never ahead of what it has processed.

The destination's ends are looked at before the source, so that whatever lies before such an end was in the source when
that was read. Among the ways that prove a position, the one that reads least again is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hiera_kafka.clients.groups import ConsumerGroup, TopicPartition
from hiera_kafka.clients.mirror_maker_2 import checkpoints, checkpoints_topic
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.ops.offsets.translate.bounds import (
    Bound,
    Proof,
    Side,
    Unproven,
    by_checkpoints,
    by_saved,
    by_time,
    first_copies,
    neighbours,
)
from hiera_kafka.ops.offsets.translate.request import Ask, Flow
from hiera_kafka.ops.offsets.translate.saved import Picture, time_text
from hiera_kafka.ops.offsets.translate.timestamps import by_timestamps, sides


@dataclass(frozen=True)
class Translated:
    """One topic of a translation.

    Attributes:
        topic: Its name.
        flow: The mirror that copies it.
        destination: The topic in the destination, as it was seen before anything else.
        way: What its bound is proven by, None when nothing proves one.
        bound: Where the group may be set.
        unproven: Why the other ways were of no use.
    """

    topic: str
    flow: Flow
    destination: Side
    way: Proof | None = None
    bound: Bound | None = None
    unproven: Mapping[Proof, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Translation:
    """Where a group may go on in the destination.

    Attributes:
        ask: What was asked for.
        topics: What is translated, and what could not be; sorted by name.
        left: Topics that nothing is done about, with why.
        source_group: The group at the source, None when the source does not answer.
    """

    ask: Ask
    topics: tuple[Translated, ...]
    left: Mapping[str, str]
    source_group: ConsumerGroup | None

    @property
    def offsets(self) -> dict[TopicPartition, int]:
        """All that can be set."""
        return {
            place: offset for one in self.topics if one.bound is not None for place, offset in one.bound.offsets.items()
        }

    @property
    def unproven(self) -> tuple[Translated, ...]:
        """Topics that nothing is proven for."""
        return tuple(one for one in self.topics if one.bound is None)


def translate(source: ReadableCluster | None, destination: ReadableCluster, ask: Ask) -> Translation:
    """Look at both clusters, or at the destination alone, and return where the group may go on.

    Raises:
        HieraKafkaError: The saved translation is of other clusters.
        ClientError: A cluster does not answer, or not any more.
    """
    if ask.saved is not None:
        ask.saved.check(ask.source, ask.destination, destination.id)
    known = checkpointed(destination, ask) if ask.by in (None, Proof.CHECKPOINTS) else {}
    own = destination.committed(ask.group)
    names = set(ask.topics) or _names(source, ask, known, own)
    there = destination.topics()
    flows: dict[str, Flow] = {}
    left: dict[str, str] = {}
    for topic in sorted(names):
        flow = ask.flow(topic)
        if flow is None and (why := ask.renamed(topic)) is not None:
            left[topic] = why
        elif topic not in there:
            left[topic] = f"{ask.destination} does not have it"
        elif flow is None:
            left[topic] = f"no mirror between the two takes it, so {ask.destination} has other messages of this name"
        else:
            flows[topic] = flow
    seen = sides(destination, ask.destination, flows, there)
    bounds = _Bounds(ask, seen, {} if ask.saved is None else destination.topic_ids())
    stamped: Mapping[str, Bound | Unproven] = {}
    if ask.by in (None, Proof.TIMESTAMPS):
        silent = dict.fromkeys(flows, Unproven(f"{ask.source} does not answer"))
        stamped = silent if source is None else by_timestamps(source, destination, ask, flows, seen)
    noted: Mapping[str, Bound | Unproven] = {}
    if ask.by in (None, Proof.CHECKPOINTS):
        noted = {topic: _by_checkpoints(destination, ask, flow, seen[topic], known) for topic, flow in flows.items()}
    declared = _by_declaration(destination, ask, seen) if ask.at_ms is not None else {}
    topics = tuple(
        bounds.choose(flow, topic, stamped.get(topic), noted.get(topic), declared.get(topic))
        for topic, flow in flows.items()
    )
    if not ask.topics:
        only = f"the group has offsets of it in {ask.destination} only"
        left |= dict.fromkeys(sorted({place.topic for place in own} - names), only)
    return Translation(
        ask,
        topics,
        left,
        None if source is None else source.groups([ask.group])[ask.group],
    )


def _names(
    source: ReadableCluster | None,
    ask: Ask,
    known: Mapping[TopicPartition, int],
    own: Iterable[TopicPartition],
) -> set[str]:
    """Return the topics that the group reads at the source, as far as anything shows them."""
    if source is not None:
        return {place.topic for place in source.committed(ask.group)}
    saved = set() if ask.saved is None else ask.saved.topics(ask.group)
    found = {place.topic for place in known} | saved
    return found | {place.topic for place in own if ask.flow(place.topic)}


def checkpointed(destination: ReadableCluster, ask: Ask) -> dict[TopicPartition, int]:
    """Return the offsets that MirrorMaker 2 wrote down for the group in the destination."""
    found = checkpoints(destination.newest(checkpoints_topic(ask.source)))
    return {one.partition: one.downstream for one in found if one.group == ask.group}


def _by_checkpoints(
    destination: ReadableCluster, ask: Ask, flow: Flow, side: Side, known: Mapping[TopicPartition, int]
) -> Bound | Unproven:
    """Return the bound of a topic's checkpoints, before any message that was copied twice."""
    if flow.source != ask.source:
        return Unproven(f"MirrorMaker 2 writes none for what it brings to {ask.source}")
    bound = by_checkpoints(side, {place: offset for place, offset in known.items() if place in side.ranges})
    if isinstance(bound, Unproven):
        return bound
    before, at = neighbours(bound, side)
    times = first_copies(bound, destination.first(before), destination.first(at))
    if isinstance(times, Unproven):
        return times
    offsets = dict(bound.offsets)
    for place, time_ms in times.items():
        found = destination.offsets_at([place], time_ms)[place] if time_ms >= 0 else 0
        offsets[place] = max(min(offsets[place], found or 0), side.ranges[place].earliest)
    return Bound(offsets, bound.why)


@dataclass(frozen=True)
class _Bounds:
    """Chooses among the ways of each topic."""

    ask: Ask
    sides: Mapping[str, Side]
    topic_ids: Mapping[str, str]

    def choose(
        self,
        flow: Flow,
        topic: str,
        stamped: Bound | Unproven | None,
        noted: Bound | Unproven | None,
        declared: Bound | None,
    ) -> Translated:
        """Return the topic with the bound that reads least again: of timestamps, checkpoints or the operator's word."""
        side = self.sides[topic]
        tried = {
            way: result
            for way, result in (
                (Proof.TIMESTAMPS, stamped),
                (Proof.CHECKPOINTS, noted),
                (Proof.SAVED, self._saved(topic)),
                (Proof.TIME, declared),
            )
            if result is not None and self.ask.by in (None, way)
        }
        bounds = {way: result for way, result in tried.items() if isinstance(result, Bound)}
        unproven = {way: result.reason for way, result in tried.items() if isinstance(result, Unproven)}
        if not bounds:
            return Translated(topic, flow, side, unproven=unproven)
        best = max(bounds, key=lambda way: bounds[way].reach)
        return Translated(topic, flow, side, best, bounds[best], unproven)

    def _saved(self, topic: str) -> Bound | Unproven | None:
        if self.ask.saved is None:
            return None
        offsets = self.ask.saved.offsets(self.ask.group, topic)
        if offsets is None:
            return Unproven(f"{self.ask.saved.path} has none of the group and this topic")
        if other := self.ask.saved.recreated(topic, self.topic_ids):
            return Unproven(other)
        return by_saved(self.sides[topic], offsets, time_text(self.ask.saved.taken_ms))


def _by_declaration(destination: ReadableCluster, ask: Ask, sides: Mapping[str, Side]) -> dict[str, Bound]:
    """Return the bounds of the operator's word, whose truth nobody here can check."""
    time_ms = max(0, (ask.at_ms or 0) - ask.margin_ms)
    found = {}
    for topic, side in sides.items():
        offsets = by_time(side, time_ms, destination.offsets_at(side.ranges, time_ms), side.latest)
        found[topic] = Bound(offsets, f"your declaration that everything before {time_text(time_ms)} was processed")
    return found


def picture(
    path: Path,
    translations: Iterable[Translation],
    taken_ms: int,
    ends: tuple[str, str],
    ids: tuple[str, str],
    topic_ids: Mapping[str, str],
) -> Picture:
    """Return translations of groups between the same clusters in the form in which they are saved.

    Args:
        path: Where they will be.
        translations: Made while the source answered.
        taken_ms: When, in milliseconds since 1970: a time before the first of them was made.
        ends: Names of the source and the destination.
        ids: Kafka's own ids of both.
        topic_ids: Topic of the destination to its id, of those that have one: as they were before the first was made.
    """
    groups = {
        translation.ask.group: {
            one.topic: [offset for _, offset in sorted(one.bound.offsets.items())]
            for one in translation.topics
            if one.bound is not None
        }
        for translation in translations
    }
    named = sorted({topic for topics in groups.values() for topic in topics})
    known = {topic: topic_ids[topic] for topic in named if topic in topic_ids}
    return Picture(path, taken_ms, ends[0], ids[0], ends[1], ids[1], groups, known)
