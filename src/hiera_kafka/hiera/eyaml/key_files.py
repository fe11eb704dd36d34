"""Writes files that hold secrets, so that no one else can read them at any time, or any half of them."""

from __future__ import annotations

import os
from pathlib import Path

from hiera_kafka.errors import Position
from hiera_kafka.files import atomic
from hiera_kafka.hiera.values.failures import failure


def write_new(path: Path, content: bytes, mode: int) -> None:
    """Write a file that must not exist yet; it has its mode before its content. Missing directories are made.

    Raises:
        HieraError: `eyaml-file`, when it exists or cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode), "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise failure(
            "eyaml-file",
            "the file exists already, and is not written over: what was encrypted for it could not be read again",
            Position(str(path)),
            hint="give other paths, or move the old keys away first",
        ) from error
    except OSError as error:
        raise failure("eyaml-file", f"cannot write the file: {error.strerror}", Position(str(path))) from error


def replace(path: Path, text: str) -> None:
    """Write a file anew as a whole, with the mode that it has; a new one is for its owner alone.

    Raises:
        HieraError: `eyaml-file`.
    """
    path = path.resolve()
    try:
        mode = path.stat().st_mode & 0o7777 if path.exists() else 0o600
        atomic.write(path, text.encode("utf-8", "surrogateescape"), mode=mode)
    except OSError as error:
        raise failure("eyaml-file", f"cannot write the file: {error.strerror}", Position(str(path))) from error
