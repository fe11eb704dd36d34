"""When a broker may be stopped, and when it is back: every rule, on clusters made up for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.gates.gate import Member, Verdict
from ansible_collections.hiera_kafka.core.plugins.module_utils.gates.kafka import Snapshot
from ansible_collections.hiera_kafka.core.plugins.module_utils.gates.kafka_rules import after, before
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.cluster_state import Partition

BROKERS = (1, 2, 3)


def partition(name: str = "events", isr: Sequence[int] = BROKERS, replicas: Sequence[int] = BROKERS) -> Partition:
    return Partition(name, 0, next(iter(isr), None), tuple(replicas), tuple(isr))


def cluster(*partitions: Partition, min_insync: int = 2, brokers: Sequence[int] = BROKERS) -> Snapshot:
    return Snapshot(
        members=tuple(Member(number, f"k{number}", f"10.0.0.{number}", 9092) for number in brokers),
        controllers=frozenset({2}),
        registered=frozenset(brokers),
        partitions=partitions,
        min_insync={p.topic: min_insync for p in partitions},
    )


def ids(verdict: Verdict) -> list[str]:
    return [problem.id for problem in verdict.problems] + ([verdict.outage.id] if verdict.outage else [])


def message(verdict: Verdict, problem_id: str) -> str:
    (problem,) = [p for p in (*verdict.problems, verdict.outage) if p and p.id == problem_id]
    return problem.message


def test_any_broker_of_a_healthy_cluster_may_be_stopped() -> None:
    seen = "3 of 3 brokers answer, Kafka controller 2, 1 partition, none under-replicated"
    assert before(cluster(partition()), 1) == Verdict(seen, leads=False)
    assert before(cluster(partition()), 2) == Verdict(seen, leads=True)
    assert before(cluster(), 3).problems == ()


def test_a_broker_that_does_not_answer_or_is_not_registered_keeps_the_others_running() -> None:
    silent = replace(cluster(partition()), silent={3: "no connection: Connection refused"})
    assert message(before(silent, 1), "gate-broker-down") == (
        "every broker must run before one is stopped; found down: 3 (k3, 10.0.0.3:9092): "
        "no connection: Connection refused"
    )
    fenced = replace(cluster(partition()), registered=frozenset({1, 2}))
    assert message(before(fenced, 1), "gate-broker-down").endswith("3 (k3, 10.0.0.3:9092): not registered")


@pytest.mark.parametrize("controllers", [frozenset[int | None](), frozenset({None}), frozenset({1, 2})])
def test_without_one_controller_nobody_is_stopped(controllers: frozenset[int | None]) -> None:
    assert ids(before(replace(cluster(), controllers=controllers), 1)) == ["gate-controller"]
    assert ids(after(replace(cluster(), controllers=controllers), 1)) == ["gate-controller"]


def test_what_the_cluster_does_not_tell_refuses() -> None:
    unanswered = replace(cluster(), unanswered="broker 2: Kafka's error 29", registered=frozenset())
    assert ids(before(unanswered, 1)) == ["gate-not-told"]
    assert ids(after(unanswered, 1)) == ["gate-not-told"]
    assert "1 in all: secret-0" in message(before(replace(cluster(), hidden=("secret-0",)), 1), "gate-not-told")


def test_a_reassignment_is_waited_for_and_its_partition_not_held_to_have_too_few_replicas() -> None:
    moving = replace(cluster(partition("moving", isr=(1, 2), replicas=(1, 2))), reassigning=("moving-0",))
    assert ids(before(moving, 1)) == ["gate-reassignment"]
    assert message(before(moving, 1), "gate-reassignment").endswith("1 partition: moving-0")


def test_brokers_that_cannot_tell_of_reassignments_are_asked_for_the_rest_and_that_is_said() -> None:
    verdict = before(replace(cluster(partition()), reassigning=None), 1)
    assert verdict.problems == ()
    assert verdict.seen.endswith(", reassignments unknown (Kafka before 2.4 cannot tell)")


def test_a_partition_without_leader_refuses() -> None:
    assert ids(before(cluster(partition(isr=())), 1)) == ["gate-partition-offline", "gate-under-replicated"]


def test_an_under_replicated_partition_refuses_also_when_it_lies_elsewhere() -> None:
    verdict = before(cluster(partition(isr=(2,), replicas=(2, 3)), min_insync=1), 1)
    assert message(verdict, "gate-under-replicated") == (
        "every replica must be in sync before a broker is stopped, 1 partition under-replicated: events-0; "
        "not in sync: broker 3"
    )


def test_a_partition_that_would_fall_below_min_insync_replicas_refuses() -> None:
    verdict = before(cluster(partition(isr=(1, 2))), 1)
    assert ids(verdict) == ["gate-under-replicated", "gate-min-insync"]
    assert message(verdict, "gate-min-insync") == (
        "without broker 1, 1 partition would have fewer replicas in sync than min.insync.replicas: "
        "events-0 (in sync 1, 2, min.insync.replicas 2)"
    )


def test_the_last_replica_in_sync_is_kept_whatever_min_insync_replicas_says() -> None:
    for allowed in (0, 1):
        assert "gate-min-insync" in ids(before(cluster(partition(isr=(1,)), min_insync=allowed), 1))


def test_a_partition_without_a_replica_to_spare_is_an_outage_that_no_waiting_prevents() -> None:
    lonely = [partition(f"t{number}", isr=(1,), replicas=(1,)) for number in range(12)]
    verdict = before(cluster(*lonely, min_insync=1), 1)
    assert verdict.problems == ()
    assert message(verdict, "gate-outage").startswith(
        "stopping broker 1 takes partitions out of service that have no replica to spare, 12 in all: "
        "t0-0 (1 replica, min.insync.replicas 1), "
    )
    assert message(verdict, "gate-outage").endswith(" and 2 more")
    assert before(cluster(*lonely, min_insync=1), 2).outage is None
    assert ids(before(cluster(partition(isr=(1, 2), replicas=(1, 2))), 1)) == ["gate-outage"]


def test_the_only_broker_of_a_cluster_is_an_outage() -> None:
    verdict = before(cluster(partition(isr=(2,), replicas=(2,)), min_insync=1, brokers=(2,)), 2)
    assert verdict.leads
    assert message(verdict, "gate-outage") == "stopping broker 2 ends the service of the cluster: it is the only one"


def test_a_broker_is_back_when_it_is_registered_and_in_the_isr_of_all_its_partitions() -> None:
    assert after(cluster(partition()), 1).problems == ()
    assert after(cluster(partition(isr=(2, 3), replicas=(2, 3))), 1).problems == ()
    behind = cluster(partition(isr=(2, 3)))
    assert message(after(behind, 1), "gate-not-back") == (
        "broker 1 was restarted and is not in the ISR of 1 partition yet: events-0"
    )
    silent = replace(cluster(partition()), silent={1: "no connection: Connection refused"})
    assert message(after(silent, 1), "gate-not-back").endswith("does not answer: no connection: Connection refused")
    gone = replace(cluster(), registered=frozenset({2, 3}))
    assert message(after(gone, 1), "gate-not-back").endswith("is not registered, these are: 2, 3")


@given(
    st.lists(
        st.tuples(st.permutations((1, 2, 3, 4)), st.integers(1, 4), st.integers(0, 4), st.integers(0, 4)), max_size=5
    ),
    st.integers(1, 4),
)
def test_whoever_passes_leaves_every_partition_enough_replicas(
    drawn: list[tuple[list[int], int, int, int]], own: int
) -> None:
    """The one law of the gate: after the stop each partition can be read, and written with acks=all."""
    partitions, needed = [], {}
    for number, (order, factor, in_sync, minimum) in enumerate(drawn):
        replicas = order[:factor]
        partitions.append(partition(f"t{number}", isr=replicas[:in_sync], replicas=replicas))
        needed[f"t{number}"] = minimum
    snapshot = replace(cluster(*partitions, brokers=(1, 2, 3, 4)), min_insync=needed)
    verdict = before(snapshot, own)
    if not verdict.problems and verdict.outage is None:
        for one in partitions:
            left = set(one.isr) - {own}
            assert left
            assert len(left) >= needed[one.topic] or own not in one.isr
