"""Files and links, changed so that a killed run leaves whole old or whole new ones.

All is done relative to the directory that a path was walked to; see `paths`.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import paths

PREFIX = ".hiera-kafka."
"""How the names of temporary files and directories begin; what a killed run left is found by it."""

READ_LIMIT = 64 * 1024 * 1024
"""Bytes; a larger file on the target is not read, since nothing that is managed is so large."""


@dataclass(frozen=True)
class Attributes:
    """Permission bits, and ids of the owner."""

    mode: int
    uid: int
    gid: int


@dataclass(frozen=True)
class Found:
    """What is at a path now.

    Attributes:
        kind: `missing`, or as `paths.kind_of` says.
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

    @property
    def attributes(self) -> Attributes:
        """Its mode and owner."""
        return Attributes(self.mode, self.uid, self.gid)


def look(path: str) -> Found:
    """Return what is at `path`, a link there not followed.

    Raises:
        ProblemError: `path-taken` or `link-not-followed`, of something above.
    """
    try:
        with paths.parent(path) as place, paths.step(place.name, place.descriptor, path) as found:
            status = found.status
            kind, content, target = paths.kind_of(status.st_mode), None, None
            if kind == "link":
                target = found.target
            elif kind == "file" and status.st_size <= READ_LIMIT:
                with paths.named(path), found.open() as stream:
                    content = stream.read(READ_LIMIT)
            return Found(kind, stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid, content, target)
    except FileNotFoundError:
        return Found("missing")


def write_file(path: str, content: bytes, attributes: Attributes) -> None:
    """Put a whole file in place of whatever is at `path`; a link is replaced, never followed.

    Directories above that are missing are made, owned by the caller, 0755.
    """
    with _placed(path) as (temporary, directory):
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(temporary, flags, 0o600, dir_fd=directory), "wb") as stream:
            set_attributes(stream.fileno(), attributes)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())


def make_link(path: str, target: str) -> None:
    """Put a symbolic link in place of whatever link is at `path`; directories above as for `write_file`."""
    with _placed(path) as (temporary, directory):
        os.symlink(target, temporary, dir_fd=directory)


def set_attributes(descriptor: int, attributes: Attributes) -> None:
    """Set owner and mode of what is open."""
    status = os.fstat(descriptor)
    if (status.st_uid, status.st_gid) != (attributes.uid, attributes.gid):
        os.fchown(descriptor, attributes.uid, attributes.gid)
    # After the owner, since the kernel drops bits from a file that changes hands.
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != attributes.mode:
        os.fchmod(descriptor, attributes.mode)


def sync_directory(path: str | Path) -> None:
    """Have the names in a directory reach the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_stale(directories: Iterable[str]) -> None:
    """Remove the temporary files that a killed run left; only for a caller that holds the lock."""
    for path in sorted(set(directories)):
        with contextlib.suppress(FileNotFoundError), paths.directory(path) as found:
            for name in _stale_in(found):
                # What is a directory is none of ours, and stays.
                with contextlib.suppress(FileNotFoundError, IsADirectoryError), paths.named(f"{path}/{name}"):
                    os.unlink(name, dir_fd=found.descriptor)


def stale(directories: Iterable[str]) -> bool:
    """Return whether there are temporary files, which a killed run left unless another one is at work."""
    for path in sorted(set(directories)):
        with contextlib.suppress(FileNotFoundError), paths.directory(path) as found:
            if _stale_in(found):
                return True
    return False


def _stale_in(directory: paths.OpenDirectory) -> list[str]:
    with directory.readable() as descriptor, os.scandir(descriptor) as entries:
        return [entry.name for entry in entries if entry.name.startswith(PREFIX)]


@contextlib.contextmanager
def _placed(path: str) -> Iterator[tuple[str, int]]:
    """Give a fresh name in the directory of `path`, and that directory; what is made there takes the place of `path`.

    On an error it vanishes, and the error names `path`.
    """
    temporary = f"{PREFIX}{secrets.token_hex(8)}"
    with paths.parent(path, make=True) as place, paths.named(path):
        directory = place.descriptor
        try:
            yield temporary, directory
            os.rename(temporary, place.name, src_dir_fd=directory, dst_dir_fd=directory)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary, dir_fd=directory)
            raise
        with place.directory.readable() as descriptor:
            os.fsync(descriptor)
