"""What a mirror's state is made of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hiera_kafka.clients.groups import DEAD, ActiveMember, ConsumerGroup, Range, TopicPartition
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.model.endpoints import Endpoint, Endpoints, bootstrap_servers
from hiera_kafka.model.mirror.names import name_rules
from hiera_kafka.ops.look.seen import LogError
from hiera_kafka.ops.mirrors import health
from hiera_kafka.ops.mirrors.clusters import DestinationState, SourceState
from hiera_kafka.ops.mirrors.hosts import Seen
from hiera_kafka.ops.mirrors.inventory import Mirror, MirrorProcess
from hiera_kafka.ops.mirrors.lag import Lag, Standing
from hiera_kafka.ops.mirrors.oversized import Oversized
from hiera_kafka.ops.mirrors.topics import verdicts

NOW = 1_000_000_000
PROCESSES = (
    MirrorProcess("c1.example.org", "kafka-mirror-a_to_b@0"),
    MirrorProcess("c2.example.org", "kafka-mirror-a_to_b@0"),
)
PLACE = TopicPartition("t", 0)


def mirror(engine: int = 1) -> Mirror:
    return Mirror(
        "a_to_b",
        engine,
        "a",
        (Endpoint("a", 1),),
        "b",
        (Endpoint("b", 1),),
        ("t",),
        (),
        "kafka-mirror-a_to_b",
        PROCESSES,
    )


def group(members: int) -> ConsumerGroup:
    found = tuple(ActiveMember(f"c-{number}", "10.0.0.1", f"m{number}") for number in range(members))
    return ConsumerGroup("kafka-mirror-a_to_b", "Stable" if members else DEAD, found)


def source(standing: Standing | None = None, members: int = 2) -> SourceState:
    standings = (standing or Standing(PLACE, 10, Range(0, 10)),)
    return SourceState(
        tuple(verdicts(["t", "u"], ["t"], [], name_rules(1, "a", "b"))), Lag(standings, NOW), group(members)
    )


def seen(*states: str | None, since: float = 0.0) -> tuple[Seen, ...]:
    return tuple(
        Seen(process, state, f"said {state}", 7 if state == "running" else None, since if state == "running" else None)
        for process, state in zip(PROCESSES, states, strict=True)
    )


def view(found: SourceState | None, processes: tuple[Seen, ...] = (), **more: Any) -> health.MirrorView:
    return health.MirrorView(mirror(more.pop("engine", 1)), found, None, processes, now_ms=NOW, **more)


@pytest.mark.parametrize(
    ("found", "processes", "state", "words"),
    [
        (source(), seen("running", "running"), "ok", ()),
        (source(), (), "ok", ()),
        (source(members=1), (), "partial", ("1 of 2 members",)),
        (source(members=1), seen("running", "running"), "ok", ()),
        (source(), seen("running", "stopped"), "partial", ("c2.example.org is stopped (said stopped)",)),
        (source(), seen("running", "failed"), "broken", ("c2.example.org is failed",)),
        (source(members=0), seen("stopped", "stopped"), "stopped", ("is stopped", "nobody reads")),
        (source(members=0), seen("failed", "failed"), "broken", ("is failed", "nobody reads")),
        (source(members=0), seen("failed", "stopped"), "broken", ("is failed", "is stopped", "nobody reads")),
        (source(members=0), (), "stopped", ("0 of 2 members: nobody reads",)),
        (source(members=0), seen("running", "running"), "broken", ("nobody reads",)),
        (source(members=0), seen("running", "running", since=NOW / 1000 - 5), "partial", ("nobody reads yet",)),
        (source(), seen("running", None), "unknown", ("c2.example.org: said None",)),
        (source(Standing(PLACE, 5, Range(0, 10), NOW - 301_000)), (), "lagging", ("301 s old, allowed are 300",)),
        (source(Standing(PLACE, 5, Range(0, 10), NOW - 299_000)), (), "ok", ()),
        (source(Standing(PLACE, 5, Range(7, 10), NOW)), (), "broken", ("2 messages were deleted at the source",)),
        (source(Standing(PLACE, 12, Range(0, 10))), (), "broken", ("t:0 ends at 10", "stands at 12")),
    ],
)
def test_the_state_is_the_worst_of_what_was_found(
    found: SourceState, processes: tuple[Seen, ...], state: str, words: tuple[str, ...]
) -> None:
    made = view(found, processes)
    text = "\n".join(finding.text for finding in made.findings)

    assert made.state == state, text
    assert all(word in text for word in words), text
    assert bool(text) == bool(words)
    assert made.unreachable == (state == "unknown")


def test_messages_count_only_where_a_limit_is_given() -> None:
    found = source(Standing(PLACE, 5, Range(0, 10), NOW))

    assert view(found).findings == ()
    (finding,) = view(found, limits=health.Limits(messages=4)).findings
    assert (finding.state, finding.text) == ("lagging", "5 messages behind, allowed are 4")


def test_workers_of_engine_2_are_asked_for_at_the_destination() -> None:
    one = DestinationState({}, group(1))
    made = health.MirrorView(mirror(2), source(), one, (), now_ms=NOW)

    assert made.group == one.workers
    assert [finding.text for finding in made.findings] == ["group kafka-mirror-a_to_b has 1 of 2 members"]


LARGE = Oversized(PLACE, 7, 1_500_069, 1_048_588)


def test_one_in_a_crash_loop_is_broken_also_in_the_moment_in_which_it_runs() -> None:
    for state in ("running", "failed"):
        first, second = seen("running", state)
        made = view(source(), (first, replace(second, loop=5)))
        (finding,) = made.findings
        assert (made.state, finding.text) == (
            "broken",
            "kafka-mirror-a_to_b@0 on c2.example.org was started again 5 times in the last ten minutes",
        )


def test_a_message_that_the_destination_refuses_is_named_with_its_place_and_size() -> None:
    first, second = seen("running", "running")
    fails = replace(
        second, errors=(LogError(None, "org.apache.kafka.common.errors.RecordTooLargeException: too large"),)
    )
    made = view(source(), (first, fails), oversized=(LARGE,))
    (finding,) = made.findings
    assert (made.state, finding.text) == (
        "broken",
        "t:0 has a message of 1500069 bytes at offset 7, and the topic in b takes at most 1048588 (max.message.bytes)",
    )
    assert made.to_dict()["oversized"] == [
        {"topic": "t", "partition": 0, "offset": 7, "bytes": 1_500_069, "limit": 1_048_588}
    ]


def test_a_large_message_that_no_process_fails_of_is_none() -> None:
    """It may be small enough once it is compressed."""
    assert view(source(), seen("running", "running"), oversized=(LARGE,)).findings == ()


def test_the_last_error_is_the_newest_of_all_processes() -> None:
    first, second = seen("running", "running")
    errors = LogError("2026-11-23 16:55:36", "new"), LogError("2026-11-23 16:55:35", "old"), LogError(None, "timeless")
    made = view(
        source(),
        (
            Seen(first.process, "running", "", 1, 0.0, errors[1:]),
            Seen(second.process, "running", "", 1, 0.0, errors[:1]),
        ),
    )

    assert made.last_error == (second.process, errors[0])
    assert made.to_dict()["last_error"] == {
        "host": "c2.example.org",
        "service": "kafka-mirror-a_to_b@0",
        "at": "2026-11-23 16:55:36",
        "text": "new",
    }
    assert view(source()).last_error is None


class Silent(health.Clusters):
    """One cluster answers nothing, the other has not a topic."""

    def __init__(self, silent: Endpoints) -> None:
        super().__init__()
        self.silent = silent

    def get(self, servers: Endpoints) -> Any:
        if servers == self.silent:
            raise ClientError(Diagnostic("cluster-not-answering", f"no broker of {bootstrap_servers(servers)} answers"))
        return Empty()


class Empty:
    def topics(self) -> dict[str, tuple[int, ...]]:
        return {}

    def groups(self, names: list[str]) -> dict[str, ConsumerGroup]:
        return {name: ConsumerGroup(name, DEAD) for name in names}

    def committed(self, group: str) -> dict[TopicPartition, Any]:
        del group
        return {}

    def ranges(self, places: list[TopicPartition]) -> dict[TopicPartition, Range]:
        assert places == []
        return {}

    def first(self, places: dict[TopicPartition, int]) -> dict[TopicPartition, Any]:
        assert places == {}
        return {}

    def newest(self, topic: str) -> dict[bytes, bytes]:
        assert topic == "mm2-offsets.a.internal"
        return {}


@pytest.mark.parametrize("engine", [1, 2])
@pytest.mark.parametrize("silent", ["a", "b"])
def test_of_a_cluster_that_does_not_answer_the_other_is_reported(engine: int, silent: str) -> None:
    found = health.look(Silent((Endpoint(silent, 1),)), mirror(engine), (), health.Limits(), NOW)

    assert found.unreachable
    assert found.state == "unknown"
    assert f"cluster {silent} does not answer: no broker of {silent}:1 answers" in found.findings[0].text
    assert (found.source is None) == (silent == "a")
    assert (found.destination is None) == (engine == 1 or silent == "b")
    assert (found.source is not None and found.source.lag is None) == (engine == 2 and silent == "b")
    assert found.to_dict()["state"] == "unknown"
