"""What speaks against the start of a broker, from what its disks and ZooKeeper say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import lost_data
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.broker_disks import OnDisk, Replica
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.guards import Guard
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.lost_data import InZooKeeper
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.zookeeper_state import Elected
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from lib.clusters.kafka_clients import closed_port
from lib.clusters.made_up_zookeeper import served

OWN = 2
GUARD = Guard(
    "kafka-metadata",
    ("/srv/a", "/srv/b"),
    "meta.properties",
    (str(OWN), "zk1:2181,zk2:2181/kafka/events", "k2.example.org", "kafka"),
    "hieradata/common.yaml:4:3",
)
NOTHING = OnDisk({}, frozenset())
HERE = OnDisk({"/srv/a": "abc", "/srv/b": "abc"}, frozenset({Replica("t", 0)}))


def seen(
    cluster: str | None = "abc", missing: Mapping[str, tuple[int, tuple[int, ...]]] | None = None, *live: int
) -> InZooKeeper:
    states = {Replica(name, 0): Elected(*state) for name, state in (missing or {}).items()}
    return InZooKeeper("zk1:2181", "/kafka/events/cluster/id", cluster, states, frozenset(live))


def judged(disk: OnDisk, found: InZooKeeper, *, accepted: bool = False) -> dict[str, Problem]:
    return {problem.id: problem for problem in lost_data.judged(GUARD, disk, found, accepted=accepted)}


@pytest.mark.parametrize(
    ("disk", "found"),
    [
        pytest.param(NOTHING, seen(None), id="a new cluster"),
        pytest.param(NOTHING, seen("abc"), id="a new broker"),
        pytest.param(HERE, seen("abc"), id="all that was"),
        pytest.param(NOTHING, seen("abc", {"t": (1, (1, 3))}, 1, 3), id="others have it all"),
        pytest.param(NOTHING, seen("abc", {"t": (-1, (1,))}), id="another was the last one"),
    ],
)
def test_nothing_speaks_against_a_start(disk: OnDisk, found: InZooKeeper) -> None:
    assert judged(disk, found) == {}


def test_an_ensemble_that_was_emptied_is_told_with_both_readings() -> None:
    (problem,) = judged(HERE, seen(None)).values()
    assert problem.render().splitlines()[0] == (
        "hieradata/common.yaml:4:3: error[kafka-metadata-lost]: the broker has data of a cluster that ZooKeeper does "
        "not have at /kafka/events/cluster/id: /srv/a/meta.properties says cluster abc; "
        "/srv/b/meta.properties says cluster abc; zk1:2181 has no such node"
    )
    # What is lost cannot be given up like this: the broker would refuse to start.
    assert [*judged(HERE, seen(None), accepted=True)] == ["kafka-metadata-lost"]


def test_an_ensemble_of_another_cluster_is_told_with_the_directory_that_does_not_fit() -> None:
    (problem,) = judged(OnDisk({"/srv/a": "abc", "/srv/b": "xyz"}, frozenset()), seen("abc")).values()
    assert problem.message.endswith(": /srv/b/meta.properties says cluster xyz; zk1:2181 has the cluster abc there")


def test_old_releases_are_known_by_their_partitions() -> None:
    old = OnDisk({}, frozenset({Replica("t", 0), Replica("t", 1)}))
    (problem,) = judged(old, seen(None)).values()
    assert "/srv/a, /srv/b hold 2 partitions; zk1:2181 has no such node" in problem.message
    assert judged(old, seen("abc")) == {}


def test_the_last_in_sync_replica_does_not_start_empty() -> None:
    found = seen("abc", dict.fromkeys("gfedcba", (OWN, (OWN,))) | {"other": (1, (1,))})
    (problem,) = judged(NOTHING, found).values()
    assert problem.id == "kafka-replicas-lost"
    assert problem.message == (
        "broker 2 is the last in-sync replica of 7 partitions (a-0, b-0, c-0, d-0, e-0, ...), says zk1:2181, "
        "and /srv/a, /srv/b hold no copy"
    )
    assert """-e '{"hiera_kafka_accept_loss": ["k2.example.org"]}'""" in str(problem.hint)
    assert judged(NOTHING, found, accepted=True) == {}


def test_a_replica_that_others_may_save_waits_for_them() -> None:
    found = seen("abc", {"t": (OWN, (OWN, 1, 3))}, 3)
    (problem,) = judged(NOTHING, found).values()
    assert problem.id == "kafka-replicas-in-doubt"
    assert problem.message.endswith("in sync are 1, 3 as well, and brokers 1 do not run")
    (problem,) = judged(NOTHING, seen("abc", {"t": (1, (1, OWN))}, 1), accepted=True).values()
    assert problem.message.endswith("in sync are 1 as well, and the others have not taken it out yet")


@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.tuples(st.sampled_from([-1, 1, 2, 3]), st.sets(st.integers(1, 3)).map(tuple))
    )
)
def test_a_start_needs_another_in_sync_replica_for_each_partition(states: dict[str, Any]) -> None:
    """Started empty, it must neither lead a partition nor be in sync: then it copies it as a new replica does."""
    may_start = judged(NOTHING, seen("abc", states, 1, 3)) == {}
    assert may_start == all(leader != OWN and OWN not in isr for leader, isr in states.values())


def test_an_ensemble_that_does_not_serve_is_unread_and_no_reason_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lost_data, "_UNREAD_S", 0.2)
    with closed_port() as port:
        connect = f"127.0.0.1:{port},[::1]:{port}/kafka/events"
        guard = Guard("kafka-metadata", (), "", ("2", connect, "k2.example.org", "kafka"))
        assert lost_data.before_run(guard, accepted=False) == []
        assert lost_data.before_start(guard, accepted=False, check=True) == []
        with pytest.raises(ProblemError, match=r"error\[kafka-metadata-unread\]: no member of ZooKeeper at") as caught:
            lost_data.before_start(guard, accepted=True, check=False)
    assert f"127.0.0.1:{port}: Connection refused" in caught.value.problems[0].message


def nodes(leader: int, *isr: int) -> dict[str, bytes]:
    state = json.dumps({"leader": leader, "isr": isr}).encode()
    return {
        "/kafka/events/cluster/id": b'{"id":"abc"}',
        "/kafka/events/brokers/ids/1": b"{}",
        "/kafka/events/brokers/topics/t": b'{"partitions":{"0":[2,1]}}',
        "/kafka/events/brokers/topics/t/partitions/0/state": state,
    }


def empty(server: tuple[str, int], *directories: Path) -> Guard:
    connect = f"127.0.0.1:{server[1]}/kafka/events"
    return Guard("kafka-metadata", tuple(map(str, directories)), "", ("2", connect, "k2.example.org", "kafka"))


def test_an_empty_broker_starts_once_the_others_have_taken_it_out(tmp_path: Path) -> None:
    with served(nodes(2, 2, 1), nodes(1, 1, 2), nodes(1, 1)) as server:
        guard = empty(server, tmp_path)
        assert lost_data.before_run(guard, accepted=False) == []  # the first session
        assert lost_data.before_start(guard, accepted=False, check=True) == []  # the second
        assert lost_data.before_start(guard, accepted=False, check=False) == []
    with served(nodes(2, 2, 1), nodes(2, 2, 1), nodes(1, 1)) as server:
        assert lost_data.before_start(empty(server, tmp_path), accepted=True, check=False) == []


def test_an_empty_broker_does_not_start_where_the_others_do_not_take_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lost_data, "_IN_DOUBT_S", 0.2)
    with served(nodes(2, 2, 3)) as server:
        with pytest.raises(ProblemError, match="brokers 3 do not run"):
            lost_data.before_start(empty(server, tmp_path), accepted=False, check=False)
        assert lost_data.before_start(empty(server, tmp_path), accepted=True, check=False) == []


def test_a_loss_is_refused_at_once_wherever_it_is_seen(tmp_path: Path) -> None:
    with served(nodes(2, 2)) as server:
        guard = empty(server, tmp_path)
        assert [problem.id for problem in lost_data.before_run(guard, accepted=False)] == ["kafka-replicas-lost"]
        for check in (True, False):
            with pytest.raises(ProblemError, match=r"1 partition \(t-0\), says 127.0.0.1"):
                lost_data.before_start(guard, accepted=False, check=check)
        assert lost_data.before_start(guard, accepted=True, check=False) == []
        (tmp_path / "t-0").mkdir()
        assert lost_data.before_start(guard, accepted=False, check=False) == []
