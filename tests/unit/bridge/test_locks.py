"""One rolling restart at a time on a cluster, from one controller."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from hiera_kafka.bridge.locks import hold, names
from hiera_kafka.errors import HieraKafkaError
from lib.trees import project_tree

K1, K2 = "k1.example.org", "k2.example.org"
DATA = (
    "zookeeper_clusters: {main: {hosts: {k1.example.org: 1, k2.example.org: 2, k3.example.org: 3}}}\n"
    "kafka_clusters: {events: {zookeeper_cluster_name: main, brokers: {k1.example.org: {id: 11}}}}\n"
)
ZOOKEEPER = [["zookeeper", K1]]


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    return str(project_tree(tmp_path / "one", DATA))


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state/hiera-kafka/locks"


@pytest.fixture
def other() -> Iterator[subprocess.Popen[bytes]]:
    """A process that could be another run."""
    with subprocess.Popen(["sleep", "600"]) as process:
        yield process
        process.kill()


def test_a_second_run_on_the_same_cluster_is_refused_with_the_first_ones_name(
    inventory: str, state: Path, other: subprocess.Popen[bytes]
) -> None:
    hold(inventory, ZOOKEEPER, other.pid)
    (path,) = state.iterdir()
    held = path.read_text()
    with pytest.raises(HieraKafkaError) as caught:
        hold(inventory, ZOOKEEPER, os.getpid())
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.id == "roll-locked"
    assert diagnostic.message.startswith(f"process {other.pid} of ")
    assert diagnostic.note == f"its inventory is {inventory}"
    assert path.read_text() == held


@pytest.mark.usefixtures("state")
def test_the_lock_ends_with_the_process_that_holds_it(inventory: str, other: subprocess.Popen[bytes]) -> None:
    hold(inventory, ZOOKEEPER, other.pid)
    other.kill()
    other.wait()
    hold(inventory, ZOOKEEPER, os.getpid())
    hold(inventory, ZOOKEEPER, os.getpid())


def test_another_process_with_the_same_number_does_not_hold_it(inventory: str, state: Path) -> None:
    hold(inventory, ZOOKEEPER, os.getpid())
    (path,) = state.iterdir()
    path.write_text(path.read_text().replace('"started": "', '"started": "9'))
    hold(inventory, ZOOKEEPER, 1)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"process": 1}', '{"process": "x", "started": "1"}'])
def test_a_damaged_lock_holds_nobody_up(inventory: str, state: Path, text: str) -> None:
    hold(inventory, ZOOKEEPER, os.getpid())
    (path,) = state.iterdir()
    path.write_text(text)
    hold(inventory, ZOOKEEPER, os.getpid())


@pytest.mark.usefixtures("state")
def test_another_cluster_is_free(inventory: str, other: subprocess.Popen[bytes]) -> None:
    hold(inventory, ZOOKEEPER, other.pid)
    hold(inventory, [["kafka_broker", K1]], os.getpid())


def test_a_cluster_has_one_lock_whichever_host_or_inventory_file_names_it(inventory: str, tmp_path: Path) -> None:
    again = str(project_tree(tmp_path / "two", DATA))
    assert names(inventory, ZOOKEEPER) == names(again, [["zookeeper", K2], ["zookeeper", K1]])
    assert len(names(inventory, [["zookeeper", K1], ["kafka_broker", K1]])) == 2


def test_clusters_on_this_machine_with_the_same_names_have_their_own_locks(tmp_path: Path) -> None:
    first, second = (str(project_tree(tmp_path / name, DATA, local=True)) for name in ("first", "second"))
    assert names(first, ZOOKEEPER) != names(second, ZOOKEEPER)
    assert names(first, ZOOKEEPER) == names(first, [["zookeeper", K2]])


def test_mirrors_of_a_cluster_have_a_lock_of_their_own(tmp_path: Path) -> None:
    mirrored = (
        "zookeeper_clusters: {z: {hosts: {z1.example.org: 1}}}\n"
        "kafka_clusters:\n"
        "  a: {zookeeper_cluster_name: z, brokers: {a1.example.org: {id: 1}}}\n"
        "  b: {zookeeper_cluster_name: z, brokers: {b1.example.org: {id: 1}, b2.example.org: {id: 2}}}\n"
        "kafka_mirrors: {a_to_b: {source: a, destination: b, topics: 'a.+'}}\n"
    )
    inventory = str(project_tree(tmp_path, mirrored))
    mirrors = [["kafka_mirror", "b1.example.org"], ["kafka_mirror", "b2.example.org"]]
    (lock,) = names(inventory, mirrors)
    assert lock.startswith("kafka_mirror-")
    assert lock not in names(inventory, [["kafka_broker", "b1.example.org"]])
