"""The filesystem that a path lies on, whether or not the path is there yet."""

from __future__ import annotations

import os
from typing import Any


def read(path: str) -> dict[str, Any]:
    """Return where the filesystem is mounted and what is free there.

    Raises:
        OSError: It does not say.
    """
    place = _nearest(path)
    status = os.statvfs(place)
    return {
        "mount": _mount(place),
        "total_bytes": status.f_blocks * status.f_frsize,
        "free_bytes": status.f_bavail * status.f_frsize,
        "total_inodes": status.f_files,
        "free_inodes": status.f_favail,
        "read_only": bool(status.f_flag & os.ST_RDONLY),
    }


def _nearest(path: str) -> str:
    """Return the nearest directory at or above a path that is there, without links in its name."""
    place = os.path.realpath(path)
    while not os.path.lexists(place):
        place = os.path.dirname(place)  # noqa: PTH120  # text
    return place


def _mount(place: str) -> str:
    while not os.path.ismount(place):
        place = os.path.dirname(place)  # noqa: PTH120  # text
    return place
