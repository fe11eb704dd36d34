"""Reads the facts that a request asks for, one after the other; what cannot be read says why and stops no other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import addresses, clock, mounts, processes, sysctls
from ansible_collections.hiera_kafka.core.plugins.module_utils.look import (
    broker_data,
    filesystems,
    java,
    running,
    upgrades,
    zookeeper,
)
from ansible_collections.hiera_kafka.core.plugins.module_utils.look.unread import Unread
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import release_files
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.factory import manager_for
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.glance import glance_at


def read(request: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a host; see `look` for the request and what is returned."""
    began = time.time()
    unread = Unread()
    wanted = _without_silent(request["facts"], unread)
    manager = manager_for(request["service_manager"], request["root"])
    found: dict[str, Any] = {}
    if "services" in wanted:
        services = unread.guarded("services", lambda: running.services(wanted, manager, unread))
        if services is not None:
            found["services"] = services
    own = [one["pid"] for one in found.get("services", {}).values() if one["pid"] is not None]

    def each(fact: str, of: Callable[[Any], Any]) -> dict[str, Any]:
        return unread.each(fact, wanted[fact], of)

    readers: dict[str, Callable[[], Any]] = {
        "addresses": addresses.addresses,
        "data": lambda: each("data", broker_data.read),
        "filesystems": lambda: each("filesystems", filesystems.read),
        "held": lambda: list(each("held", lambda path: upgrades.read(path, wanted["held"][path])).values()),
        "java": lambda: java.read(wanted["java"]["home"], wanted["java"]["user"]),
        "listeners": lambda: _listeners(own),
        "releases": lambda: each("releases", lambda path: release_files.installed(path, wanted["releases"][path])),
        "sections": lambda: each("sections", _differs(request, wanted["sections"])),
        "servers": lambda: [zookeeper.read(server) for server in wanted["servers"]],
        "strangers": lambda: running.strangers(wanted, manager),
        "sysctls": lambda: each("sysctls", _sysctl),
    }
    for fact, reader in readers.items():
        if wanted.get(fact):
            value = unread.guarded(fact, reader)
            if value is not None:
                found[fact] = value
    if "held" in found:
        found["upgrades"] = [one for one in found.pop("held") if one is not None]
    if "sections" in found:
        found["differs"] = found.pop("sections")
    if wanted.get("clock"):
        synchronized = unread.guarded("clock", clock.synchronized)
        # Last, so that the control node knows how long all of it took.
        found["clock"] = {"began": began, "ended": time.time(), "synchronized": synchronized}
    return {**found, "unread": unread.reasons}


def _without_silent(wanted: dict[str, Any], unread: Unread) -> dict[str, Any]:
    """Return what is to be read without what lies on filesystems that do not answer, which is noted as unread."""
    needs = {(fact, item): paths for fact, item, paths in _paths(wanted)}
    silent = mounts.silent(path for paths in needs.values() for path in paths)
    left_out: dict[str, set[str]] = {}
    for (fact, item), paths in needs.items():
        problems = [silent[path] for path in paths if path in silent]
        if problems:
            unread.reasons[f"{fact} {item}".strip()] = "; ".join(dict.fromkeys(one.message for one in problems))
            left_out.setdefault(fact, set()).add(item)
    return {fact: _less(value, left_out[fact]) if fact in left_out else value for fact, value in wanted.items()}


def _less(value: Any, left_out: set[str]) -> Any:
    if isinstance(value, list):
        return [item for item in value if item not in left_out]
    return {} if "" in left_out else {item: one for item, one in value.items() if item not in left_out}


def _paths(wanted: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the facts whose reading touches files of the data, each item with the paths that it touches."""
    for fact in ("data", "filesystems", "held", "releases"):
        yield from ((fact, item, [item]) for item in wanted.get(fact) or ())
    for role, section in (wanted.get("sections") or {}).items():
        yield "sections", role, list(_named_paths(section["bundle"]))
    if wanted.get("java"):
        yield "java", "", [wanted["java"]["home"]]


def _named_paths(bundle: Any) -> Iterator[str]:
    """Yield the path of each resource of a bundle, whose form nobody has looked at yet."""
    if isinstance(bundle, dict):
        for key, value in bundle.items():
            if key == "path" and isinstance(value, str):
                yield value
            else:
                yield from _named_paths(value)
    elif isinstance(bundle, list):
        for one in bundle:
            yield from _named_paths(one)


def _differs(request: dict[str, Any], sections: dict[str, Any]) -> Callable[[str], list[str]]:
    """Return what says of a section what a run would change."""
    # Imported here: it is most of what there is to read of ours, and not every request needs it.
    from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import differences  # noqa: PLC0415

    bundles = [section["bundle"] for section in sections.values()]
    names = [one["name"] for bundle in bundles for kind in ("services", "units") for one in bundle.get(kind, ())]
    manager = glance_at(request["service_manager"], request["root"], names)
    return lambda role: differences.of_section(sections[role], manager)


def _sysctl(name: str) -> dict[str, Any]:
    value = sysctls.read(name)
    return {"value": value, "settable": value is not None and sysctls.writable(name)}


def _listeners(own: list[int]) -> list[list[Any]]:
    found = processes.listeners()
    # A broker has two descriptors for each segment of its logs, so it is looked through last.
    holders = processes.socket_holders({one.inode for one in found}, own)
    return [[str(one.address), one.port, holders.get(one.inode)] for one in found]
