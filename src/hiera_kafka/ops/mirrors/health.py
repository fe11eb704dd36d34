"""The health of mirrors, from what their clusters and hosts report."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from hiera_kafka.clients.groups import ConsumerGroup
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.model.endpoints import Endpoints
from hiera_kafka.ops.look.seen import LogError
from hiera_kafka.ops.mirrors.clusters import DestinationState, SourceState, ask_destination, ask_source
from hiera_kafka.ops.mirrors.hosts import STOPPED, Seen, cause
from hiera_kafka.ops.mirrors.inventory import Mirror, MirrorProcess
from hiera_kafka.ops.mirrors.oversized import REFUSED, Oversized, oversized
from hiera_kafka.ops.mirrors.switch import Switched, switched
from hiera_kafka.ops.reach.ways import Ways

START_S = 60.0
"""How long after its start a process may take to join its group."""


class Health(enum.StrEnum):
    """How a mirror is doing, worst last."""

    OK = "ok"
    LAGGING = "lagging"
    PARTIAL = "partial"
    BROKEN = "broken"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a mirror may lag before that is a finding.

    Attributes:
        seconds: Age of the first message that is not taken yet.
        messages: How many are not taken yet, None for any number.
    """

    seconds: float = 300.0
    messages: int | None = None


@dataclass(frozen=True, slots=True)
class MirrorFinding:
    """Something that is not as it should be.

    Attributes:
        state: What that makes of the mirror.
        text: What it is.
    """

    state: Health
    text: str


@dataclass(frozen=True, slots=True)
class MirrorView:
    """A mirror and what was reported of it.

    Attributes:
        mirror: The mirror of the data.
        source: What its source knows, None when it did not answer.
        destination: What its destination knows; None when it did not answer, and for MirrorMaker 1, which keeps nothing
            there.
        processes: What the hosts reported, empty when they were not asked.
        silent: Name of each cluster that did not answer, and the error instead.
        limits: What it may lag.
        now_ms: When that was, in milliseconds since 1970, UTC.
        oversized: Messages that wait and are larger than the destination allows, uncompressed.
    """

    mirror: Mirror
    source: SourceState | None
    destination: DestinationState | None
    processes: tuple[Seen, ...]
    silent: Mapping[str, Diagnostic] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    now_ms: int = 0
    oversized: tuple[Oversized, ...] = ()

    @property
    def group(self) -> ConsumerGroup | None:
        """The members that do the work: consumers of MirrorMaker 1, workers of MirrorMaker 2; None when not known."""
        if self.mirror.engine == 1:
            return self.source.readers if self.source is not None else None
        return self.destination.workers if self.destination is not None else None

    @property
    def findings(self) -> tuple[MirrorFinding, ...]:
        """Everything that is not as it should be."""
        return (*self.unseen, *self.at_work, *self.behind)

    @property
    def unseen(self) -> tuple[MirrorFinding, ...]:
        """Those of what did not answer."""
        return tuple(self._unknown())

    @property
    def at_work(self) -> tuple[MirrorFinding, ...]:
        """Those of processes, and of their places in the group."""
        return tuple(self._at_work())

    @property
    def behind(self) -> tuple[MirrorFinding, ...]:
        """Those of what was not taken: lagging while it still can be, broken where it cannot."""
        return tuple(self._behind())

    @property
    def state(self) -> Health:
        """The worst of the findings."""
        order = list(Health)
        return max((finding.state for finding in self.findings), key=order.index, default=Health.OK)

    @property
    def switch(self) -> tuple[Switched, ...]:
        """The topics that the other engine would write under another name, take or leave, as far as they are known."""
        return () if self.source is None else switched(self.mirror, (one.topic for one in self.source.topics))

    @property
    def unreachable(self) -> bool:
        """Whether a cluster or a host did not answer."""
        return bool(self.silent) or any(one.state is None for one in self.processes)

    @property
    def last_error(self) -> tuple[MirrorProcess, LogError] | None:
        """The newest error of its processes that has a time, else any; None where there is none."""
        found = [(one.process, error) for one in self.processes if (error := cause(one.errors)) is not None]
        return max(found, key=lambda pair: pair[1].at or "", default=None)

    def _unknown(self) -> Iterable[MirrorFinding]:
        for cluster, diagnostic in self.silent.items():
            yield MirrorFinding(Health.UNKNOWN, f"cluster {cluster} does not answer: {diagnostic.message}")
        for one in self.processes:
            if one.state is None:
                yield MirrorFinding(Health.UNKNOWN, f"{one.process.service} on {one.process.host}: {one.detail}")

    def _at_work(self) -> Iterable[MirrorFinding]:
        known = [one for one in self.processes if one.state is not None]
        # One that has failed waits for its next start, or for somebody who repairs it: nobody has stopped the mirror.
        stopped = all(one.state in STOPPED for one in known)
        for one in known:
            if one.loop:
                times = f"was started again {one.loop} times in the last ten minutes"
                yield MirrorFinding(Health.BROKEN, f"{one.process.service} on {one.process.host} {times}")
            if one.runs or one.loop:
                continue
            state = Health.BROKEN if one.state == "failed" else Health.STOPPED if stopped else Health.PARTIAL
            yield MirrorFinding(state, f"{one.process.service} on {one.process.host} is {one.state} ({one.detail})")
        yield from self._refused()
        group, wanted = self.group, self.mirror.members
        if group is None or len(group.members) >= wanted:
            return
        what = f"group {group.name} has {len(group.members)} of {wanted} members"
        if group.members:
            if not known:
                yield MirrorFinding(Health.PARTIAL, what)
        elif self._starts():
            yield MirrorFinding(Health.PARTIAL, f"{what}: nobody reads yet, it has just been started")
        else:
            yield MirrorFinding(Health.STOPPED if stopped else Health.BROKEN, f"{what}: nobody reads")

    def _refused(self) -> Iterable[MirrorFinding]:
        """Give messages that are too large, where a process fails of them: compressed, they may be small enough."""
        if not any(REFUSED in error.text for one in self.processes for error in one.errors):
            return
        for one in self.oversized:
            yield MirrorFinding(
                Health.BROKEN,
                f"{one.partition} has a message of {one.size} bytes at offset {one.offset}, and the topic in "
                f"{self.mirror.destination} takes at most {one.limit} (max.message.bytes)",
            )

    def _starts(self) -> bool:
        """Whether a process may be on its way into the group: it runs, and not for long."""
        return any(one.since is not None and self.now_ms / 1000 - one.since < START_S for one in self.processes)

    def _behind(self) -> Iterable[MirrorFinding]:
        lag = self.source.lag if self.source is not None else None
        if lag is None:
            return
        seconds = lag.seconds
        if seconds is not None and seconds > self.limits.seconds:
            text = f"the first message that is not taken is {seconds:.0f} s old, allowed are {self.limits.seconds:.0f}"
            yield MirrorFinding(Health.LAGGING, text)
        if self.limits.messages is not None and lag.messages > self.limits.messages:
            yield MirrorFinding(Health.LAGGING, f"{lag.messages} messages behind, allowed are {self.limits.messages}")
        if lag.lost:
            yield MirrorFinding(Health.BROKEN, f"{lag.lost} messages were deleted at the source before they were taken")
        for one in lag.ahead:
            yield MirrorFinding(
                Health.BROKEN,
                f"{one.partition} ends at {one.range.latest}, and the mirror stands at {one.next}: "
                "the topic was created again, or has lost messages",
            )

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        source, group, last = self.source, self.group, self.last_error
        return {
            **self.mirror.to_dict(),
            "state": str(self.state),
            "oversized": [
                {
                    "topic": one.partition.topic,
                    "partition": one.partition.partition,
                    "offset": one.offset,
                    "bytes": one.size,
                    "limit": one.limit,
                }
                for one in self.oversized
            ],
            "findings": [{"state": str(finding.state), "text": finding.text} for finding in self.findings],
            "members": None if group is None else {"seen": len(group.members), "wanted": self.mirror.members},
            "lag": None if source is None or source.lag is None else source.lag.to_dict(),
            "uncommitted": None if source is None or source.lag is None else list(source.lag.uncommitted),
            "verdicts": None if source is None else [verdict.to_dict() for verdict in source.topics],
            "other_engine": None if source is None else [one.to_dict() for one in self.switch],
            "processes": [one.to_dict() for one in self.processes],
            "last_error": None
            if last is None
            else {"host": last[0].host, "service": last[0].service, "at": last[1].at, "text": last[1].text},
        }


class Clusters:
    """Connections to clusters, each opened once, when it is first asked; a context manager."""

    def __init__(self, ways: Ways | None = None) -> None:
        """Connect to none yet.

        Args:
            ways: Which way leads to each; None is straight.
        """
        self._ways = ways
        self._open: dict[Endpoints, ReadableCluster | ClientError] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for cluster in self._open.values():
            if isinstance(cluster, ReadableCluster):
                cluster.close()

    def get(self, servers: Endpoints) -> ReadableCluster:
        """Return the connection to a cluster.

        Raises:
            ClientError: It does not answer, or has not before.
        """
        if servers not in self._open:
            try:
                self._open[servers] = self._opened(servers)
            except ClientError as error:
                self._open[servers] = error
        found = self._open[servers]
        if isinstance(found, ClientError):
            raise found
        return found

    def _opened(self, servers: Endpoints) -> ReadableCluster:
        if self._ways is None:
            return ReadableCluster(servers)
        with self._ways.explained():
            return ReadableCluster(servers, self._ways.via(servers))


def look(
    clusters: Clusters,
    mirror: Mirror,
    processes: Sequence[Seen],
    limits: Limits,
    now_ms: int,
) -> MirrorView:
    """Ask the clusters of a mirror; one that does not answer is named in the view.

    Args:
        clusters: Connections.
        mirror: The mirror of the data.
        processes: What its hosts reported; none when they were not asked.
        limits: What it may lag.
        now_ms: Milliseconds since 1970, UTC.
    """
    silent: dict[str, Diagnostic] = {}
    destination = source = None
    try:
        if mirror.engine == 2:
            destination = ask_destination(clusters.get(mirror.destination_servers), mirror)
        else:
            clusters.get(mirror.destination_servers)
    except ClientError as error:
        silent[mirror.destination] = error.diagnostics[0]
    try:
        source = ask_source(clusters.get(mirror.source_servers), mirror, destination, now_ms)
    except ClientError as error:
        silent[mirror.source] = error.diagnostics[0]
    large: tuple[Oversized, ...] = ()
    if source is not None and source.lag is not None and not silent:
        try:
            ends = clusters.get(mirror.source_servers), clusters.get(mirror.destination_servers)
            large = oversized(*ends, source.lag, source.copies)
        except ClientError as error:
            # Which of the two it was is in the message.
            silent[mirror.destination] = error.diagnostics[0]
    return MirrorView(mirror, source, destination, tuple(processes), silent, limits, now_ms, large)
