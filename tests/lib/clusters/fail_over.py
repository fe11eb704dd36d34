"""main-eqiad goes away and comes back, with the commands of docs/howto/fail-over.md: what is lost, what comes twice.

A group reads both prefixes in main-eqiad, goes on in main-codfw, and returns. Producers write all the time, each in
its own datacenter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

from lib.clusters.datacenters import CODFW, EQIAD, HOSTS, Datacenters
from lib.clusters.flows import Flow, arrived, create
from lib.clusters.group_flows import Processor
from lib.clusters.local_cluster import Done
from lib.clusters.mirror_bars import whole
from lib.repository import ROOT, console_commands

PAGE = ROOT / "docs/howto/fail-over.md"
GROUP = "my-group"
"""As the page calls it."""
_MESSAGES = 3_000
_MORE = 1_000
_UNMIRRORED = 200
"""Messages that main-eqiad takes while its mirror stands still, right before it goes away."""


@dataclass(frozen=True)
class Numbers:
    """What became of messages.

    Attributes:
        acknowledged: How many the clusters took.
        away: Of main-eqiad's, how many main-codfw did not have while main-eqiad was away.
        again_over: How many the group processed again when it went on in main-codfw.
        again_back: Likewise, when it went on in main-eqiad.
    """

    acknowledged: int
    away: int
    again_over: int
    again_back: int


class FailOver:
    """One run, with topics of its own.

    Args:
        found: The clusters.
        tag: Part of the names of its topics.
    """

    def __init__(self, found: Datacenters, tag: str) -> None:
        self.found = found
        self.topics = {EQIAD: f"eqiad.{tag}", CODFW: f"codfw.{tag}"}
        self.flows = {side: Flow(found.servers[side]) for side in self.topics}
        self.group = Processor(GROUP, tuple(self.topics.values()))
        self._page: Iterator[str] = console_commands(PAGE)

    def run(self) -> Numbers:
        """Do what the page does, and check at each step that nothing is skipped."""
        for side, topic in self.topics.items():
            create(self.found.servers[side], topic, 3, len(HOSTS[side]))
            self.flows[side].write(topic, _MESSAGES)
        self._mirrored()
        self.group.run(self.found.servers[EQIAD])
        self._next("offsets save").good()
        # What the group has processed since then, and what it has not.
        for side, topic in self.topics.items():
            self.flows[side].write(topic, _MORE)
        self._mirrored()
        self.group.run(self.found.servers[EQIAD], _MORE)

        self._lose_eqiad()
        away = len(self._acknowledged(EQIAD) - arrived(self.found.servers[CODFW], self.topics[EQIAD]).numbers)
        assert away >= _UNMIRRORED
        again_over = self._move(CODFW, self._write_at_codfw)

        self._return()
        more = Flow(self.found.servers[EQIAD])
        more.written.update(self.flows[EQIAD].written)
        more.acknowledged.update(self.flows[EQIAD].acknowledged)
        self.flows[EQIAD] = more
        more.write(self.topics[EQIAD], _MORE)
        self._mirrored()
        self._next("hiera-kafka mirrors").good()
        self.group.run(self.found.servers[CODFW], _MORE)
        again_back = self._move(EQIAD, lambda: None)

        wanted = {(topic, number) for side, topic in self.topics.items() for number in self._acknowledged(side)}
        assert wanted <= self.group.processed.keys(), "these were never processed"
        return Numbers(len(wanted), away, again_over, again_back)

    def _next(self, words: str) -> Done:
        """Run the next command of the page."""
        line = next(self._page)
        assert words in line
        return self.found.shell(line)

    def _return(self) -> None:
        """Start main-eqiad's hosts again, while ZooKeeper holds the registrations of brokers that died with it."""
        line = next(self._page)
        assert line == "ansible-playbook site.yml"
        self.found.shell(line).good()

    def _acknowledged(self, side: str) -> set[int]:
        return self.flows[side].acknowledged[self.topics[side]]

    def _mirrored(self) -> None:
        """Wait until each side has what the other one acknowledged."""
        for side, other in ((EQIAD, CODFW), (CODFW, EQIAD)):
            whole(self.found.servers, other, self.topics[side], self._acknowledged(side))

    def _lose_eqiad(self) -> None:
        """Have main-eqiad's hosts die while messages are written to it, some of which are not mirrored yet."""
        done = Event()

        def write() -> None:
            while not done.is_set():
                self.flows[EQIAD].write(self.topics[EQIAD], 20)

        def more(count: int) -> None:
            wanted = len(self._acknowledged(EQIAD)) + count
            while len(self._acknowledged(EQIAD)) < wanted:
                done.wait(0.01)

        with ThreadPoolExecutor(1) as thread:
            writing = thread.submit(write)
            more(_MORE)
            with self.found.paused(f"{EQIAD}_to_{CODFW}"):
                more(_UNMIRRORED)
                self.found.power_off(HOSTS[EQIAD])
                done.set()
                self.flows[EQIAD].stop()
            writing.result()

    def _write_at_codfw(self) -> None:
        self.flows[CODFW].write(self.topics[CODFW], _MORE)

    def _move(self, cluster: str, meanwhile: Callable[[], None]) -> int:
        """Have the group go on in a cluster; return how many messages it processes again."""
        servers = self.found.servers[cluster]
        before = self.group.position(servers)
        self._next("offsets translate").good()
        assert self.group.position(servers) == before, "nothing is written without --execute"
        self._next("offsets translate").good()
        self._check_not_ahead(servers)
        meanwhile()
        twice = self.group.twice
        self.group.run(servers)
        return self.group.twice - twice

    def _check_not_ahead(self, servers: str) -> None:
        position = self.group.position(servers)
        for topic in self.topics.values():
            for partition, messages in enumerate(arrived(servers, topic).partitions):
                skipped = {number for _, number in messages[: position.get((topic, partition), 0)]}
                assert {(topic, number) for number in skipped} <= self.group.processed.keys(), (topic, partition)
