"""What /proc says of processes and ports."""

from __future__ import annotations

import ipaddress
import os
import resource
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import processes

TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0101077F:2384 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
   1: 0101077F:2384 0101077F:A001 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 20 4 30 10 -1
"""
TABLE6 = """\
  sl  local_address                         remote_address                        st ...
   0: 0000000000000000FFFF00000101077F:2384 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4713 1
   1: 00000000000000000000000000000000:2384 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4714 1
"""


def test_listening_sockets_are_read_and_connections_are_not() -> None:
    assert processes.parse_table(TABLE) == [processes.Listener(ipaddress.ip_address("127.7.1.1"), 9092, 4711)]


def test_addresses_of_the_newer_table_are_read_and_mapped_ones_are_ipv4() -> None:
    assert [str(listener.address) for listener in processes.parse_table(TABLE6)] == ["127.7.1.1", "::"]


@pytest.mark.parametrize(
    ("listens", "wanted", "blocked"),
    [
        ("127.7.1.1", "127.7.1.1", True),
        ("127.7.1.1", "127.7.1.2", False),
        ("127.7.1.1", None, True),
        ("0.0.0.0", "127.7.1.1", True),
        ("::", "127.7.1.1", True),
    ],
)
def test_an_address_is_blocked_by_itself_and_by_all_addresses(listens: str, wanted: str | None, blocked: bool) -> None:
    listener = processes.Listener(ipaddress.ip_address(listens), 9092, 1)
    assert listener.blocks(wanted, 9092) is blocked
    assert listener.blocks(wanted, 9093) is False


def test_the_holder_of_a_real_socket_is_found() -> None:
    with socket.create_server(("127.7.1.1", 0)) as server:
        port = server.getsockname()[1]
        (listener,) = [found for found in processes.listeners() if found.port == port]
        assert os.getpid() in processes.holders(listener.inode)


@pytest.fixture
def child() -> Iterator[int]:
    with subprocess.Popen(["sleep", "100", "0"]) as process:
        # Between fork and exec it is still a copy of this process.
        while b"sleep" not in Path(f"/proc/{process.pid}/cmdline").read_bytes():
            time.sleep(0.001)
        yield process.pid
        process.kill()


def test_a_child_descends_from_its_parent_and_not_the_other_way_round(child: int) -> None:
    assert processes.descends(child, os.getpid())
    assert not processes.descends(os.getpid(), child)


def test_a_command_is_shown_without_the_arguments_that_may_hold_secrets(child: int) -> None:
    assert processes.command(child) == "sleep 100"
    assert processes.command(999_999_999) == ""


def test_a_process_that_runs_from_a_directory_or_has_it_open_uses_it(tmp_path: Path) -> None:
    (tmp_path / "libs").mkdir()
    (tmp_path / "libs/a.jar").write_text("x")
    assert processes.using(str(tmp_path / "libs")) == []
    with (tmp_path / "libs/a.jar").open() as stream:
        assert processes.using(str(tmp_path / "libs")) == [os.getpid()]
        assert processes.using(str(tmp_path / "lib")) == []
        assert stream.readable()


def test_when_a_process_was_started_is_known_to_a_few_ticks() -> None:
    before = time.time()
    with subprocess.Popen(["sleep", "30"]) as process:
        found = processes.started(process.pid)
        after = time.time()
        process.kill()
    assert found is not None
    # The kernel says when it booted in whole seconds.
    assert before - 1.5 <= found <= after + 1.5
    assert processes.started(process.pid) is None


def test_threads_are_named_as_they_name_themselves() -> None:
    assert processes.threads(os.getpid())
    code = "import ctypes, sys; ctypes.CDLL(None).prctl(15, b'mirrormaker-thread-0'); print(1, flush=True); input()"
    with subprocess.Popen(["python3", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert processes.threads(child.pid) == ["mirrormaker-thr"]
        child.terminate()
    assert processes.threads(child.pid) == []


def test_a_process_is_described_by_what_everybody_may_know(tmp_path: Path) -> None:
    home = tmp_path / "4711"
    home.mkdir()
    (home / "cmdline").write_bytes(b"/usr/bin/java\0-Xmx1G\0-Dpassword=hunter2\0kafka.Kafka\0/etc/kafka/x.properties\0")
    (home / "cgroup").write_text("12:memory:/system.slice\n0::/system.slice/kafka-broker.service\n")

    assert processes.described(4711, tmp_path) == (
        f"process 4711 (/usr/bin/java -Xmx1G ... kafka.Kafka, user {home.owner()}, unit kafka-broker.service)"
    )
    assert processes.main_class(4711, tmp_path) == "kafka.Kafka"
    assert processes.running_class(["kafka.Kafka"], tmp_path) == [4711]
    assert processes.running_class(["another.Main"], tmp_path) == []


def test_a_process_that_is_gone_is_a_number() -> None:
    assert processes.described(2**22 + 1) == f"process {2**22 + 1} ()"
    assert processes.unit(2**22 + 1) is None
    assert processes.main_class(2**22 + 1) is None


def test_who_has_a_lock_is_found_and_who_waits_for_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    path.write_text("")
    status = path.stat()
    inode = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    (tmp_path / "locks").write_text(
        f"1: POSIX  ADVISORY  WRITE 4711 {inode} 0 EOF\n"
        f"1: -> POSIX  ADVISORY  WRITE 4712 {inode} 0 EOF\n"
        "2: FLOCK  ADVISORY  WRITE 4713 00:01:99999999 0 EOF\n"
    )

    assert processes.lock_holders(str(path), tmp_path) == [4711]
    assert processes.lock_holders(str(tmp_path / "missing"), tmp_path) == []


def test_sockets_are_found_with_who_holds_them_also_where_it_is_looked_at_last() -> None:
    with socket.create_server(("127.7.1.1", 0)) as server:
        port = server.getsockname()[1]
        (listener,) = [found for found in processes.listeners() if found.port == port]
        for last in ((), (os.getpid(),)):
            assert processes.socket_holders({listener.inode}, last)[listener.inode] == os.getpid()
    assert processes.socket_holders({listener.inode}) == {}
    assert processes.socket_holders(()) == {}


def test_limits_are_those_in_force(child: int) -> None:
    resource.prlimit(child, resource.RLIMIT_NOFILE, (4321, 4321))
    found = processes.limits(child)
    assert (found["Max open files"], found["Max cpu time"]) == (4321, None)


def test_only_the_variables_that_are_named_are_told(tmp_path: Path) -> None:
    process = tmp_path / "7"
    process.mkdir()
    (process / "environ").write_bytes(b"KAFKA_HOME=/opt/kafka\0PASSWORD=hunter2\0odd\0JAVA_HOME=/a=b\0")
    assert processes.variables(7, ("JAVA_HOME", "KAFKA_HOME", "odd"), tmp_path) == {
        "KAFKA_HOME": "/opt/kafka",
        "JAVA_HOME": "/a=b",
    }


def test_a_program_that_was_replaced_since_is_told(tmp_path: Path) -> None:
    copy = tmp_path / "sleep"
    shutil.copy("/bin/sleep", copy)
    with subprocess.Popen([str(copy), "100"]) as process:
        try:
            while processes.program(process.pid) != str(copy):
                time.sleep(0.001)
            copy.unlink()
            assert processes.program(process.pid) == f"{copy} (deleted)"
        finally:
            process.kill()
