"""Waiting at a gate: for what goes away, never for what does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.gates.gate import Verdict, count, some, standing, wait
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.turns import Turn

LAGGING = Problem("gate-under-replicated", "a replica lags", hint="wait")
OUTAGE = Problem("gate-outage", "a topic has one replica")


def looks(verdicts: Sequence[Verdict]) -> Callable[[], Verdict]:
    """Return what is seen look by look."""
    left = list(verdicts)
    return lambda: left.pop(0)


def test_what_stands_in_the_way_is_waited_for() -> None:
    free = Verdict("all in sync", leads=True)
    assert wait(looks([Verdict("one lags", False, (LAGGING,)), free]), turn=Turn(60)) == free


def test_with_no_time_the_cluster_is_looked_at_once() -> None:
    lagging = Verdict("one lags", False, (LAGGING,))
    assert wait(looks([lagging]), turn=Turn(0)) == lagging


def test_an_outage_that_nobody_accepted_is_not_waited_for() -> None:
    both = Verdict("one lags", False, (LAGGING,), OUTAGE)
    assert wait(looks([both]), turn=Turn(600)) == both


def test_an_outage_that_is_accepted_leaves_the_rest_to_be_waited_for() -> None:
    free = Verdict("all in sync", False, (), OUTAGE)
    looked = wait(looks([Verdict("one lags", False, (LAGGING,), OUTAGE), free]), turn=Turn(60), allow_outage=True)
    assert looked == free
    assert standing(looked, timeout_s=60, allow_outage=True) == ()


def test_a_turn_ends_with_what_was_seen_last() -> None:
    lagging = Verdict("one lags", False, (LAGGING,))
    assert wait(looks([lagging]), turn=Turn(600, 0, 0)) == lagging


def test_a_service_that_died_is_not_waited_for() -> None:
    died = Problem("service-died", "kafka does not run any more")
    with pytest.raises(ProblemError) as caught:
        wait(looks([Verdict("one lags", False, (LAGGING,))]), turn=Turn(600), alive=lambda: died)
    assert caught.value.problems == (died,)


def test_a_refusal_says_how_long_it_waited_and_what_it_saw_last() -> None:
    verdict = Verdict("2 of 3 brokers answer", False, (LAGGING,), OUTAGE)
    assert [problem.render() for problem in standing(verdict, timeout_s=30, allow_outage=False)] == [
        (
            "error[gate-under-replicated]: a replica lags\n"
            "    note: waited 30 s; last seen: 2 of 3 brokers answer\n"
            "    hint: wait\n"
            "    docs: docs/rules/gate-under-replicated.md"
        ),
        "error[gate-outage]: a topic has one replica\n    docs: docs/rules/gate-outage.md",
    ]


def test_long_lists_are_cut_after_ten_with_the_number_of_the_rest() -> None:
    assert some(str(number) for number in range(10)) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9"
    assert some(str(number) for number in range(13)) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 3 more"
    assert (count(1, "broker"), count(0, "broker")) == ("1 broker", "0 brokers")
