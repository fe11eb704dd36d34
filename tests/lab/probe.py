"""Tries, from inside a service's own sandbox, what the sandbox must refuse. Runs on a host, standard library only.

Prints one JSON object: what was tried, to the name of the error that it gave, or `allowed`.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True)
_CLONE_NEWUSER, _CLONE_NEWNS = 0x10000000, 0x00020000


def main(writable: list[str]) -> None:
    """Try everything; `writable` are the directories that the service may write to."""
    found = {name: _outcome(attempt) for name, attempt in _ATTEMPTS.items()}
    found |= {f"write {path}": _outcome(lambda path=path: _write(path)) for path in writable}
    found["others' processes"] = "invisible" if not Path("/proc/1").exists() else "visible"
    found["control groups"] = _cgroup_mounts()
    found["homes"] = _outcome(lambda: list(Path("/home/debian").iterdir()))
    found["shared /tmp"] = "visible" if Path("/tmp/lab-marker").exists() else "invisible"
    status = dict(line.split(":\t", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":\t" in line)
    found |= {name: status[name] for name in ("NoNewPrivs", "Seccomp", "CapPrm", "CapEff", "CapBnd", "CapAmb")}
    json.dump(found, sys.stdout)


def _outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, str(error))
    return "allowed"


def _call(name: str, *arguments: object) -> None:
    if getattr(_LIBC, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)


def _write(directory: str) -> None:
    path = Path(directory) / "lab-probe"
    path.write_text("x")
    path.unlink()


def _cgroup_mounts() -> str:
    mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    modes = {fields[3].split(",")[0] for fields in mounts if fields[2] in {"cgroup", "cgroup2"}}
    return " and ".join(sorted(modes))


def _setuid_bit() -> None:
    path = Path("/tmp/lab-setuid")
    path.touch()
    path.chmod(0o4755)


_ATTEMPTS: dict[str, Callable[[], object]] = {
    "write /usr": lambda: _write("/usr"),
    "write /etc": lambda: _write("/etc"),
    "write /opt": lambda: _write("/opt"),
    "write /var/tmp": lambda: _write("/var/tmp"),
    "write /tmp": lambda: _write("/tmp"),
    "set a setuid bit": _setuid_bit,
    "user namespace": lambda: _call("unshare", _CLONE_NEWUSER),
    "mount namespace": lambda: _call("unshare", _CLONE_NEWNS),
    "mount": lambda: _call("mount", b"none", b"/tmp", b"tmpfs", 0, None),
    "real-time scheduling": lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
    "packet socket": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close(),
    "inet socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).close(),
    "another personality": lambda: _call("personality", 0x0008),
    "set the host name": lambda: socket.sethostname("x"),
    "kernel log": lambda: _call("klogctl", 3, ctypes.create_string_buffer(64), 64),
    "kernel modules": lambda: _call("syscall", ctypes.c_long(175), None, 0, b""),
}


if __name__ == "__main__":
    main(sys.argv[1:])
