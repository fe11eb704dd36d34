"""What the kernel says of its clock."""

from __future__ import annotations

import ctypes
from pathlib import Path

_UNSYNCHRONIZED = 0x40
"""STA_UNSYNC of <sys/timex.h>."""
_CAP_SYS_TIME = 25
_PROC = Path("/proc")
_CONTAINER = Path("/run/systemd/container")
"""Where systemd notes that it runs in a container."""
_ROOM = 512
"""Bytes; more than any kernel's `struct timex` has."""


class _Timex(ctypes.Structure):
    """The beginning of `struct timex`; all that is asked for is zero, which changes nothing."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("room", ctypes.c_char * _ROOM),
    )


def synchronized(proc: Path = _PROC, container: Path = _CONTAINER) -> bool | None:
    """Return whether the kernel has been told that its clock is right.

    None where it does not say, or where the clock is not this host's to set, as in a container.
    """
    if container.exists() or not _may_be_set(proc):
        return None
    try:
        adjtimex = ctypes.CDLL(None, use_errno=True).adjtimex
    except (OSError, AttributeError):  # a C library without it
        return None
    timex = _Timex()
    if adjtimex(ctypes.byref(timex)) == -1:  # containers may forbid even to ask
        return None
    return not timex.status & _UNSYNCHRONIZED


def _may_be_set(proc: Path) -> bool:
    """Return whether any program of this host may set the clock: containers mostly lack the capability altogether."""
    lines = (proc / "self/status").read_text(encoding="ascii", errors="replace").splitlines()
    masks = [int(line.split()[1], 16) for line in lines if line.startswith("CapBnd:")]
    return all(mask >> _CAP_SYS_TIME & 1 for mask in masks)
