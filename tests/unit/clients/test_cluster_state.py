"""How answers of brokers are read; real brokers answer in tests/local/test_verify_brokers.py."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from kafka.errors import (
    ClusterAuthorizationFailedError,
    IncompatibleBrokerVersion,
    KafkaTimeoutError,
    RequestTimedOutError,
)
from kafka.protocol.admin import DescribeLogDirsResponse
from kafka.protocol.metadata import MetadataResponse

from hiera_kafka.clients.cluster_state import LogDirectorySeen, PartitionSeen, _directory, _partitions, _raise, _words
from hiera_kafka.clients.groups import TopicPartition

STORAGE_ERROR = 56
LEADER_NOT_AVAILABLE = 5


def metadata(*topics: tuple[str, list[dict[str, Any]]]) -> Any:
    """A real answer, through the bytes that a broker sends."""
    topic = MetadataResponse.MetadataResponseTopic
    partition = topic.MetadataResponsePartition
    made = MetadataResponse(
        throttle_time_ms=0,
        brokers=[],
        cluster_id="x",
        controller_id=1,
        topics=[
            topic(error_code=0, name=name, is_internal=False, partitions=[partition(**one) for one in partitions])
            for name, partitions in topics
        ],
        version=12,
    )
    return MetadataResponse.decode(made.encode(version=12), version=12)


def place(index: int, leader: int, isr: list[int], offline: list[int], error: int = 0) -> dict[str, Any]:
    return {
        "error_code": error,
        "partition_index": index,
        "leader_id": leader,
        "leader_epoch": 1,
        "replica_nodes": [1, 2, 3],
        "isr_nodes": isr,
        "offline_replicas": offline,
    }


def test_partitions_are_sorted_and_one_without_a_leader_has_none() -> None:
    answer = metadata(
        ("b", [place(1, 2, [2, 3], [1]), place(0, 1, [1, 2, 3], [])]),
        ("a", [place(0, -1, [], [1, 2, 3], LEADER_NOT_AVAILABLE)]),
    )

    assert list(_partitions(answer).items()) == [
        (TopicPartition("a", 0), PartitionSeen(None, (1, 2, 3), (), (1, 2, 3), None)),
        (TopicPartition("b", 0), PartitionSeen(1, (1, 2, 3), (1, 2, 3), (), None)),
        (TopicPartition("b", 1), PartitionSeen(2, (1, 2, 3), (2, 3), (1,), None)),
    ]


@pytest.mark.parametrize(
    ("version", "error", "wanted"),
    [
        (4, 0, LogDirectorySeen("/d", None, 100, 40)),
        (4, STORAGE_ERROR, LogDirectorySeen("/d", "KafkaStorage", 100, 40)),
        (1, 0, LogDirectorySeen("/d", None)),
    ],
)
def test_a_log_directory_has_its_error_by_kafkas_name_and_sizes_where_told(
    version: int, error: int, wanted: LogDirectorySeen
) -> None:
    result = DescribeLogDirsResponse.DescribeLogDirsResult(
        error_code=error, log_dir="/d", topics=[], total_bytes=100, usable_bytes=40
    )
    made = DescribeLogDirsResponse(throttle_time_ms=0, error_code=0, results=[result], version=version)
    answer: Any = DescribeLogDirsResponse.decode(made.encode(version=version), version=version)

    assert _directory(answer.results[0]) == wanted


def test_sizes_that_a_broker_does_not_know_are_none() -> None:
    assert _directory(SimpleNamespace(error_code=0, log_dir="/d", total_bytes=-1, usable_bytes=-1)) == LogDirectorySeen(
        "/d", None
    )


def test_an_error_code_is_raised_as_kafkas_error() -> None:
    _raise(0)
    with pytest.raises(ClusterAuthorizationFailedError):
        _raise(31)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KafkaTimeoutError("Timed out after 5000.0 ms"), "no answer within 5 s"),
        (RequestTimedOutError(), "no answer within 5 s"),
        (IncompatibleBrokerVersion("x"), "it is too old to say"),
        (OSError("no route to host"), "no route to host"),
    ],
)
def test_why_a_broker_says_nothing_is_told_in_few_words(error: Exception, words: str) -> None:
    assert _words(error) == words


def test_a_topic_without_a_name_is_left_out() -> None:
    answer = SimpleNamespace(topics=[SimpleNamespace(name=None, partitions=[SimpleNamespace()])])

    assert _partitions(answer) == {}
