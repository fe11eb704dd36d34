"""20,000 messages on each side of two datacenters, while mirrors and a broker are killed: who has what at the end."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle

from lib.clusters.datacenters import CODFW, EQIAD, HOSTS, JUMBO, TAKEN, Datacenters
from lib.clusters.flows import Arrived, Flow, arrived, create, ends, layout
from lib.clusters.kafka_clients import until

A_SIDE = 20_000
KILLS = 5
IN_A_TURN = 2_000
BEFORE = 5_000
AFTER = 2_000
"""Written at least after mirrors see the topics, and before anything is killed."""
PREFIXES = {EQIAD: "eqiad", CODFW: "codfw"}
OTHER = {EQIAD: CODFW, CODFW: EQIAD}
_PARTITIONS = 3


@dataclass
class Bars:
    """One run, with topics of its own.

    Attributes:
        found: The clusters.
        tag: Part of the names of its topics.
    """

    found: Datacenters
    tag: str

    def __post_init__(self) -> None:
        self.flows = {side: Flow(self.found.servers[side]) for side in PREFIXES}
        self.prefixed = {
            side: [f"{prefix}.{self.tag}.{name}" for name in ("jobs", "events")] for side, prefix in PREFIXES.items()
        }
        self.plain = {side: f"{prefix}-{self.tag}" for side, prefix in PREFIXES.items()}

    def run(self) -> dict[str, int]:
        """Write, kill and check; return how many messages came twice, per topic and cluster."""
        self._write_until_seen()
        self._write_while_killing()
        for flow in self.flows.values():
            assert sum(flow.written.values()) == A_SIDE
            assert {topic: len(numbers) for topic, numbers in flow.acknowledged.items()} == dict(flow.written)
        twice = self._check_arrived()
        self._check_nothing_else()
        return twice

    def _create(self) -> None:
        for side in PREFIXES:
            for topic in (*self.prefixed[side], self.plain[side]):
                create(self.found.servers[side], topic, _PARTITIONS, len(HOSTS[side]))

    def _write(self, count: int) -> None:
        """Write more messages on each side: 2 of 5 to each topic with its prefix, 1 of 5 to the one without."""

        def write(side: str) -> None:
            for topic in self.prefixed[side]:
                self.flows[side].write(topic, count * 2 // 5)
            self.flows[side].write(self.plain[side], count // 5)

        with ThreadPoolExecutor(len(PREFIXES)) as threads:
            list(threads.map(write, PREFIXES))

    def _seen(self) -> bool:
        """Tell whether a mirror has made any of the topics at the other side."""
        return any(
            topic in layout(self.found.servers[OTHER[side]]) for side in PREFIXES for topic in self.prefixed[side]
        )

    def _write_until_seen(self) -> None:
        """Write messages before a mirror sees their topics, while it does, and after."""
        left = A_SIDE - KILLS * IN_A_TURN - BEFORE
        with ExitStack() as stack:
            for name in TAKEN:
                stack.enter_context(self.found.paused(name))
            self._create()
            self._write(BEFORE)
            assert not self._seen()
        while left > AFTER and not self._seen():
            self._write(100)
            left -= 100
        until(self._seen)
        self._write(left)

    def _write_while_killing(self) -> None:
        """Kill one mirror after the other, all its processes, and a broker once."""
        for turn, name in zip(range(KILLS), cycle(TAKEN), strict=False):
            with ThreadPoolExecutor(1) as thread:
                writing = thread.submit(self._write, IN_A_TURN)
                victims = self.found.pids(name)
                if turn == KILLS // 2:
                    broker = (HOSTS[EQIAD][1], "kafka")
                    victims[broker] = self.found.cluster.pids()[broker]
                self.found.kill(victims)
                writing.result()

    def _wanted(self) -> dict[tuple[str, str], set[int]]:
        """Return which messages each copy must have: (cluster, topic) to numbers."""
        copies = {
            (cluster, topic): self.flows[side].acknowledged[topic]
            for side in PREFIXES
            for topic in self.prefixed[side]
            for cluster in (OTHER[side], JUMBO)
        }
        return copies | {(JUMBO, self.plain[EQIAD]): self.flows[EQIAD].acknowledged[self.plain[EQIAD]]}

    def _check_arrived(self) -> dict[str, int]:
        twice = {}
        for (cluster, topic), numbers in self._wanted().items():
            copy = whole(self.found.servers, cluster, topic, numbers)
            assert copy.numbers == numbers, (cluster, topic)
            assert copy.overtaken == [], (cluster, topic)
            assert copy.torn == set(), (cluster, topic)
            twice[f"{topic} in {cluster}"] = copy.twice
        return twice

    def _check_nothing_else(self) -> None:
        """Nothing came back to where it was written, and nothing without a prefix went to the other side."""
        for side, other in OTHER.items():
            for topic in self.prefixed[side]:
                assert ends(self.found.servers[side], [topic])[topic] == len(self.flows[side].acknowledged[topic])
            assert self.plain[side] not in layout(self.found.servers[other])
        assert self.plain[CODFW] not in layout(self.found.servers[JUMBO])


def whole(servers: Mapping[str, str], cluster: str, topic: str, numbers: set[int]) -> Arrived:
    """Wait until a copy has all of some messages, and return what it has."""

    def here() -> Arrived | None:
        # The ends are cheap to ask, but what came twice makes them no proof.
        if ends(servers[cluster], [topic])[topic] < len(numbers):
            return None
        found = arrived(servers[cluster], topic)
        return found if numbers <= found.numbers else None

    found = until(here, seconds=180)
    assert found is not None
    return found
