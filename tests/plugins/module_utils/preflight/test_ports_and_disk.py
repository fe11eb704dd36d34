"""Ports, Java and space on disk."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import ports_and_disk
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Status
from lib.machine.known_services import Known


def port(number: int, address: str | None = "127.7.1.1") -> dict[str, Any]:
    return {"address": address, "port": number, "service": "kafka", "purpose": "clients"}


def listen(address: str = "127.7.1.1") -> socket.socket:
    return socket.create_server((address, 0))


def bound(address: str = "127.7.1.1") -> socket.socket:
    """Return a socket that has a port and does not listen on it."""
    made = socket.socket()
    made.bind((address, 0))
    return made


def test_a_free_port_is_fine() -> None:
    with listen() as probe:
        number = probe.getsockname()[1]
    assert ports_and_disk.check_ports([port(number)], Known()) == []


def test_a_port_that_another_process_holds_is_named_with_its_holder() -> None:
    with listen() as taken:
        number = taken.getsockname()[1]
        (problem,) = ports_and_disk.check_ports([port(number)], Known())
    assert problem.id == "port-taken"
    assert f"port 127.7.1.1:{number} (clients of kafka) is held by process {os.getpid()} (" in problem.message


def test_the_same_port_of_another_address_is_fine() -> None:
    with listen("127.7.1.2") as other:
        assert ports_and_disk.check_ports([port(other.getsockname()[1])], Known()) == []


def test_a_service_on_all_addresses_needs_the_port_on_each_of_them() -> None:
    with listen("127.7.1.2") as other:
        (problem,) = ports_and_disk.check_ports([port(other.getsockname()[1], None)], Known())
    assert problem.message.startswith("port *:")


def test_the_services_own_port_is_fine() -> None:
    with listen() as own:
        assert (
            ports_and_disk.check_ports([port(own.getsockname()[1])], Known(kafka=Status("running", os.getpid()))) == []
        )
        other = Known(kafka=Status("running", 999_999_999))
        assert [problem.id for problem in ports_and_disk.check_ports([port(own.getsockname()[1])], other)] == [
            "port-taken"
        ]


def test_a_port_that_a_dying_service_still_holds_is_waited_for() -> None:
    """Bound without listening, as between the calls of a server or while it ends."""
    with bound() as dying:
        number = dying.getsockname()[1]
        leaving = threading.Timer(0.3, dying.close)
        leaving.start()
        assert ports_and_disk.check_ports([port(number)], Known()) == []
        leaving.join()


def test_a_service_that_starts_while_it_is_looked_at_has_its_own_port() -> None:
    with bound() as starting:
        number = starting.getsockname()[1]
        listening = threading.Timer(0.3, starting.listen)
        listening.start()
        assert ports_and_disk.check_ports([port(number)], Known(kafka=Status("running", os.getpid()))) == []
        listening.join()


def test_a_port_that_stays_bound_is_a_taken_one() -> None:
    with bound() as squatter:
        (problem,) = ports_and_disk.check_ports([port(squatter.getsockname()[1])], Known())
    assert problem.id == "port-taken"
    assert "cannot be bound: Address already in use" in problem.message


def test_an_address_of_another_host_is_named() -> None:
    (problem,) = ports_and_disk.check_ports([port(9092, "192.0.2.1")], Known())
    assert problem.render() == (
        "error[address-not-here]: 192.0.2.1:9092 (clients of kafka): this host does not have the address\n"
        "    hint: fix the address in the data, or give it to an interface of this host\n"
        "    docs: docs/rules/address-not-here.md"
    )


def test_needs_on_one_file_system_are_added_up(tmp_path: Path) -> None:
    needs = [{"path": str(tmp_path / name), "needed_bytes": 3 * 2**20} for name in ("a", "b/c")]
    assert ports_and_disk.check_disk(needs, lambda _: 6 * 2**20) == []
    (problem,) = ports_and_disk.check_disk(needs, lambda _: 5 * 2**20)
    assert problem.message == (
        f"{tmp_path}/a, {tmp_path}/b/c: 6 MiB are needed, 5 MiB are free on the file system of {tmp_path}"
    )


def test_space_is_needed_for_what_is_not_there_yet(tmp_path: Path) -> None:
    for name in ("empty", "filled"):
        (tmp_path / name).mkdir()
    (tmp_path / "filled/MANIFEST.sha256").touch()
    needs = [{"path": str(tmp_path / name), "needed_bytes": 1} for name in ("missing", "empty", "filled")]
    assert [Path(need["path"]).name for need in ports_and_disk.still_to_write(needs)] == ["missing", "empty"]
