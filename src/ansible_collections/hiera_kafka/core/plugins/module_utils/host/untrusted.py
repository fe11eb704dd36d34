"""Reads files that a service may have written, as root: the one way to do so.

A service may put anything in place of its own files: a link to what only root may read, a pipe that nobody writes to, a
file without an end. Here no link of another user is followed, only regular files are opened, as much is read as was
asked for, and text is clean enough to be shown.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from typing import BinaryIO

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import paths
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.owners import user_name
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError

SMALL = 1024 * 1024
"""Bytes that a file of settings has at most."""
LARGE = 64 * 1024 * 1024
"""Bytes that any file has at most that is read as a whole."""


@contextlib.contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """Open a regular file.

    Raises:
        FileNotFoundError: It, or a directory above it, is missing.
        ProblemError: `host-file-refused`, it is no regular file; `link-not-followed` or `path-taken`.
        OSError: It cannot be read.
    """
    with paths.leaf(path) as found:
        if not stat.S_ISREG(found.status.st_mode):
            raise ProblemError(_not_regular(path, found.status))
        with paths.named(path):
            stream = found.open()
        with stream:
            yield stream


def read(path: str, limit: int = SMALL) -> bytes:
    """Return the content of a file.

    Raises:
        ProblemError: `host-file-refused`, it has more than `limit` bytes; and what `opened` raises.
    """
    with opened(path) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise ProblemError(_too_large(path, limit))
    return content


def read_text(path: str, limit: int = SMALL) -> str:
    """Return the same as text, with a mark for what is not UTF-8."""
    return read(path, limit).decode(errors="replace")


def last_lines(path: str, limit: int) -> list[str]:
    """Return the whole lines in the last `limit` bytes of a file."""
    with opened(path) as stream:
        begin = max(0, stream.seek(0, os.SEEK_END) - limit)
        stream.seek(begin)
        lines = [line.rstrip("\r") for line in stream.read(limit).decode(errors="replace").split("\n")]
    if lines[-1] == "":
        lines.pop()
    # The first one is a part of a line where the file is longer.
    return lines[1:] if begin else lines


def digest(path: str, limit: int = LARGE) -> str | None:
    """Return the SHA-256 of a file; None when there is none, or none that could be one of ours."""
    try:
        return hashlib.sha256(read(path, limit)).hexdigest()
    except (FileNotFoundError, ProblemError):
        return None


def directory_names(path: str) -> list[str]:
    """Return the names in a directory that are directories themselves.

    Raises:
        FileNotFoundError: It is missing.
        ProblemError: `path-taken` or `link-not-followed`.
    """
    with paths.directory(path) as found, found.readable() as descriptor, os.scandir(descriptor) as entries:
        return sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))


def file_names(path: str) -> list[str]:
    """Return the names in a directory that are regular files; none where there is no such directory.

    Raises:
        ProblemError: `path-taken` or `link-not-followed`.
    """
    try:
        with paths.directory(path) as found, found.readable() as descriptor, os.scandir(descriptor) as entries:
            return sorted(entry.name for entry in entries if entry.is_file(follow_symlinks=False))
    except FileNotFoundError:
        return []


def holds_something(path: str) -> bool:
    """Return whether there is a directory with something in it."""
    try:
        with paths.directory(path) as found, found.readable() as descriptor, os.scandir(descriptor) as entries:
            return any(True for _ in entries)
    except FileNotFoundError:
        return False


def _not_regular(path: str, status: os.stat_result) -> Problem:
    what = f"a {paths.kind_of(status.st_mode)} of the user {user_name(status.st_uid)}"
    return _refused(path, f"is {what}, only a regular file is read")


def _too_large(path: str, limit: int) -> Problem:
    return _refused(path, f"has more than {limit} bytes")


def _refused(path: str, why: str) -> Problem:
    return Problem(
        "host-file-refused",
        f"{path} {why}",
        note="reading it could wait for ever, or never come to an end",
        hint="stop the service that it belongs to, move it away, and find out how it came there",
    )
