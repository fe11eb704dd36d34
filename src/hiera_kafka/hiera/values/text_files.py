"""Reads data files as text: what the operating system or the encoding says no to becomes a Diagnostic."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from hiera_kafka.border import Border
from hiera_kafka.errors import Position
from hiera_kafka.hiera.values.failures import failure

MAX_BYTES = 16 * 2**20
"""What a data file may hold. The largest of real data has a few hundred kilobytes; Nodes take fifty times the text."""

_CHUNK = 65536


def read_text(path: Path | str, border: Border | None = None) -> str:
    """Return the text of a UTF-8 file.

    Args:
        path: The file.
        border: What it must lie in; None is for a file that the caller named.

    Raises:
        HieraError: `file-unreadable`, `file-encoding`, `file-too-large` or `outside-repository`.
    """
    file = absolute(path)
    return decode(read_bytes(file, border), file)


def read_bytes(path: Path | str, border: Border | None = None) -> bytes:
    """Return the bytes of a file; see `read_text`.

    Raises:
        HieraError: `file-unreadable`, `file-too-large` or `outside-repository`.
    """
    file = absolute(path)
    try:
        # Opening a pipe would wait for somebody to write to it.
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC) if border is None else border.open(file)
        try:
            status = os.fstat(descriptor)
            if stat.S_ISDIR(status.st_mode):
                raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
            if not stat.S_ISREG(status.st_mode):
                raise OSError(errno.EINVAL, "it is not a regular file")
            found = _content(descriptor, status.st_size)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        raise failure(
            "file-unreadable",
            f"cannot read the file: {(error.strerror if isinstance(error, OSError) else None) or error}",
            Position(file),
            hint="check that it is a file and that this user may read it",
        ) from error
    if len(found) > MAX_BYTES:
        raise failure(
            "file-too-large",
            f"the file has more than {MAX_BYTES // 2**20} MiB",
            Position(file),
            hint="data files hold settings; look whether this is one, or split it over several levels",
        )
    return found


def _content(descriptor: int, size: int) -> bytes:
    """Return what can be read, at most one byte more than is allowed; the size of a file that changes is a guess."""
    found = os.read(descriptor, min(size, MAX_BYTES) + 1)
    while len(found) <= MAX_BYTES and (more := os.read(descriptor, min(MAX_BYTES + 1 - len(found), _CHUNK))):
        found += more
    return found


def absolute(path: Path | str) -> str:
    """Return a path as an absolute one."""
    # Nearly all are, and making a Path of one takes as long as reading it.
    return path if isinstance(path, str) and path.startswith("/") else str(Path(path).absolute())


def decode(data: bytes, file: str) -> str:
    """Return `data` as text.

    Raises:
        HieraError: `file-encoding`, at the first byte that is not UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        raise failure(
            "file-encoding",
            f"byte 0x{data[error.start]:02X} is not valid UTF-8",
            Position(file, before.count(b"\n") + 1, column),
            hint="save the file as UTF-8",
        ) from error
