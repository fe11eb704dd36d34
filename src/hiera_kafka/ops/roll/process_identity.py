"""Which process a run is, so that another run of the same user on the same machine can know that it has ended."""

from __future__ import annotations

import os
from pathlib import Path


def of_process(number: int) -> str:
    """Return what identifies a process: the machine as it sees processes, its number and when it started."""
    return f"{_machine()}/{number}@{_started(number)}"


def has_ended(process: str) -> bool:
    """Return whether a run was one of this user on this machine, and its process has ended; False where unknown.

    Args:
        process: What `of_process` returned, or anything else that a lease holds.
    """
    machine, _, rest = process.rpartition("/")
    number, _, started = rest.partition("@")
    if machine != _machine() or not number.isdecimal() or not started.isdecimal():
        return False
    return _started(int(number)) != started


def _machine() -> str:
    """Return what tells numbers of processes apart: this boot, this namespace, and this user, who sees all of them."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{boot}/{Path('/proc/self/ns/pid').readlink()}/{os.getuid()}"


def _started(number: int) -> str | None:
    """Return when a process started, in ticks since boot, None when there is none: numbers are given out again."""
    try:
        # The name of the program, in parentheses, may hold anything.
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
    except (OSError, ValueError, IndexError):
        return None
