"""Locks between processes."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hiera_kafka.files import locks

HOLDER = """
import sys
from pathlib import Path
from hiera_kafka.files import locks
with locks.acquire(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
FORKING = """
import os, sys
from pathlib import Path
from hiera_kafka.files import locks
with locks.acquire(Path(sys.argv[1])):
    child = os.fork()
    if child == 0:
        sys.stdin.read()
        os._exit(0)
print("released", flush=True)
os.waitpid(child, 0)
"""
COUNTER = """
import sys
from pathlib import Path
from hiera_kafka.files import locks
count = Path(sys.argv[1]) / "count"
for _ in range(50):
    with locks.acquire(Path(sys.argv[1]) / "lock"):
        count.write_text(str(int(count.read_text()) + 1))
"""


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@contextmanager
def held(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Give another process that holds the lock of a file until its input ends."""
    command = [sys.executable, "-c", HOLDER, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        try:
            yield holder
        finally:
            holder.stdin.close()


def test_a_lock_that_nobody_holds_is_taken_without_a_word(tmp_path: Path) -> None:
    said: list[str] = []
    with locks.acquire(tmp_path / "lock", lambda: said.append("waiting")):
        pass
    with locks.acquire(tmp_path / "lock", lambda: said.append("waiting")):
        pass

    assert said == []


def test_who_waits_says_so_once_and_goes_on_when_the_holder_ends(tmp_path: Path) -> None:
    with held(tmp_path / "lock") as holder:
        said: list[str] = []

        def waits() -> None:
            said.append("waiting")
            assert holder.stdin is not None
            holder.stdin.close()

        with locks.acquire(tmp_path / "lock", waits):
            assert holder.wait() == 0, "the holder ended before the lock was taken"
    assert said == ["waiting"]


def test_a_holder_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    with held(tmp_path / "lock") as holder:
        holder.kill()
        holder.wait()
        with locks.acquire(tmp_path / "lock", lambda: pytest.fail("it waited for the dead")):
            pass


def test_what_several_processes_count_is_counted_once_each(tmp_path: Path) -> None:
    (tmp_path / "count").write_text("0")
    counters = [subprocess.Popen([sys.executable, "-c", COUNTER, tmp_path]) for _ in range(3)]
    assert [counter.wait() for counter in counters] == [0, 0, 0]

    assert (tmp_path / "count").read_text() == "150"


def test_an_error_in_the_block_releases_the_lock(tmp_path: Path) -> None:
    def failing() -> None:
        with locks.acquire(tmp_path / "lock"):
            raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        failing()
    with locks.acquire(tmp_path / "lock", lambda: pytest.fail("it is still held")):
        pass


def test_a_child_that_was_forked_meanwhile_does_not_keep_the_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FORKING, tmp_path / "lock"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"released\n"
        with locks.acquire(tmp_path / "lock", lambda: pytest.fail("the child holds it")):
            assert parent.poll() is None, "parent and child are still there"


def test_a_program_that_is_started_meanwhile_does_not_keep_the_lock(tmp_path: Path) -> None:
    with locks.acquire(tmp_path / "lock"):
        child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    with child, locks.acquire(tmp_path / "lock", lambda: pytest.fail("the program holds it")):
        pass


def test_a_wait_that_is_interrupted_leaves_no_descriptor(tmp_path: Path) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    before = descriptors()
    with held(tmp_path / "lock"):
        during = descriptors()
        with pytest.raises(KeyboardInterrupt):
            locks.acquire(tmp_path / "lock", interrupted)
        assert descriptors() == during
    assert descriptors() == before


def test_only_its_owner_can_open_the_file_and_so_block_others(tmp_path: Path) -> None:
    with locks.acquire(tmp_path / "lock"):
        assert stat.S_IMODE((tmp_path / "lock").stat().st_mode) == 0o600


def test_a_link_in_place_of_the_file_is_refused_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic link"):
        locks.acquire(tmp_path / "lock")

    assert not (tmp_path / "elsewhere").exists()


def test_what_the_file_holds_stays(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("kept")
    with locks.acquire(tmp_path / "lock"):
        pass

    assert (tmp_path / "lock").read_text() == "kept"
