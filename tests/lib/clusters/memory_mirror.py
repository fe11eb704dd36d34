"""Two clusters in memory with mirrors of either engine between them and a group that reads one: for laws.

Messages have a number; copies of it have the same. Either cluster answers as `clients.records.ReadableCluster` does,
and lets the world go on before each answer, as real ones do.
"""

from __future__ import annotations

import json
import random
import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from hiera_kafka.clients.groups import EMPTY, Committed, ConsumerGroup, Range, TopicPartition
from hiera_kafka.clients.records import Record, Span
from hiera_kafka.ops.offsets.translate.request import Flow

HOME, AWAY = "main-eqiad", "main-codfw"
"""The cluster that the group reads, and the one that it goes to."""
GROUP = "app"
OURS, THEIRS = "eqiad.events", "codfw.events"
"""The topic whose originals are at home, and the one whose originals are away."""


class Message(NamedTuple):
    number: int
    time: int


@dataclass
class Log:
    """One partition; `first` is the offset of its first message."""

    messages: list[Message] = field(default_factory=list)
    first: int = 0
    deleted: list[Message] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.first + len(self.messages)

    def at(self, offset: int) -> Message:
        return self.messages[offset - self.first]

    def trim(self, count: int) -> None:
        count = min(count, len(self.messages))
        self.deleted += self.messages[:count]
        del self.messages[:count]
        self.first += count


@dataclass
class Site:
    """One cluster."""

    id: str
    logs: dict[TopicPartition, Log]
    goes_on: Callable[[], None]
    offsets: dict[str, dict[TopicPartition, int]] = field(default_factory=dict)
    compacted: dict[str, dict[bytes, bytes]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    bootstrap_servers: str = "memory:9092"
    ids: dict[str, str] = field(default_factory=dict)

    def topic_ids(self) -> dict[str, str]:
        self.goes_on()
        return dict(self.ids)

    def topics(self) -> dict[str, tuple[int, ...]]:
        self.goes_on()
        found: dict[str, list[int]] = {}
        for topic, number in sorted(self.logs):
            found.setdefault(topic, []).append(number)
        return {topic: tuple(numbers) for topic, numbers in found.items()}

    def group_names(self) -> list[str]:
        return sorted(self.offsets)

    def groups(self, names: Iterable[str]) -> dict[str, ConsumerGroup]:
        return {name: ConsumerGroup(name, EMPTY) for name in names}

    def committed(self, group: str) -> dict[TopicPartition, Committed]:
        self.goes_on()
        return {place: Committed(offset) for place, offset in sorted(self.offsets.get(group, {}).items())}

    def ranges(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, Range]:
        self.goes_on()
        return {place: Range(self.logs[place].first, self.logs[place].end) for place in partitions}

    def offsets_at(self, partitions: Iterable[TopicPartition], timestamp_ms: int) -> dict[TopicPartition, int | None]:
        self.goes_on()
        assert timestamp_ms >= 0, "negative ones mean something else to brokers"
        return {
            place: next(
                (
                    self.logs[place].first + n
                    for n, one in enumerate(self.logs[place].messages)
                    if one.time >= timestamp_ms
                ),
                None,
            )
            for place in partitions
        }

    def timestamp_types(self, topics: Iterable[str]) -> dict[str, str]:
        return {topic: self.types.get(topic, "CreateTime") for topic in topics}

    def spans(self, ranges: Mapping[TopicPartition, Range]) -> dict[TopicPartition, Span]:
        found = {}
        for place, wanted in ranges.items():
            span = Span()
            for offset in range(wanted.earliest, wanted.latest):
                span = span.with_message(self.logs[place].at(offset).time, appended=False)
            found[place] = span
        self.goes_on()
        return found

    def first(self, places: Mapping[TopicPartition, int]) -> dict[TopicPartition, Record | None]:
        found: dict[TopicPartition, Record | None] = {}
        for place, offset in places.items():
            log = self.logs[place]
            at = max(offset, log.first)
            found[place] = Record(at, log.at(at).time, None, None) if at < log.end else None
        self.goes_on()
        return found

    def newest(self, topic: str) -> dict[bytes, bytes]:
        self.goes_on()
        return dict(self.compacted.get(topic, {}))


@dataclass
class Mirror:
    """One mirror: where it reads next, and what it has written down."""

    flow: Flow
    upstream: Site
    downstream: Site
    topic: str
    engine: int = 1
    reads: dict[TopicPartition, int] = field(default_factory=dict)
    syncs: list[tuple[TopicPartition, int, int]] = field(default_factory=list)

    def copy(self, number: int, count: int, chance: random.Random) -> None:
        place = TopicPartition(self.topic, number)
        log = self.upstream.logs[place]
        for offset in range(max(self.reads.get(place, 0), log.first), log.end)[:count]:
            message = log.at(offset)
            # The first engine partitions anew, the second keeps partitions.
            there = (
                number
                if self.engine == 2
                else chance.choice([one.partition for one in self.downstream.logs if one.topic == self.topic])
            )
            # The second also adds the partitions that the destination lacks.
            target = self.downstream.logs.setdefault(TopicPartition(self.topic, there), Log())
            if self.engine == 2 and chance.random() < 0.5:
                self.syncs.append((place, offset, target.end))
            target.messages.append(message)
            self.reads[place] = offset + 1

    def commit(self) -> None:
        if self.engine == 1:
            self.upstream.offsets.setdefault(self.flow.group, {}).update(self.reads)
            return
        kept = self.downstream.compacted.setdefault(f"mm2-offsets.{self.flow.source}.internal", {})
        for place, offset in self.reads.items():
            where = {"cluster": self.flow.source, "partition": place.partition, "topic": place.topic}
            if offset:
                kept[json.dumps(["MirrorSourceConnector", where]).encode()] = json.dumps(
                    {"offset": offset - 1}
                ).encode()

    def crash(self) -> None:
        """Go back to what was written down; what was copied since is copied again."""
        self.reads = dict(self.upstream.offsets.get(self.flow.group, {}))
        for key, value in self.downstream.compacted.get(f"mm2-offsets.{self.flow.source}.internal", {}).items():
            where = json.loads(key)[1]
            place = TopicPartition(where["topic"], where["partition"])
            self.reads[place] = max(self.reads.get(place, 0), json.loads(value)["offset"] + 1)

    def checkpoint(self) -> None:
        """Write down where groups are downstream, as OffsetSyncStore and MirrorCheckpointTask of Kafka 3.9 do."""
        kept = self.downstream.compacted.setdefault(f"{self.flow.source}.checkpoints.internal", {})
        for group, offsets in self.upstream.offsets.items():
            for place, committed in offsets.items():
                usable = [sync for sync in self.syncs if sync[0] == place and sync[1] <= committed]
                if usable and not group.startswith("kafka-mirror-"):
                    _, up, down = usable[-1]
                    there = down + (committed > up)
                    kept[checkpoint_key(group, place)] = struct.pack(">hqqh", 0, committed, there, 0)


def checkpoint_key(group: str, place: TopicPartition) -> bytes:
    """Write a key as MirrorMaker 2 does."""
    texts = b"".join(struct.pack(">h", len(text)) + text for text in (group.encode(), place.topic.encode()))
    return texts + struct.pack(">i", place.partition)


class World:
    """Both clusters, both mirrors, and the group; `script` is what happens while somebody looks."""

    def __init__(self, seed: int, home_partitions: int = 2, away_partitions: int = 3) -> None:
        self.chance = random.Random(seed)
        self.script: list[str] = []
        self.processed: set[int] = set()
        self.reads: dict[TopicPartition, int] = {}
        self.number = 0
        self.home = Site("h", self._logs(home_partitions), self._go_on)
        self.away = Site("a", self._logs(away_partitions), self._go_on)
        there = Flow(f"{HOME}_to_{AWAY}", HOME, AWAY, {OURS: OURS}.get, f"kafka-mirror-{HOME}_to_{AWAY}")
        back = Flow(f"{AWAY}_to_{HOME}", AWAY, HOME, {THEIRS: THEIRS}.get, f"kafka-mirror-{AWAY}_to_{HOME}")
        self.out = Mirror(there, self.home, self.away, OURS)
        self.back = Mirror(back, self.away, self.home, THEIRS)
        self.flows = (there, back)

    @staticmethod
    def _logs(partitions: int) -> dict[TopicPartition, Log]:
        return {TopicPartition(topic, number): Log() for topic in (OURS, THEIRS) for number in range(partitions)}

    def _go_on(self) -> None:
        # Steps look at the clusters as well; what happens during those is not of interest.
        script, self.script = self.script, []
        for step in script[:3]:
            self.step(step)
        self.script = script[3:]

    def step(self, name: str) -> None:
        getattr(self, name)()

    def produce(self) -> None:
        """Write a message where it belongs; producers' clocks differ, and some messages are late."""
        site, topic = self.chance.choice([(self.home, OURS), (self.away, THEIRS)])
        place = self.chance.choice([place for place in site.logs if place.topic == topic])
        self.number += 1
        time = max(0, self.number * 10 - self.chance.choice([0, 0, 0, 5, 30, 200]))
        site.logs[place].messages.append(Message(self.number, time))

    def mirror(self) -> None:
        one = self.chance.choice([self.out, self.back])
        numbers = [place.partition for place in one.upstream.logs if place.topic == one.topic]
        one.copy(self.chance.choice(numbers), self.chance.randint(1, 4), self.chance)

    def commit_mirrors(self) -> None:
        self.out.commit()
        self.back.commit()

    def crash_mirrors(self) -> None:
        self.out.crash()
        self.back.crash()

    def checkpoint(self) -> None:
        self.out.checkpoint()

    def switch(self) -> None:
        """Stop the first engine in order, and let the second go on where it was."""
        for one in (self.out, self.back):
            one.commit()
            one.engine = 2

    def process(self) -> None:
        place = self.chance.choice(list(self.home.logs))
        self._process(place, self.chance.randint(1, 4))

    def _process(self, place: TopicPartition, count: int) -> None:
        log, start = self.home.logs[place], self.reads.get(place, 0)
        # What was deleted before the group came there, its own position passes: nothing can show it later.
        self.processed |= {message.number for message in log.deleted[start:]}
        for offset in range(max(start, log.first), log.end)[:count]:
            self.processed.add(log.at(offset).number)
            self.reads[place] = offset + 1

    def commit(self) -> None:
        self.home.offsets.setdefault(GROUP, {}).update(self.reads)

    def restart(self) -> None:
        """The group goes on where it committed last."""
        self.reads = dict(self.home.offsets.get(GROUP, {}))

    def trim_home(self) -> None:
        self.chance.choice(list(self.home.logs.values())).trim(self.chance.randint(1, 3))

    def trim_away(self) -> None:
        self.chance.choice(list(self.away.logs.values())).trim(self.chance.randint(1, 3))

    def catch_up(self) -> None:
        """Mirrors, then the group, until there is nothing left."""
        for one in (self.out, self.back):
            for place, log in one.upstream.logs.items():
                if place.topic == one.topic:
                    one.copy(place.partition, len(log.messages), self.chance)
        self.commit_mirrors()
        for place, log in self.home.logs.items():
            self._process(place, len(log.messages))
            self.reads[place] = log.end
        self.commit()

    def skipped(self, offsets: Mapping[TopicPartition, int]) -> set[int]:
        """Return the unprocessed messages of which a copy lies before the offsets in the other cluster."""
        return {
            message.number
            for place, offset in offsets.items()
            for message in self.away.logs[place].messages[: max(0, offset - self.away.logs[place].first)]
        } - self.processed
