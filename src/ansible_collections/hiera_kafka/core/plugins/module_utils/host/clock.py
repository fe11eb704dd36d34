"""What the kernel says of its clock."""

from __future__ import annotations

from pathlib import Path

_UNSYNCHRONIZED = 0x40
"""STA_UNSYNC of <sys/timex.h>."""
_CAP_SYS_TIME = 25
_PROC = Path("/proc")
_CONTAINER = Path("/run/systemd/container")
"""Where systemd notes that it runs in a container."""
_ROOM = 64
"""Numbers; more than any kernel's `struct timex` has."""


def synchronized(proc: Path = _PROC, container: Path = _CONTAINER) -> bool | None:
    """Return whether the kernel has been told that its clock is right.

    None where it does not say, or where the clock is not this host's to set, as in a container.
    """
    if container.exists() or not _may_be_set(proc):
        return None
    try:
        import ctypes  # noqa: PLC0415  # a small Python may lack it

        adjtimex = ctypes.CDLL(None).adjtimex
    except (ImportError, OSError, AttributeError):
        return None
    # `struct timex` begins with modes, offset, freq, maxerror and esterror, and then has the status. All that is passed
    # is zero, which asks and changes nothing.
    numbers = (ctypes.c_long * _ROOM)()
    if adjtimex(ctypes.byref(numbers)) == -1:  # containers may forbid even to ask
        return None
    status = ctypes.c_int.from_buffer(numbers, 5 * ctypes.sizeof(ctypes.c_long)).value
    return not status & _UNSYNCHRONIZED


def _may_be_set(proc: Path) -> bool:
    """Return whether any program of this host may set the clock: containers mostly lack the capability altogether."""
    lines = (proc / "self/status").read_text(encoding="ascii", errors="replace").splitlines()
    masks = [int(line.split()[1], 16) for line in lines if line.startswith("CapBnd:")]
    return all(mask >> _CAP_SYS_TIME & 1 for mask in masks)
