"""Reads data files as text: what the operating system or the encoding says no to becomes a Diagnostic."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.errors import Position
from hiera_kafka.hiera.failures import failure


def read_text(path: Path | str) -> str:
    """Return the text of a UTF-8 file.

    Raises:
        HieraError: `file-unreadable` or `file-encoding`.
    """
    return decode(read_bytes(path), str(Path(path).absolute()))


def read_bytes(path: Path | str) -> bytes:
    """Return the bytes of a file.

    Raises:
        HieraError: `file-unreadable`.
    """
    file = Path(path).absolute()
    try:
        return file.read_bytes()
    except OSError as error:
        raise failure(
            "file-unreadable",
            f"cannot read the file: {error.strerror or error}",
            Position(str(file)),
            hint="check that it is a file and that this user may read it",
        ) from error


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
