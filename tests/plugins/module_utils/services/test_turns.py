"""Waits in several calls, each of which says how it goes."""

from __future__ import annotations

import json

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.deaths import Deaths
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Status
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.turns import Turn, Waiting
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.turns import told


@pytest.mark.parametrize(
    ("arguments", "over", "ended"),
    [
        ((60,), False, False),
        ((60, 0, 0), False, True),
        ((60, 20, 30), False, False),
        ((60, 60, 10), True, False),
        ((60, 60, 0), True, False),  # what is over is told by its error
        ((0,), True, False),
    ],
)
def test_the_end_of_a_turn_and_that_of_all_time(arguments: tuple[float, ...], over: bool, ended: bool) -> None:
    turn = Turn(*arguments)
    assert (turn.over, turn.ended) == (over, ended)


def test_what_was_counted_in_one_turn_is_known_in_the_next_over_json() -> None:
    retried = Status("failed", comes_back=True)
    deaths = Deaths()
    assert not deaths.see(Status("running", 7), 1.0)
    assert deaths.see(retried, 2.0)
    left = Waiting("kafka to serve", {"kafka": deaths.to_dict()})
    turn = Turn(60, 10, 10, json.loads(json.dumps(left.to_dict()))["so_far"])
    again = turn.deaths("kafka")
    assert again == deaths
    assert not again.see(retried, 12.0), "it is the same end"
    assert turn.deaths("zookeeper") == Deaths()
    assert Turn(60, so_far={"kafka": {"total": 3}}).deaths("kafka") == Deaths()


def test_people_are_told_what_for_and_how_long_still_in_one_line() -> None:
    assert told("k1", "kafka to serve, last seen: no\nconnection", 20.2, 99.8) == (
        r"[k1] waiting (20 s, at most 100 s more) for kafka to serve, last seen: no\nconnection"
    )
    assert told("k1", "kafka", 61, -1).startswith("[k1] waiting (61 s, at most 0 s more)")
