"""Where groups stand."""

from __future__ import annotations

from typing import Any

import pytest

from hiera_kafka.clients.groups import ActiveMember, Committed, Range, TopicPartition
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.ops.offsets.view import views
from lib.clusters.memory_cluster import MemoryCluster

READ, UNREAD, GONE = TopicPartition("events", 0), TopicPartition("events", 1), TopicPartition("gone", 0)


@pytest.fixture
def cluster() -> Any:
    return MemoryCluster(
        {READ: Range(0, 100), UNREAD: Range(0, 50)},
        {"g": {READ: Committed(60), GONE: Committed(1)}, "idle": {UNREAD: Committed(99)}},
        {"g": (ActiveMember("app", "10.0.0.1", "m", (READ, UNREAD)),)},
    )


def test_each_partition_has_its_lag_and_its_reader(cluster: Any) -> None:
    (view,) = views(cluster, "g")

    assert [(str(one.partition), one.lag, one.member and one.member.client_id) for one in view.positions] == [
        ("events:0", 40, "app"),
        ("events:1", None, "app"),  # assigned, and nothing committed yet
        ("gone:0", None, None),
    ]
    assert view.lag == 40


def test_all_groups_come_sorted_and_a_lag_is_never_negative(cluster: Any) -> None:
    assert [(view.group.name, view.group.is_active, view.lag) for view in views(cluster)] == [
        ("g", True, 40),
        ("idle", False, 0),
    ]


def test_partitions_of_its_topics_without_a_committed_offset_are_shown(cluster: Any) -> None:
    (view,) = views(cluster, "idle")

    assert [(str(one.partition), one.committed is None) for one in view.positions] == [
        ("events:0", True),
        ("events:1", False),
    ]


def test_an_unknown_group_comes_with_the_nearest(cluster: Any) -> None:
    with pytest.raises(HieraKafkaError, match="knows no group 'idel', known are: g, idle") as caught:
        views(cluster, "idel")
    assert caught.value.diagnostics[0].id == "unknown-group"
    assert caught.value.diagnostics[0].hint == "did you mean 'idle'?"


def test_programs_get_members_and_partitions(cluster: Any) -> None:
    data = views(cluster, "g")[0].to_dict()

    assert (data["group"], data["state"], data["active"], data["lag"]) == ("g", "Stable", True, 40)
    assert data["members"] == [
        {"client_id": "app", "host": "10.0.0.1", "member_id": "m", "partitions": ["events:0", "events:1"]}
    ]
    assert data["partitions"][0] == {
        "topic": "events",
        "partition": 0,
        "committed": 60,
        "earliest": 0,
        "latest": 100,
        "stable_end": 100,
        "lag": 40,
        "client_id": "app",
        "host": "10.0.0.1",
    }


@pytest.mark.parametrize(
    ("committed", "lag", "isolated"),
    [
        (30, 35, 25),  # before the first message, which is at 50: what was deleted is read by nobody
        (60, 25, 15),
        (75, 10, 0),
        (80, 4, 0),  # 80 is the end of a transaction
        (85, 0, 0),
        (86, None, None),  # past the end: a topic that was made again
    ],
)
def test_lag_is_what_can_be_read(committed: int, lag: int | None, isolated: int | None) -> None:
    made: Any = MemoryCluster(
        {READ: Range(50, 85)}, {"g": {READ: Committed(committed)}}, open_from={READ: 75}, markers={(READ, 80)}
    )

    assert [views(made, "g", only_committed=only)[0].positions[0].lag for only in (False, True)] == [lag, isolated]


def test_a_partition_whose_rest_is_no_message_is_read_to_its_end() -> None:
    ends = {(READ, offset) for offset in range(60, 100)}
    made: Any = MemoryCluster({READ: Range(0, 100)}, {"g": {READ: Committed(60)}}, markers=ends)

    assert views(made, "g")[0].lag == 0
