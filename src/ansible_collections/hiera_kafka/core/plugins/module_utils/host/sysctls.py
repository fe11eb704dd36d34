"""Kernel settings, as /proc/sys shows them; in containers and some guests they can only be read."""

from __future__ import annotations

import os
from pathlib import Path

PROC_SYS = Path("/proc/sys")


def read(name: str, proc_sys: Path = PROC_SYS) -> str | None:
    """Return the present value of a setting such as `vm.swappiness`, None when the kernel does not have it."""
    try:
        return _path(name, proc_sys).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def writable(name: str, proc_sys: Path = PROC_SYS) -> bool:
    """Return whether the setting may be changed from here; root may not where the file system is read-only."""
    return os.access(_path(name, proc_sys), os.W_OK)


def write(name: str, value: int, proc_sys: Path = PROC_SYS) -> None:
    """Set the setting now; a file below /etc/sysctl.d sets it again at boot."""
    _path(name, proc_sys).write_text(f"{value}\n", encoding="ascii")


def _path(name: str, proc_sys: Path) -> Path:
    return proc_sys.joinpath(*name.split("."))
