"""The part of a rolling restart that is about mirrors: process by process, after the brokers, without gates.

A mirror that is stopped commits what it has mirrored and holds nothing that others need, so no gate stands before it;
after its start it is waited for as at its first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hiera_kafka.compiler.sections import section_of
from hiera_kafka.dialects.native.mirror.mirror import ROLE

__all__ = ["ROLE", "MirrorPlan", "Process", "plan"]


@dataclass(frozen=True, slots=True)
class Process:
    """What was seen of one process of a mirror.

    Attributes:
        host: Its host.
        cluster: Name of the cluster that it writes.
        service: Name of the unit or program.
        runs: Whether it runs at all.
        restart: Whether it is to be restarted.
        files: What changed since its start, as paths of the host.
    """

    host: str
    cluster: str
    service: str
    runs: bool
    restart: bool
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MirrorPlan:
    """Lines for people, and host to the services that are restarted there, both in order."""

    lines: tuple[str, ...]
    restarts: Mapping[str, tuple[str, ...]]


def plan(inventory_file: str, looked: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> MirrorPlan:
    """Return what a rolling restart does with mirrors.

    Args:
        inventory_file: Absolute path.
        looked: Host to role to what was seen there; of the role `kafka_mirror` that is `services` (`name` and `pid` of
            each), `pending` (`service` and `files` of each that has a restart pending) and `all`, whether also those
            are restarted that have none.
    """
    found = [process for host, roles in looked.items() for process in _processes(inventory_file, host, roles)]
    lines: list[str] = []
    for cluster in dict.fromkeys(process.cluster for process in found):
        own = [process for process in found if process.cluster == cluster]
        restart = [process for process in own if process.restart]
        lines.append(f"  Mirrors to {cluster}")
        lines += [
            f"    {number}. {process.host} {process.service}: {_why(process)}"
            for number, process in enumerate(restart, start=1)
        ]
        lines += _others("nothing pending", [process for process in own if process.runs and not process.restart])
        lines += _others("does not run, so is not restarted", [process for process in own if not process.runs])
    restarts: dict[str, tuple[str, ...]] = {}
    for process in found:
        if process.restart:
            restarts[process.host] = (*restarts.get(process.host, ()), process.service)
    return MirrorPlan(tuple(lines), restarts)


def _processes(inventory_file: str, host: str, roles: Mapping[str, Mapping[str, Any]]) -> Iterator[Process]:
    if ROLE not in roles:
        return
    seen = roles[ROLE]
    catalog, section = section_of(inventory_file, host, ROLE)
    root = catalog.machine.root
    pending = {entry["service"]: entry["files"] for entry in seen["pending"]}
    for service in seen["services"]:
        name, runs = str(service["name"]), service["pid"] is not None
        files = tuple(str(path).removeprefix(root) for path in pending.get(name, ()))
        yield Process(host, section.cluster, name, runs, runs and (bool(files) or bool(seen["all"])), files)


def _why(process: Process) -> str:
    changed = ", ".join(process.files)
    return f"changed since its start: {changed}" if changed else "nothing changed, but asked for"


def _others(what: str, processes: list[Process]) -> list[str]:
    if not processes:
        return []
    return [f"    {what}: {', '.join(f'{process.host} {process.service}' for process in processes)}"]
