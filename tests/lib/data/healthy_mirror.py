"""What is seen of a mirror of two processes when all is well, for tests that break one thing."""

from __future__ import annotations

from typing import Any

from hiera_kafka.clients.groups import DEAD, ActiveMember, ConsumerGroup, Range, TopicPartition
from hiera_kafka.errors import Diagnostic
from hiera_kafka.model.endpoints import Endpoint
from hiera_kafka.model.mirror.names import name_rules
from hiera_kafka.ops.mirrors import health
from hiera_kafka.ops.mirrors.clusters import SourceState
from hiera_kafka.ops.mirrors.hosts import Seen
from hiera_kafka.ops.mirrors.inventory import Mirror, MirrorProcess
from hiera_kafka.ops.mirrors.lag import Lag, Standing
from hiera_kafka.ops.mirrors.topics import verdicts
from hiera_kafka.ops.verify.check import MirrorCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.mirror import MirrorView

NOW_MS = 1_000_000_000
PLACE = TopicPartition("t", 0)
PROCESSES = tuple(MirrorProcess(f"c{number}.example.org", "kafka-mirror-a_to_b@0") for number in (1, 2))
MIRROR = Mirror(
    "a_to_b", 1, "a", (Endpoint("a", 1),), "b", (Endpoint("b", 1),), ("t",), (), "kafka-mirror-a_to_b", PROCESSES
)
SILENT = Diagnostic("cluster-not-answering", "no broker of a:1 answers within 10 s")


def group(members: int) -> ConsumerGroup:
    found = tuple(ActiveMember(f"c-{number}", "10.0.0.1", f"m{number}") for number in range(members))
    return ConsumerGroup(MIRROR.group, "Stable" if members else DEAD, found)


def source(standing: Standing | None = None, members: int = 2) -> SourceState:
    standings = (standing or Standing(PLACE, 10, Range(0, 10)),)
    return SourceState(
        tuple(verdicts(["t"], ["t"], [], name_rules(1, "a", "b"))), Lag(standings, NOW_MS), group(members)
    )


def processes(*states: str | None) -> tuple[Seen, ...]:
    return tuple(
        Seen(process, state, f"said {state}", 7 if state == "running" else None, 0.0 if state == "running" else None)
        for process, state in zip(PROCESSES, states, strict=True)
    )


def results(
    check: type[MirrorCheck], found: SourceState | None, *states: str | None, silent: bool = False, **more: Any
) -> list[Result]:
    """Check the mirror with what its source knows, and states of its processes where hosts were looked at."""
    seen = health.MirrorView(
        MIRROR,
        found,
        None,
        processes(*states) if states else (),
        {"a": SILENT} if silent else {},
        now_ms=NOW_MS,
        **more,
    )
    return list(check().check(MirrorView(MIRROR, {}, seen)))
