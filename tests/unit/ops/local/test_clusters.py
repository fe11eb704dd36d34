"""Clusters on this machine: addresses, records, and what may be removed."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from hiera_kafka.catalog.resources import Port
from hiera_kafka.compiler import Inventory, load_inventory
from hiera_kafka.compiler.local_record import Recorded, read_recorded, write_recorded
from hiera_kafka.errors import ProjectError
from hiera_kafka.ops.local import clusters
from lib.data.project_trees import HOST, PAGE, project_tree
from lib.data.three_brokers import CLUSTERS
from lib.machine.supervisors import supervisord


@contextmanager
def listening(address: str, port: int = 0) -> Iterator[int]:
    """Listen on an address, and give the port."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((address, port))
        server.listen(1)
        yield server.getsockname()[1]


def inventory_of(directory: Path, port: int) -> Inventory:
    """Return a local inventory of a broker with a port of its own; ZooKeeper is elsewhere."""
    data = PAGE.replace(f'{HOST}: "1"', 'zk1.example.org: "1"').replace('id: "1"', f'id: "1"\n        port: {port}')
    return load_inventory(project_tree(directory, data, local=True))


def port_of(address: str | None, port: int) -> Port:
    return Port(address, port, "kafka", "plaintext listener")


def test_a_port_is_taken_when_somebody_listens_there_and_only_then() -> None:
    with listening("127.0.61.1") as port:
        assert clusters.is_taken(port_of("127.0.61.1", port))
        assert not clusters.is_taken(port_of("127.0.61.2", port))
    assert not clusters.is_taken(port_of("127.0.61.1", port))


def test_a_port_on_every_address_is_taken_on_each() -> None:
    with listening("0.0.0.0") as port:
        assert clusters.is_taken(port_of("127.0.61.1", port))


def test_an_address_of_another_machine_is_refused_with_a_message() -> None:
    with pytest.raises(ProjectError, match=r"port-refused\]: kafka cannot listen on 192\.0\.2\.1:9092"):
        clusters.is_taken(port_of("192.0.2.1", 9092))


def test_hosts_keep_recorded_addresses_and_java_is_recorded(tmp_path: Path) -> None:
    inventory = inventory_of(tmp_path, 9092)
    state = clusters.state_dir(inventory)
    (state / HOST).mkdir(parents=True)
    write_recorded(state, Recorded("127.0.61", {HOST: "127.0.61.7"}))
    compiler, java = clusters.prepare(inventory, os.environ, lambda _: None)
    assert compiler.platform.address(HOST) == "127.0.61.7"
    assert compiler.platform.address("zk1.example.org") == "127.0.61.1"
    assert read_recorded(state).java_home == str(java.home) == compiler.platform.java_home


def test_that_services_run_as_root_is_reported_once(tmp_path: Path) -> None:
    inventory = inventory_of(tmp_path, 9092)
    clusters.prepare(inventory, os.environ, lambda _: None)
    assert clusters.warn_of_root(inventory, 1000) == ()
    (warning,) = clusters.warn_of_root(inventory, 0)
    assert (warning.id, warning.level) == ("local-as-root", "warning")
    clusters.prepare(inventory, os.environ, lambda _: None)
    assert clusters.warn_of_root(inventory, 0) == ()


def test_where_a_port_is_taken_the_hosts_get_another_subnet_and_it_is_reported(tmp_path: Path) -> None:
    said: list[str] = []
    with ExitStack() as stack:
        port = stack.enter_context(listening("127.0.0.1"))
        compiler, _ = clusters.prepare(inventory_of(tmp_path, port), os.environ, said.append)
        address = compiler.platform.address(HOST)
    assert address.startswith("127.0.")
    assert not address.startswith("127.0.0.")
    assert len(said) == 1
    assert " is taken already, so the hosts get addresses in 127.0." in said[0]


def test_where_no_subnet_is_free_the_message_names_what_is_taken(tmp_path: Path) -> None:
    with listening("0.0.0.0") as port, pytest.raises(ProjectError, match=rf"port-taken\](.|\n)*:{port} \(kafka"):
        clusters.prepare(inventory_of(tmp_path, port), os.environ, lambda _: None)
    assert not (tmp_path / "var").exists()


def test_an_inventory_of_real_hosts_is_left_to_ansible(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="inventory-not-local"):
        clusters.state_dir(load_inventory(project_tree(tmp_path)))


def test_the_commands_of_an_inventory_are_those_of_its_first_broker(tmp_path: Path) -> None:
    inventory = inventory_of(tmp_path, 9092)
    compiler, _ = clusters.prepare(inventory, os.environ, lambda _: None)
    for _ in range(2):
        directory = clusters.link_commands(compiler)
        assert (directory / "kafka").readlink() == Path("..") / HOST / "usr/local/bin/kafka"
        assert [path.name for path in directory.iterdir()] == ["kafka"]


def test_where_there_are_several_clusters_each_has_a_command(tmp_path: Path) -> None:
    inventory = load_inventory(project_tree(tmp_path, CLUSTERS, local=True))
    compiler, _ = clusters.prepare(inventory, os.environ, lambda _: None)
    found = {path.name: path.readlink().parts[1] for path in clusters.link_commands(compiler).iterdir()}
    assert found == {
        "kafka": "a1.example.org",
        "kafka-a-eqiad": "a1.example.org",
        "kafka-b-eqiad": "b1.example.org",
        "kafka-c-eqiad": "c1.example.org",
    }


@pytest.mark.slow
def test_status_asks_every_recorded_host_and_nothing_is_removed_before_all_was_stopped(tmp_path: Path) -> None:
    inventory = inventory_of(tmp_path, 9092)
    state = clusters.state_dir(inventory)
    write_recorded(state, Recorded("127.0.61", {HOST: "127.0.61.7", "left.example.org": "127.0.61.8"}))
    with supervisord(state / "left.example.org" / "run"):
        here, left = clusters.status(inventory)
        assert (here.host, here.processes) == (HOST, ())
        assert [process.state for process in left.processes] == ["RUNNING", "STOPPED"]
        with pytest.raises(ProjectError, match=r"local-still-running\].*left\.example\.org: sleeper"):
            clusters.destroy(inventory)
        assert clusters.stop_rest(inventory) == ["left.example.org: sleeper"]
        assert clusters.stop_rest(inventory) == []
        assert clusters.destroy(inventory) == state
    assert not state.exists()


def test_a_directory_that_may_not_be_ours_is_left_alone(tmp_path: Path) -> None:
    inventory = inventory_of(tmp_path, 9092)
    mine = clusters.state_dir(inventory) / "thesis.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(ProjectError, match="local-record-missing"):
        clusters.destroy(inventory)
    assert mine.exists()


def test_removing_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    clusters.destroy(inventory_of(tmp_path, 9092))
