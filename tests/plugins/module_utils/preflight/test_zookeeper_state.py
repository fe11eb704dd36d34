"""How nodes of Kafka are read, whatever is in them; those that Kafka writes are in tests of clusters."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.broker_disks import Replica
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.zookeeper_state import ClusterNodes, Elected
from ansible_collections.hiera_kafka.core.plugins.module_utils.zookeeper.nodes import Nodes, NodesError
from lib.clusters.made_up_zookeeper import served


@contextlib.contextmanager
def cluster(tree: Mapping[str, bytes], chroot: str = "/kafka/a") -> Iterator[ClusterNodes]:
    """Give a session with a server that has these nodes."""
    with served(tree) as server, Nodes([server], 5) as nodes:
        yield ClusterNodes(nodes, chroot)


TREE = {
    "/kafka/a/cluster/id": b'{"version":"1","id":"abc"}',
    "/kafka/a/brokers/ids/1": b"{}",
    "/kafka/a/brokers/ids/12": b"{}",
    "/kafka/a/brokers/topics/t": b'{"partitions":{"0":[1,2],"1":[3],"12":[2]},"version":3}',
    "/kafka/a/brokers/topics/t/partitions/0/state": b'{"leader":1,"isr":[1,2],"leader_epoch":0}',
    "/kafka/a/brokers/topics/gone": b'{"partitions":{"0":[2]}}',
    "/kafka/a/admin/delete_topics/gone": b"",
}


def test_what_kafka_writes_is_read() -> None:
    with cluster(TREE) as found:
        assert found.cluster_id() == "abc"
        assert found.live() == {1, 12}
        assert found.assigned(2) == {Replica("t", 0), Replica("t", 12)}
        assert found.elected(found.assigned(2)) == {Replica("t", 0): Elected(1, (1, 2))}


def test_an_empty_place_has_nothing() -> None:
    with cluster(TREE, "/kafka/b") as found:
        assert found.cluster_id() is None
        assert found.live() == set()
        assert found.assigned(2) == set()


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b"7", b"\xff", b"[" * 100_000])
def test_what_is_no_object_is_refused(said: bytes) -> None:
    with cluster({"/kafka/a/cluster/id": said}) as found, pytest.raises(NodesError, match="/kafka/a/cluster/id"):
        found.cluster_id()


@pytest.mark.parametrize("said", [b"{}", b'{"leader":"1","isr":[1]}', b'{"leader":1,"isr":["1"]}', b'{"leader":1}'])
def test_a_state_without_leader_and_isr_is_refused(said: bytes) -> None:
    tree = {"/kafka/a/brokers/topics/t/partitions/0/state": said}
    with cluster(tree) as found, pytest.raises(NodesError, match="the state of t-0 in ZooKeeper has no leader and isr"):
        found.elected([Replica("t", 0)])


def test_partitions_of_another_form_are_none_of_ours() -> None:
    odd = {"a": b'{"partitions":[1]}', "b": b'{"partitions":{"x":[2],"0":2}}', "not a topic": b"{"}
    with cluster({f"/kafka/a/brokers/topics/{name}": content for name, content in odd.items()}) as found:
        assert found.assigned(2) == set()
