"""Files, directories and links, changed so that a killed run leaves whole old or whole new ones."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PREFIX = ".hiera-kafka."
"""How the names of temporary files and directories begin; what a killed run left is found by it."""

READ_LIMIT = 64 * 1024 * 1024
"""Bytes; a larger file on the target is not read, since nothing that is managed is so large."""


@dataclass(frozen=True)
class Found:
    """What lies at a path now.

    Attributes:
        kind: `missing`, `file`, `directory`, `link` or `other`.
        mode: Permission bits.
        content: Of a file that is not too large to be one of ours, else None.
        target: Of a link.
    """

    kind: str
    mode: int = 0
    uid: int = -1
    gid: int = -1
    content: bytes | None = None
    target: str | None = None


def look(path: str) -> Found:
    """Return what lies at `path`, links not followed."""
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return Found("missing")
    mode, uid, gid = stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid
    if stat.S_ISLNK(status.st_mode):
        return Found("link", mode, uid, gid, target=str(Path(path).readlink()))
    if stat.S_ISDIR(status.st_mode):
        return Found("directory", mode, uid, gid)
    if not stat.S_ISREG(status.st_mode):
        return Found("other", mode, uid, gid)
    content = None
    if status.st_size <= READ_LIMIT:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as stream:
            content = stream.read(READ_LIMIT)
    return Found("file", mode, uid, gid, content=content)


def write_file(path: str, content: bytes, *, mode: int, uid: int, gid: int) -> None:
    """Put a whole file in place of whatever lies at `path`; a link is replaced, never followed."""
    with _placed(path) as temporary:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            _attribute(stream.fileno(), path, mode=mode, uid=uid, gid=gid)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())


def make_link(path: str, target: str) -> None:
    """Put a symbolic link in place of whatever link lies at `path`."""
    with _placed(path) as temporary:
        temporary.symlink_to(target)


def make_directory(path: str, *, mode: int, uid: int, gid: int) -> None:
    """Make a directory, and those above it (owned by the caller, 0755) when they are missing."""
    make_parents(path)
    Path(path).mkdir(0o700)
    repair(path, mode=mode, uid=uid, gid=gid)


def make_parents(path: str) -> None:
    """Make the directories above `path` that are missing."""
    missing = []
    for parent in Path(path).parents:
        if parent.is_dir():
            break
        missing.append(parent)
    for directory in reversed(missing):
        directory.mkdir()
        # The caller's umask may be narrower than what services need to reach their files.
        directory.chmod(0o755)


def repair(path: str, *, mode: int, uid: int, gid: int) -> None:
    """Set owner and mode of a file that is no link, or of the directory that `path` leads to."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if Path(path).is_dir() else os.O_NOFOLLOW)
    descriptor = os.open(path, flags)
    try:
        _attribute(descriptor, path, mode=mode, uid=uid, gid=gid)
    finally:
        os.close(descriptor)


def sync_directory(path: str | Path) -> None:
    """Have the names in a directory reach the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_stale(directories: Iterable[Path]) -> list[str]:
    """Remove the temporary files that a killed run left; only for a caller that holds the lock."""
    removed = []
    for directory in sorted(set(directories)):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(directory) as entries:
            for entry in list(entries):
                if entry.name.startswith(PREFIX) and not entry.is_dir(follow_symlinks=False):
                    Path(entry.path).unlink()
                    removed.append(entry.path)
    return removed


@contextlib.contextmanager
def _placed(path: str) -> Iterator[Path]:
    """Give a fresh name beside `path`; what is made there takes the place of `path`, or vanishes on an error."""
    directory = Path(path).parent
    temporary = directory / f"{PREFIX}{secrets.token_hex(8)}"
    try:
        yield temporary
        temporary.rename(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_directory(directory)


def _attribute(descriptor: int, path: str, *, mode: int, uid: int, gid: int) -> None:
    status = os.fstat(descriptor)
    try:
        if (status.st_uid, status.st_gid) != (uid, gid):
            os.fchown(descriptor, uid, gid)
        # After the owner, since the kernel drops bits from a file that changes hands.
        if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
            os.fchmod(descriptor, mode)
    except PermissionError as error:
        raise PermissionError(error.errno, error.strerror, path) from None
