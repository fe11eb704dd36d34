"""Upgrades that are pending: files that a run leaves as they are, while the data wants another release."""

from __future__ import annotations

import os
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import held, untrusted


def read(path: str, content: str) -> dict[str, Any] | None:
    """Return the lines that differ, None where none does or no run has written the file yet.

    Args:
        path: The file.
        content: What the data wants it to be.

    Raises:
        OSError: It cannot be read.
        ProblemError: It is not a file that root reads.
    """
    try:
        with untrusted.opened(path) as stream:
            hidden = not os.fstat(stream.fileno()).st_mode & 0o004
            present = stream.read(untrusted.SMALL)
    except FileNotFoundError:
        return None
    wanted = content.encode()
    return None if present == wanted else {"path": path, **held.difference(present, wanted, hidden=hidden)}
