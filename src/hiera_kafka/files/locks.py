"""Keeps other processes of this machine off what one of them changes, by the kernel's locks on a file (flock).

The kernel releases a lock when its holder ends, also by a kill, so a lock is never stale; only a child that the holder
forked, and that runs no other program, keeps it after a kill. The file stays, and must not be removed: a process that
waits would get the lock of the old file while a later one takes that of a new file.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

# NFS turns it into a lock on byte ranges, which needs a descriptor open for writing. A link in place of the file is an
# error.
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE = 0o600
"""Every user who can open the file can lock it, and so block its owner."""


class Lock:
    """A lock that is held, until the end of its `with` block or of the process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __enter__(self) -> None:
        """Begin a block that holds the lock."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Release the lock, also for copies of the descriptor that a fork made."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        finally:
            os.close(self._descriptor)


def acquire(path: Path, waits: Callable[[], None] | None = None) -> Lock:
    """Take the lock of a file, and wait as long as another process has it.

    Args:
        path: The file; its directory exists, and it is made for its owner alone where it does not.
        waits: Called once, when another process has the lock, before waiting for it.

    Returns:
        The lock, to be used in a `with` statement.

    Raises:
        OSError: The file cannot be opened for writing or is a link, or its file system has no locks.
    """
    descriptor = os.open(path, _FLAGS, _MODE)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waits is not None:
                waits()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
    except BaseException:  # also when the wait is interrupted from the keyboard
        os.close(descriptor)
        raise
    return Lock(descriptor)
