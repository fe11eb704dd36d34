"""Disks that fill up, and files that are removed."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from hiera_kafka.errors import Diagnostic, DistError

_FULL = (errno.ENOSPC, errno.EDQUOT)
_MIB = 1 << 20


def require(directory: Path, needed: int) -> None:
    """Refuse to begin what cannot fit.

    Args:
        directory: Exists, on the disk in question.
        needed: Bytes.

    Raises:
        DistError: `disk-full`.
    """
    if shutil.disk_usage(directory).free < needed:
        raise full(directory, needed)


def full(directory: Path, needed: int) -> DistError:
    """Return the error for a disk without room for `needed` bytes more in `directory`."""
    free = shutil.disk_usage(directory).free
    return DistError(
        Diagnostic(
            "disk-full",
            f"{directory} needs {_mib(needed)} more, and its disk has {_mib(free)} free",
            note="nothing half-written was left there",
            hint="free some space, or set XDG_CACHE_HOME to a directory on another disk",
        )
    )


def is_full(error: BaseException) -> bool:
    """Whether `error`, or what it was raised from, says that a disk or quota is full."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in _FULL:
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def remove(path: Path) -> None:
    """Remove a file, or a directory with all in it; it is fine when there is none."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _mib(count: int) -> str:
    return f"{-(-count // _MIB)} MiB"
