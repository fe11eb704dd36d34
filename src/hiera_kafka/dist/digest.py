"""Digests of files."""

from __future__ import annotations

import hashlib
from pathlib import Path


def of_file(path: Path, algorithm: str = "sha256") -> str:
    """Return the hexadecimal digest of the file at `path`.

    Raises:
        OSError: When it cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, algorithm).hexdigest()


def sha256_of(data: bytes) -> str:
    """Return the hexadecimal SHA-256 of `data`."""
    return hashlib.sha256(data).hexdigest()
