"""The controller, as each broker names it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from hiera_kafka.ops.verify.checks.brokers.one_controller import OneController
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_cluster import CONTROLLER, host_of, results, seen, without


def test_all_brokers_name_the_same_one() -> None:
    (result,) = results(OneController)

    assert (result.status, result.subject) == (Status.OK, "three")
    assert result.observed == "broker 1002, named by 3 brokers"
    assert result.hosts == (host_of(CONTROLLER),)


@pytest.mark.parametrize(
    ("controllers", "words"),
    [
        ({1001: 1001, 1002: 1002, 1003: 1002}, "1001 named by 1001; 1002 named by 1002 and 1003"),
        ({1001: None, 1002: None, 1003: None}, "none named by 1001 and 1002 and 1003"),
        ({1001: 1002, 1002: 1002, 1003: None}, "1002 named by 1001 and 1002; none named by 1003"),
        ({1001: 7, 1002: 7, 1003: 7}, "7 named by 1001 and 1002 and 1003; 7 is not registered"),
        ({}, "no broker said"),
    ],
)
def test_none_several_or_one_that_is_gone_are_critical(controllers: Mapping[int, int | None], words: str) -> None:
    (result,) = results(OneController, seen(controllers=controllers))

    assert (result.status, result.observed) == (Status.CRITICAL, words)


def test_a_broker_that_is_stopped_is_not_missed_here() -> None:
    (result,) = results(OneController, without(1001))

    assert (result.status, result.observed) == (Status.OK, "broker 1002, named by 2 brokers")
