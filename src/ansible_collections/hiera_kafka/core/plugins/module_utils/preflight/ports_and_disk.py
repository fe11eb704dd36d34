"""What must be right on a host before it is touched: ports, space on disk."""

from __future__ import annotations

import errno
import os
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import processes, untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

_SETTLE_S = 2.0
"""How long a port may be bound while nobody listens on it: between the two calls of a server, or while it ends."""
_POLL_S = 0.1
_MEBIBYTE = 1024 * 1024


def check_ports(ports: Sequence[dict[str, Any]], manager: ServiceManager) -> list[Problem]:
    """Return the ports that something else than the service itself holds."""
    open_now = processes.listeners()
    return [problem for port in ports if (problem := _check_port(port, open_now, manager))]


def check_disk(needs: Sequence[dict[str, Any]], free: Callable[[str], int] | None = None) -> list[Problem]:
    """Return the file systems that have less space than all that goes there needs.

    Args:
        needs: `path` (which need not be there yet) and `needed_bytes` of each.
        free: Says how many bytes are free at a directory.
    """
    by_device: dict[int, tuple[int, list[str], str]] = {}
    for need in needs:
        parent = _nearest_directory(need["path"])
        total, paths, _ = by_device.get(os.stat(parent).st_dev, (0, [], ""))  # noqa: PTH116  # no Path is at hand
        by_device[os.stat(parent).st_dev] = (total + need["needed_bytes"], [*paths, need["path"]], parent)  # noqa: PTH116  # as above
    problems = []
    for total, paths, parent in by_device.values():
        available = (free or free_bytes)(parent)
        if available < total:
            message = (
                f"{', '.join(paths)}: {_mebibytes(total)} MiB are needed, {available // _MEBIBYTE} MiB are free "
                f"on the file system of {parent}"
            )
            problems.append(Problem("disk-full", message, hint="free space there, then run again"))
    return problems


def still_to_write(needs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the needs without those whose directory holds something: a release comes whole, data needs no more."""
    return [need for need in needs if not untrusted.holds_something(need["path"])]


def free_bytes(directory: str) -> int:
    """Return how much an ordinary user may still write to the file system of `directory`."""
    status = os.statvfs(directory)
    return status.f_bavail * status.f_frsize


def _check_port(port: dict[str, Any], open_now: list[processes.Listener], manager: ServiceManager) -> Problem | None:
    name = f"{port['address'] or '*'}:{port['port']} ({port['purpose']} of {port['service']})"
    try:
        address = _resolve(port["address"]) if port["address"] else None
    except socket.gaierror as error:
        return _not_here(name, f"{port['address']} has no address: {error.strerror}")
    blocking = _blocking(open_now, address, port["port"])
    deadline = time.monotonic() + _SETTLE_S
    while True:
        over = time.monotonic() > deadline
        if blocking is None:
            problem = _check_bind(name, address, port["port"])
            if problem is None or problem.id != "port-taken" or over:
                return problem
        else:
            status = manager.status(port["service"])
            held_by = processes.holders(blocking.inode)
            # Only root sees who holds the socket of another user; then that the service runs must be enough.
            if status.running and (not held_by or any(processes.descends(pid, status.pid or -1) for pid in held_by)):
                return None
            # Nobody holds it: somebody else's process, or one that has ended since the table was read.
            if held_by or over:
                break
        # A service that starts, or dies as soon as it has started, changes it under our hands.
        time.sleep(_POLL_S)
        blocking = _blocking(processes.listeners(), address, port["port"])
    who = ", ".join(map(processes.described, held_by)) or "a process of another user"
    hint = f"stop that process, or give {port['service']} another port or address in the data"
    if any(processes.main_class(pid) for pid in held_by):
        hint += "; to go on with its data, stop it first, as the page of service-not-ours says"
    return Problem("port-taken", f"port {name} is held by {who}", hint=hint)


def _blocking(listeners: list[processes.Listener], address: str | None, port: int) -> processes.Listener | None:
    return next((listener for listener in listeners if listener.blocks(address, port)), None)


def _check_bind(name: str, address: str | None, port: int) -> Problem | None:
    """Return why nobody can listen there although nobody does."""
    family = socket.AF_INET6 if address and ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do, so that connections of a service that has just ended do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address or "", port))
        except OSError as error:
            # Whether ports below 1024 are open to the service is not this process's to say.
            if error.errno == errno.EACCES:
                return None
            if error.errno == errno.EADDRNOTAVAIL:
                return _not_here(name, "this host does not have the address")
            return Problem("port-taken", f"port {name} cannot be bound: {error.strerror}", hint="see ss -tanp")
    return None


def _resolve(address: str) -> str:
    return str(socket.getaddrinfo(address, None, type=socket.SOCK_STREAM)[0][4][0])


def _not_here(name: str, reason: str) -> Problem:
    hint = "fix the address in the data, or give it to an interface of this host"
    return Problem("address-not-here", f"{name}: {reason}", hint=hint)


def _nearest_directory(path: str) -> str:
    return str(next(place for place in (Path(path), *Path(path).parents) if place.is_dir()))


def _mebibytes(count: int) -> int:
    return -(-count // _MEBIBYTE)
