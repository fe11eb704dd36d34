"""Reads the facts that a request asks for, one after the other; what cannot be read says why and stops no other."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import addresses, clock, processes, sysctls
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
    wanted, unread = request["facts"], Unread()
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
        "sections": lambda: each("sections", _differs(request)),
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


def _differs(request: dict[str, Any]) -> Callable[[str], list[str]]:
    """Return what says of a section what a run would change."""
    # Imported here: it is most of what there is to read of ours, and not every request needs it.
    from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import differences  # noqa: PLC0415

    sections = request["facts"]["sections"]
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
