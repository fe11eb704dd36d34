"""What brokers may answer besides what tests/local/test_mirrors_command.py sees of real ones."""

from __future__ import annotations

from typing import Any

import pytest
from kafka.errors import LeaderNotAvailableError, TopicAuthorizationFailedError

from hiera_kafka.clients import topics


def test_a_topic_that_the_broker_cannot_describe_is_an_error_and_no_topic_without_partitions() -> None:
    with pytest.raises(LeaderNotAvailableError, match="topic t"):
        topics._sound([{"name": "t", "error_code": 5, "partitions": []}])


def test_options_that_may_not_be_seen_are_an_error_and_not_equal_to_none() -> None:
    class Admin:
        def describe_configs(self, resources: Any, config_filter: str) -> Any:
            del resources, config_filter
            return {
                "topic": {"seen": {"retention.ms": {"value": "1", "config_source": "DYNAMIC_TOPIC_CONFIG"}}, "t": {}}
            }

    assert topics._options(Admin(), ["seen"])["seen"] == {"retention.ms": topics.Option("1", own=True)}
    with pytest.raises(TopicAuthorizationFailedError, match="options of topic t"):
        topics._options(Admin(), ["seen", "t"])


def test_refusals_carry_kafkas_word_and_the_brokers() -> None:
    results = [
        {"name": "made", "error_code": 0, "error_message": None},
        {"name": "bad", "error_code": 37, "error_message": "Topic already has 3 partitions."},
        {"name": "mute", "error_code": 36},
    ]

    assert topics._failed(results) == {
        "bad": "InvalidPartitions: Topic already has 3 partitions.",
        "mute": "TopicAlreadyExists",
    }


def test_nothing_is_asked_for_no_topics() -> None:
    assert object.__new__(topics.TopicAdmin).described([]) == {}
