"""Which runs may touch hosts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.ops.converge.admission import admit, clock, left_members, left_over, unused
from lib.data.project_trees import project_tree

K1, K2, K3 = (f"k{number}.example.org" for number in (1, 2, 3))
DATA = (
    "zookeeper_clusters: {main: {hosts: {k1.example.org: 1, k2.example.org: 2, k3.example.org: 3}}}\n"
    "kafka_clusters: {events: {zookeeper_cluster_name: main, brokers: {k1.example.org: {id: 11}, "
    "k2.example.org: {id: 12}}}}\n"
)
AWAY = {"unreachable": True, "failed": False}
USED = {"zookeeper_transactions": True, "states": {}}
EMPTY = {"zookeeper_transactions": False, "states": {}}


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    return str(project_tree(tmp_path, DATA))


def refused(inventory: str, looked: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(HieraKafkaError) as caught:
        admit(inventory, looked)
    return {diagnostic.id: diagnostic.message for diagnostic in caught.value.diagnostics}


@pytest.mark.parametrize("seen", [USED, EMPTY])
def test_a_run_over_hosts_that_are_all_there_goes_on(inventory: str, seen: dict[str, Any]) -> None:
    assert admit(inventory, dict.fromkeys((K1, K2, K3), seen)) == {"without": []}


def test_a_run_goes_on_without_a_host_that_is_away(inventory: str) -> None:
    assert admit(inventory, {K1: USED, K2: AWAY, K3: USED}) == {"without": [K2]}


def test_a_host_that_was_refused_ends_the_run_for_all(inventory: str) -> None:
    found = refused(inventory, {K1: USED, K2: {"failed": True, "msg": "port taken"}, K3: AWAY})
    assert found == {"host-refused": f"no host was changed, since checks failed on {K2}; the messages above say why"}


def test_two_hosts_that_are_one_machine_are_refused(inventory: str) -> None:
    looked = {
        K1: {**USED, "machine": "boot:1:2"},
        K2: {**USED, "machine": "boot:1:2"},
        K3: {**USED, "machine": "boot:1:3"},
    }
    message = f"{K1} and {K2} are one machine; each host must be a machine of its own"
    assert refused(inventory, looked) == {"host-named-twice": message}


@pytest.mark.parametrize("now", [95.0, 100.0, 103.0, 108.0])
def test_a_clock_that_may_be_right_is_not_spoken_of(now: float) -> None:
    assert clock(K1, (now, now), (100, 103)) == []


@pytest.mark.parametrize(("way", "back"), [(600.0, 0.0), (0.0, 600.0), (300.0, 300.0)])
def test_a_machine_that_is_slow_has_no_wrong_clock(way: float, back: float) -> None:
    """A way there of ten minutes cannot be distinguished from a clock that is ahead."""
    assert clock(K1, (100 + way, 130 + way), (100, 130 + way + back)) == []


@pytest.mark.parametrize(
    ("off", "way", "looked", "back", "words"),
    [
        (86_400.0, 0.0, 0.0, 0.0, "86400 s ahead of"),
        (86_400.0, 0.25, 20.0, 0.5, "86400 s ahead of"),
        (86_400.0, 0.5, 20.0, 0.75, "86399 to 86401 s ahead of"),
        (86_400.0, 2.25, 0.5, 3.5, "86396 to 86403 s ahead of"),
        (-60.0, 0.25, 9.0, 0.75, "59 to 61 s behind"),
        (-60.0, 0.0, 9.0, 0.0, "60 s behind"),
    ],
)
def test_a_clock_that_is_wrong_is_reported_within_the_time_that_asking_took(
    off: float, way: float, looked: float, back: float, words: str
) -> None:
    """On a slow machine it took long; only the way there and back is unknown, not how long the host looked."""
    read = 100.0 + way
    (warning,) = clock(K1, (read + off, read + looked + off), (100.0, read + looked + back))
    assert warning.startswith(f"warning[clock-skew]: the clock of {K1} is {words} the control node's\n")


def test_a_clock_that_was_put_right_while_it_was_looked_at_is_not_spoken_of() -> None:
    assert clock(K1, (7300.0, 102.0), (100.0, 102.0)) == []


def test_brokers_of_one_cluster_hold_data_of_one(inventory: str) -> None:
    same = {host: {**USED, "cluster_ids": ["abc"]} for host in (K1, K2)}
    assert admit(inventory, {**same, K3: {**USED, "cluster_ids": []}}) == {"without": []}
    found = refused(inventory, {**same, K2: {**USED, "cluster_ids": ["xyz"]}})
    assert found == {
        "kafka-cluster-id-differs": f"brokers of events hold data of different clusters: abc on {K1}; xyz on {K2}"
    }


LEFT = [
    {"service": "kafka-mirror-a_to_b@0", "state": "running", "pid": 17},
    {"service": "kafka-mirror-a_to_b@1", "state": "stopped", "pid": None},
]


def test_services_that_left_the_data_are_reported_with_how_to_take_them_away(inventory: str, tmp_path: Path) -> None:
    (warning,) = left_over(inventory, K1, LEFT)
    assert warning.splitlines()[0] == (
        f"warning[service-left-data]: {K1} has kafka-mirror-a_to_b@0 (running), kafka-mirror-a_to_b@1 (stopped), "
        "which is no longer in the data; left alone"
    )
    files = " ".join(f"/etc/systemd/system/kafka-mirror-a_to_b@{number}.service" for number in (0, 1))
    by_hand = "systemctl disable --now kafka-mirror-a_to_b@0 kafka-mirror-a_to_b@1"
    assert f"on the host: {by_hand} && rm {files} && systemctl daemon-reload\n" in warning

    local = str(project_tree(tmp_path / "local", DATA, local=True))
    programs = [f"{tmp_path}/local/var/test/{K1}/etc/supervisor/conf.d/{entry['service']}.conf" for entry in LEFT]
    assert f"kill 17 && rm {' '.join(programs)}\n" in left_over(local, K1, LEFT)[0]
    assert f"on the host: rm {programs[1]}\n" in left_over(local, K1, LEFT[1:])[0]
    assert left_over(inventory, K1, []) == []


def test_what_lies_there_of_a_broker_that_left_the_data_is_said(inventory: str) -> None:
    lies = ["/srv/kafka/data: 12 partitions (3.1 MiB)"]
    entry = {"service": "kafka", "state": "running", "pid": 17, "data": lies, "recorded": True}
    (warning,) = left_over(inventory, K3, [entry])
    assert "left alone; on disk: /srv/kafka/data: 12 partitions (3.1 MiB)" in warning
    assert f"then have it forgotten: hiera-kafka forget {K3} kafka" in warning


def test_members_that_left_the_data_are_reported_once(inventory: str) -> None:
    gone = {"host": K3, "id": "3", "address": "10.0.0.3", "cluster": "events", "role": "kafka_broker"}
    looked = {K1: {"left_members": [gone]}, K2: {"left_members": [gone]}, "k4": AWAY}
    (warning,) = left_members(looked)
    assert warning.splitlines()[0] == (
        f"warning[member-left-data]: {K3} (kafka_broker, id 3, address 10.0.0.3) of events is no longer in the data; "
        f"remembered by {K1}, {K2}"
    )
    assert f"hiera-kafka forget {K3}" in warning
    assert left_members({K1: USED}) == []
    assert admit(inventory, {K1: USED, K2: USED, K3: USED}) == {"without": []}


def test_what_was_allowed_without_need_is_reported() -> None:
    (warning,) = unused(K1, ["hiera_kafka_data_left: /srv/typo"])
    assert f"warning[override-unused]: {K1} was given hiera_kafka_data_left: /srv/typo" in warning
    assert unused(K1, []) == []
