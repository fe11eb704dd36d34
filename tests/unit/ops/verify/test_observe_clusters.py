"""How what a cluster says is put together; real clusters say it in tests/local/test_verify_brokers.py."""

from __future__ import annotations

from hiera_kafka.clients.brokers import BrokerOption, Member
from hiera_kafka.clients.cluster_state import BrokerState, ClusterState, LogDirectorySeen
from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.ops.verify.observe_clusters import _seen

OPTION = BrokerOption(in_file=True, file="1", default=None)
MEMBERS = {number: Member(number, f"k{number}", 9092, None) for number in (1, 2, 3)}


def test_what_a_broker_does_not_tell_is_missing_and_not_empty() -> None:
    directories = (LogDirectorySeen("/d", None),)
    state = ClusterState(
        "id",
        MEMBERS,
        {
            1: BrokerState(1, (3, 9), {"broker.id": OPTION}, directories),
            2: BrokerState(1, (3, 9), {}, (), {"its options": "ClusterAuthorizationFailed"}),
        },
        {3: "no answer within 5 s"},
        {},
        {TopicPartition("t", 0): (3,)},
    )

    found = _seen(0.5, state, {1: ("PLAINTEXT://k1:9092",)}, {"ZooKeeper zk1:2181": "no server answers"})

    assert found.took_s == 0.5
    assert found.controllers == {1: 1, 2: 1}
    assert found.options == {1: {"broker.id": OPTION}}
    assert found.directories == {1: directories}
    assert found.releases == {1: (3, 9), 2: (3, 9)}
    assert found.moving == {TopicPartition("t", 0): (3,)}
    assert found.silent == {"3": "no answer within 5 s", "ZooKeeper zk1:2181": "no server answers"}
    assert found.why_silent(2, "its options") == "the broker does not tell its options: ClusterAuthorizationFailed"
    assert found.why_silent(3, "its options") == "the broker does not tell its options: no answer within 5 s"
    assert found.why_silent(4, "its options") == "the broker is not registered"
