"""Restart pending: where what a service was started with differs from what lies there now."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.services import ServiceManager

# sha256sum marks a name with a backslash or line break in it by a leading backslash, and a binary read by '*'.
_LINE = re.compile(r"(?P<escaped>\\?)(?P<digest>[0-9a-f]{64}) [ *](?P<path>.+)")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "r": "\r"}


def pending(
    manager: ServiceManager,
    name: str,
    *,
    record_file: str,
    records: Sequence[str],
    predicted: Mapping[str, str] | None = None,
) -> dict[str, Any] | None:
    """Return `{"service", "files"}` when the running service was started with other files, else None.

    Args:
        manager: Who keeps the service running.
        name: The service.
        record_file: Digests noted at the start, as sha256sum writes them.
        records: Files whose digests must be among them.
        predicted: Path to digest of what would lie there, for files that a check run does not write.
    """
    try:
        noted = parse(Path(record_file).read_text(encoding="utf-8", errors="surrogateescape"))
    except FileNotFoundError:
        return None
    present = {path: (predicted or {}).get(path) or digest(path) for path in {*noted, *records}}
    different = sorted(path for path, now in present.items() if noted.get(path) != now)
    if not different or not manager.status(name).running:
        return None
    return {"service": name, "files": different}


def parse(text: str) -> dict[str, str]:
    """Return path to digest of the lines that sha256sum wrote; other lines are none of its."""
    noted = {}
    for line in text.splitlines():
        if match := _LINE.fullmatch(line):
            path = match["path"]
            if match["escaped"]:
                path = _ESCAPE.sub(lambda escape: _ESCAPES.get(escape[1], escape[1]), path)
            noted[path] = match["digest"]
    return noted


def digest(path: str) -> str | None:
    """Return the SHA-256 of a file, None when there is none."""
    try:
        with Path(path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
