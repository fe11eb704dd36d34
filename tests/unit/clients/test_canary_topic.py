"""What brokers may answer besides what tests/local/test_canary.py sees of real ones."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from kafka.errors import LeaderNotAvailableError, TopicAlreadyExistsError, TopicAuthorizationFailedError

from hiera_kafka.clients import canary_topic


class Admin:
    def __init__(self, error_code: int, leaders: dict[int, int] | None = None) -> None:
        partitions = [{"partition_index": number, "leader_id": leader} for number, leader in (leaders or {}).items()]
        self.answer = [{"name": "t", "error_code": error_code, "partitions": partitions}]

    def describe_topics(self, topics: list[str]) -> list[dict[str, Any]]:
        assert topics == ["t"]
        return self.answer


def test_a_topic_that_is_not_there_is_none_and_one_that_may_not_be_seen_is_an_error() -> None:
    assert canary_topic._partitions(Admin(3), "t") is None
    with pytest.raises(TopicAuthorizationFailedError, match="topic t"):
        canary_topic._partitions(Admin(29), "t")


def test_partitions_come_in_their_order() -> None:
    found = canary_topic._partitions(Admin(0, {2: 1, 0: 3, 1: 2}), "t")

    assert found is not None
    assert [one["leader_id"] for one in found] == [3, 2, 1]


@pytest.mark.parametrize("admin", [Admin(3), Admin(0, {0: 1}), Admin(0, {0: 1, 1: -1})])
def test_leaders_are_waited_for(admin: Admin) -> None:
    with pytest.raises(LeaderNotAvailableError, match="topic t"):
        canary_topic._check_led(admin, "t", 2)


def test_leaders_that_are_known_are_not() -> None:
    canary_topic._check_led(Admin(0, {0: 1, 1: 2, 2: 3}), "t", 2)


def test_a_leader_is_waited_for_where_the_election_gave_it_the_partition() -> None:
    codes = {0: 0, 1: 84, 2: 80}  # elected, not needed, not in sync

    class Elects(Admin):
        def elect_leaders(self, kind: int, partitions: dict[str, list[int]], raise_errors: bool) -> Any:
            assert (kind, partitions, raise_errors) == (0, {"t": [0, 1, 2]}, False)
            results = [{"partition_id": number, "error_code": code} for number, code in codes.items()]
            return SimpleNamespace(to_dict=lambda: {"replica_election_results": [{"partition_result": results}]})

    admin = Elects(0, {0: 7, 1: 8, 2: 7})
    assert canary_topic._elected(admin, "t", [0, 1, 2]) == {0, 1}
    canary_topic._check_leaders(admin, "t", {0: 7, 1: 8})
    with pytest.raises(LeaderNotAvailableError, match="topic t"):
        canary_topic._check_leaders(admin, "t", {0: 7, 2: 9})


def test_refusals_carry_kafkas_word_and_the_brokers_and_some_are_none() -> None:
    made = {"name": "t", "error_code": 0, "error_message": None}
    there = {"name": "t", "error_code": 36, "error_message": "Topic 't' already exists."}

    assert canary_topic._refusal([made]) is None
    assert canary_topic._refusal([there]) == "TopicAlreadyExists: Topic 't' already exists."
    assert canary_topic._refusal([there], TopicAlreadyExistsError) is None
    assert canary_topic._refusal([{"name": "t", "error_code": 44}]) == "PolicyViolation"
