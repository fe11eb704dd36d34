"""What is concluded from the states of a service, one after the other."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.deaths import MANY, Deaths, of_old_session
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Status

RETRIED = Status("failed", comes_back=True)
GIVEN_UP = Status("failed")
STATES = st.one_of(
    st.builds(Status, st.sampled_from(["starting", "running"]), st.integers(1, 4)),
    st.sampled_from([RETRIED, GIVEN_UP, Status("stopped"), Status("stopping", 1)]),
)


def runs(pid: int) -> Status:
    return Status("running", pid=pid)


def seen(*statuses: Status, own: bool = True) -> Deaths:
    deaths = Deaths()
    for second, status in enumerate(statuses):
        if deaths.see(status, second) and own:
            deaths.count_own()
    return deaths


@pytest.mark.parametrize(
    ("statuses", "total"),
    [
        ((runs(1), runs(1)), 0),
        ((runs(1), RETRIED, RETRIED, runs(2)), 1),
        ((runs(1), runs(2)), 1),  # its end fell between two looks
        ((RETRIED, runs(1), RETRIED), 2),
        ((runs(1), RETRIED, runs(2), runs(3)), 2),
        ((runs(1), Status("stopping", 1), Status("stopped"), Status("stopped")), 1),
    ],
)
def test_each_end_counts_once(statuses: tuple[Status, ...], total: int) -> None:
    assert seen(*statuses).total == total


def test_one_end_is_no_verdict_where_somebody_starts_it_again_and_one_is_where_nobody_does() -> None:
    assert not seen(runs(1), RETRIED).hopeless(RETRIED)
    assert seen(runs(1), GIVEN_UP).hopeless(GIVEN_UP)
    assert seen(Status("stopped")).hopeless(Status("stopped"))


def test_ends_by_its_own_fault_are_a_loop_and_those_of_an_old_session_are_waited_for() -> None:
    turns = [status for pid in range(1, MANY + 1) for status in (runs(pid), RETRIED)]
    assert seen(*turns).hopeless(RETRIED)
    assert seen(*turns).hopeless(runs(9)), "also in the moment in which it runs"
    assert not seen(*turns[:-1]).hopeless(RETRIED)
    assert not seen(*turns, own=False).hopeless(RETRIED)


def test_how_often_is_said_with_the_time_that_it_took() -> None:
    assert seen(runs(1), RETRIED).words == "ended once"
    assert seen(runs(1), RETRIED, runs(2), RETRIED).words == "ended 2 times within 2 s"


@given(st.lists(STATES, max_size=30))
def test_ends_are_never_more_than_changes_and_no_verdict_comes_from_what_only_runs(statuses: list[Status]) -> None:
    deaths = seen(*statuses)
    pairs = itertools.pairwise(statuses)
    assert deaths.total <= 1 + sum(before != after for before, after in pairs)
    assert deaths.own == deaths.total
    if deaths.total < MANY and statuses and statuses[-1].running:
        assert not deaths.hopeless(statuses[-1])


def test_an_old_session_is_told_by_the_words_of_kafka() -> None:
    thrown = "org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists"
    assert of_old_session(["[2026-11-30 11:28:32,001] ERROR Fatal error", thrown, "\tat kafka.zk"])
    assert not of_old_session(["org.apache.kafka.common.config.ConfigException: Invalid value"])
