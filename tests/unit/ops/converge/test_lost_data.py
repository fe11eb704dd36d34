"""Which ensembles may begin, by what the disks of their members and of brokers hold."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.ops.converge.admission import admit
from hiera_kafka.ops.converge.lost_data import Members
from lib.data.project_trees import project_tree

K1, K2, K3 = (f"k{number}.example.org" for number in (1, 2, 3))
DATA = (
    "zookeeper_clusters: {main: {hosts: {k1.example.org: 1, k2.example.org: 2, k3.example.org: 3}}}\n"
    "kafka_clusters: {events: {zookeeper_cluster_name: main, brokers: {k1.example.org: {id: 11}, "
    "k2.example.org: {id: 12}}}}\n"
)
AWAY: dict[str, Any] = {"unreachable": True, "failed": False}
HOLDS: dict[str, Any] = {"zookeeper_transactions": True}
EMPTY: dict[str, Any] = {"zookeeper_transactions": False}
KAFKA = {"cluster_ids": ["abc"], "kafka_used": True}


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    return str(project_tree(tmp_path, DATA))


def refused(inventory: str, looked: dict[str, Any], *given_up: str) -> dict[str, str]:
    with pytest.raises(HieraKafkaError) as caught:
        admit(inventory, looked, given_up)
    return {diagnostic.id: diagnostic.message for diagnostic in caught.value.diagnostics}


@pytest.mark.parametrize(
    "looked",
    [
        pytest.param({K1: EMPTY, K2: EMPTY, K3: EMPTY}, id="a new ensemble"),
        pytest.param({K1: HOLDS, K2: EMPTY, K3: HOLDS}, id="one disk was replaced"),
        pytest.param({K1: HOLDS | KAFKA, K2: HOLDS | KAFKA, K3: HOLDS}, id="a cluster as it was"),
        pytest.param({K1: HOLDS, K2: AWAY, K3: HOLDS}, id="one with data is away"),
        pytest.param({K2: EMPTY, K3: HOLDS}, id="a part of it, in which one has the data"),
        pytest.param({K2: EMPTY}, id="one member, which is no majority"),
    ],
)
def test_what_may_begin(inventory: str, looked: dict[str, Any]) -> None:
    away = [host for host, seen in looked.items() if seen is AWAY]
    assert admit(inventory, looked) == {"without": away}


def test_empty_members_do_not_outvote_the_one_with_the_data(inventory: str) -> None:
    looked = {K1: HOLDS | KAFKA, K2: EMPTY | KAFKA, K3: EMPTY}
    assert refused(inventory, looked) == {
        "zookeeper-data-outvoted": (
            f"ensemble main has data on {K1}, and {K2}, {K3} hold none: 2 of 3 members are a quorum without it"
        )
    }


def test_data_that_is_given_up_may_be_outvoted(inventory: str) -> None:
    looked = {K1: HOLDS, K2: EMPTY, K3: EMPTY}
    refused(inventory, looked, K2)
    assert admit(inventory, looked, [K1]) == {"without": []}


@pytest.mark.parametrize("looked", [{K1: AWAY, K2: EMPTY, K3: EMPTY}, {K1: AWAY, K2: EMPTY, K3: HOLDS}])
def test_no_ensemble_begins_while_a_member_is_away_that_may_hold_its_data(
    inventory: str, looked: dict[str, Any]
) -> None:
    empty = ", ".join(host for host, seen in looked.items() if seen is EMPTY)
    assert refused(inventory, looked) == {
        "ensemble-begins-without-member": (
            f"ensemble main would begin without {K1}, which cannot be reached: {empty} hold no data yet"
        )
    }
    assert admit(inventory, looked, [K1]) == {"without": [K1]}


def test_a_limited_run_does_not_take_the_members_that_it_leaves_out_for_empty(inventory: str) -> None:
    looked = {K2: EMPTY, K3: EMPTY}
    assert refused(inventory, looked) == {
        "ensemble-begins-without-member": (
            f"ensemble main would begin without {K1}, which this run does not look at: {K2}, {K3} hold no data yet"
        )
    }
    assert admit(inventory, looked, [K1]) == {"without": []}


def test_no_empty_ensemble_begins_below_brokers_with_data(inventory: str) -> None:
    looked = {K1: EMPTY, K2: EMPTY | KAFKA, K3: EMPTY}
    found = "brokers of events hold data, and ensemble main has none: there is data of Kafka on {}, and no transaction "
    found += f"of ZooKeeper on {K1}, {K2}, {K3}"
    assert refused(inventory, looked) == {"kafka-metadata-lost": found.format(f"{K2} (cluster abc)")}
    # Releases before 2.4 write no cluster id; and who is away is not taken for a member with data.
    looked = {K1: EMPTY | {"cluster_ids": [], "kafka_used": True}, K2: EMPTY, K3: EMPTY}
    assert refused(inventory, looked) == {"kafka-metadata-lost": found.format(K1)}
    looked = {K1: EMPTY | KAFKA, K2: EMPTY, K3: AWAY}
    assert [*refused(inventory, looked, K3)] == ["kafka-metadata-lost"]


STATES = st.sampled_from([HOLDS, EMPTY, AWAY, None])


@given(st.lists(STATES, min_size=1, max_size=7))
def test_any_majority_that_can_form_has_a_member_that_is_not_known_to_be_empty(states: list[Any]) -> None:
    looked = {str(number): state for number, state in enumerate(states) if state is not None}
    members = Members.of([str(number) for number in range(len(states))], looked)
    majorities = combinations(range(len(states)), len(states) // 2 + 1)
    without_data = any(all(states[number] is EMPTY for number in majority) for majority in majorities)
    assert members.outvote == without_data
