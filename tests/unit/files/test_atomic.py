"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hiera_kafka.files import atomic
from hiera_kafka.files.atomic import Durability

KILLED = """
import os, signal, sys
from pathlib import Path
from hiera_kafka.files import atomic
with atomic.replacing(Path(sys.argv[1])) as stream:
    stream.write(b"new")
    stream.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""
WRITER = """
import sys
from pathlib import Path
from hiera_kafka.files import atomic
for _ in range(50):
    atomic.write(Path(sys.argv[1]), sys.argv[2].encode() * 100_000)
"""


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    with atomic.replacing(tmp_path / "file", mode=0o640) as stream:
        stream.write(b"data")
        assert not (tmp_path / "file").exists()

    assert (tmp_path / "file").read_bytes() == b"data"
    assert mode_of(tmp_path / "file") == 0o640
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: type[BaseException]) -> None:
    (tmp_path / "file").write_bytes(b"old")

    def interrupted() -> None:
        with atomic.replacing(tmp_path / "file") as stream:
            stream.write(b"new")
            raise error

    with pytest.raises(error):
        interrupted()
    assert names(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_writer_that_is_killed_leaves_the_old_file_and_does_not_hinder_the_next(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path / "file"], check=False)
    assert done.returncode == -9
    assert (tmp_path / "file").read_bytes() == b"old"

    atomic.write(tmp_path / "file", b"next")
    assert (tmp_path / "file").read_bytes() == b"next"
    left, _ = names(tmp_path)
    assert left.startswith(".file.")


def test_readers_see_one_writers_content_or_the_others(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"a" * 100_000)
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, file, letter]) for letter in "ab"]
    seen = set()
    while any(writer.poll() is None for writer in writers):
        seen.add(file.read_bytes())

    assert [writer.wait() for writer in writers] == [0, 0]
    assert seen <= {b"a" * 100_000, b"b" * 100_000}
    assert names(tmp_path) == ["file"]


def test_a_file_with_secrets_is_the_callers_alone_until_it_is_complete(tmp_path: Path) -> None:
    with umask(0), atomic.replacing(tmp_path / "file", mode=0o644) as stream:
        stream.write(b"secret")
        (new,) = tmp_path.iterdir()
        assert mode_of(new) == 0o600

    assert mode_of(tmp_path / "file") == 0o644


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_without_a_mode_the_umask_decides(tmp_path: Path, mask: int, mode: int) -> None:
    with umask(mask):
        atomic.write(tmp_path / "file", b"data")

    assert mode_of(tmp_path / "file") == mode


def test_a_mode_is_exact_whatever_the_umask(tmp_path: Path) -> None:
    with umask(0o077):
        atomic.write(tmp_path / "file", b"data", mode=0o755)

    assert mode_of(tmp_path / "file") == 0o755


@pytest.mark.skipif(os.geteuid() != 0, reason="gives a file away, which root alone may")
def test_a_file_is_given_to_its_owner(tmp_path: Path) -> None:
    atomic.write(tmp_path / "file", b"data", mode=0o640, owner=(4_000_000, 4_000_001))

    found = (tmp_path / "file").stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (4_000_000, 4_000_001, 0o640)


def test_an_owner_that_the_caller_may_not_give_it_to_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(descriptor: int, user: int, group: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "fchown", refused)
    atomic.write(tmp_path / "file", b"data", owner=(1, 1))

    assert (tmp_path / "file").read_bytes() == b"data"


def test_a_link_in_place_of_the_file_is_replaced_and_what_it_leads_to_is_left(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"theirs")
    (tmp_path / "file").symlink_to("target")
    atomic.write(tmp_path / "file", b"ours")

    assert not (tmp_path / "file").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"theirs"


def test_a_relative_path_begins_at_the_given_directory(tmp_path: Path) -> None:
    (tmp_path / "moved").mkdir()
    directory = os.open(tmp_path / "moved", os.O_PATH | os.O_DIRECTORY)
    try:
        atomic.write(Path("file"), b"data", durability=Durability.ON_DISK, directory=directory)
    finally:
        os.close(directory)

    assert names(tmp_path / "moved") == ["file"]


def test_a_name_of_the_greatest_length_is_written(tmp_path: Path) -> None:
    for name in ("x" * 255, "\N{GRINNING FACE}" * 63):
        atomic.write(tmp_path / name, b"data")
        assert (tmp_path / name).read_bytes() == b"data"


@pytest.mark.parametrize(
    ("durability", "expected"),
    [
        (Durability.PROCESS, ["rename"]),
        (Durability.POWER_LOSS, ["content", "rename"]),
        (Durability.ON_DISK, ["content", "rename", "directory"]),
    ],
)
def test_content_is_synced_before_the_rename_and_the_directory_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, durability: Durability, expected: list[str]
) -> None:
    events: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        events.append("directory" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "content")
        if events[-1] == "content":
            assert os.fstat(descriptor).st_size == 4, "all of the content is written when it is synced"
        fsync(descriptor)

    def renamed(*args: object, **options: object) -> None:
        events.append("rename")
        replace(*args, **options)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    atomic.write(tmp_path / "file", b"data", durability=durability)

    assert events == expected


def test_a_full_disk_is_an_error_that_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        atomic.write(tmp_path / "file", b"new")

    assert names(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"
