"""What one look at a host asks for, so that tasks whose part is as it should be need not ask the host again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hiera_kafka.bridge import bundle, parameters, releases
from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.bridge.plain_values import to_plain
from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.dialects.native.registry import SERVICES
from hiera_kafka.render import section_content

_ELSEWHERE: Mapping[str, Collection[str]] = {
    # Where the control node has the release, and for how long a task waits, change nothing of what the host says.
    "artifact": ("src", "sha256"),
    "ready": ("timeout",),
}
"""Module to its parameters that do not count as part of the question."""

_RESULTS: Mapping[str, Collection[str]] = {
    "artifact": ("installed", "needs_src"),
    "bundle": ("resources", "diff", "restart_pending", "upgrade_pending", "warnings"),
    "ready": ("observed", "warnings"),
    "service": ("pid", "restart_pending", "restart_unknown"),
}
"""Module to what it returns."""
_EXAMINED = (
    *("clock", "cluster_ids", "initialised", "java_found", "kafka_used", "left_members", "left_over", "machine"),
    *("states", "unused", "zookeeper_transactions"),
)

_ROLES = frozenset(service.role for service in SERVICES)
"""Roles whose sections are applied as bundles; Java is a package."""


@dataclass(frozen=True)
class Call:
    """A call of a module that a task of a run will make, unless the look has answered it.

    Attributes:
        key: Names the question: the same module with the same parameters has the same key.
        asked: What the host is sent instead of the call.
    """

    key: str
    asked: Mapping[str, Any]


def key_of(module: str, role: str, arguments: Mapping[str, Any]) -> str:
    """Return what a call of a role's task is known by; the same call of another role is a call of its own."""
    counted = {name: value for name, value in arguments.items() if name not in _ELSEWHERE.get(module, ())}
    text = json.dumps([module, role, to_plain(counted)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def calls(inventory_file: str, host: str, started: Collection[str], take_over: Mapping[str, str]) -> list[Call]:
    """Return the calls that the roles of a host will make, in order.

    Args:
        inventory_file: Absolute path.
        host: The host.
        started: Hosts of this run.
        take_over: Directories that the caller wants taken over, path to the present owner.

    Raises:
        HieraKafkaError: The data has errors.
    """
    compiler = compiler_of(inventory_file)
    compiler.model(host)  # refuses hosts that are only compiled
    catalog = compiler.catalog(host)
    found: list[Call] = []
    for section in catalog.sections:
        if section.role not in _ROLES:
            continue
        one = HostSection(compiler, catalog, section)
        asked: list[tuple[str, Mapping[str, Any]]] = [
            *(("artifact", arguments) for arguments in releases.artifacts(one)),
            *(("service", arguments) for arguments in parameters.services(one, "started")),
            *(("service", arguments) for arguments in parameters.units(one, "started")),
            ("ready", parameters.ready(one, started)),
        ]
        found += [
            Call(key_of(module, section.role, arguments), {"module": module, **arguments})
            for module, arguments in asked
        ]
        found.append(Call(key_of("bundle", section.role, applied(take_over)), _compared(one, take_over)))
    return found


def applied(take_over: Mapping[str, str]) -> dict[str, Any]:
    """Return what a call of `bundle` is known by; what is in it follows from the data, which a run reads once."""
    return {"take_over": take_over}


def question(
    inventory_file: str, host: str, asked: Sequence[Call], preflight: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the request of a look at a host.

    Args:
        inventory_file: Absolute path.
        host: The host.
        asked: Calls that it is to answer.
        preflight: What is to be looked for before the host is touched, as `parameters.preflight` gives it.
    """
    machine = compiler_of(inventory_file).catalog(host).machine
    more = {} if preflight is None else {"preflight": preflight}
    plain: dict[str, Any] = to_plain(
        {
            "root": machine.root,
            "service_manager": str(machine.service_manager),
            "calls": [call.asked for call in asked],
            **more,
        }
    )
    return plain


def answers(asked: Sequence[Call], answer: object) -> dict[str, dict[str, Any]]:
    """Return key to result of the calls that a host says would change nothing; a host may say anything."""
    found = answer.get("calls") if isinstance(answer, Mapping) else None
    if not isinstance(found, list) or len(found) != len(asked):
        return {}
    pairs = zip(asked, found, strict=True)
    return {
        call.key: {**_only(_RESULTS[call.asked["module"]], result), "changed": False}
        for call, result in pairs
        if isinstance(result, dict)
    }


def examined(answer: object) -> dict[str, Any]:
    """Return what a host says of its preflight; empty where it says nothing of the kind."""
    found = answer.get("preflight") if isinstance(answer, Mapping) else None
    return _only(_EXAMINED, found) if isinstance(found, dict) else {}


def _only(names: Collection[str], found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is agreed on: Ansible obeys some other names in the result of a task."""
    return {name: value for name, value in found.items() if name in names}


def _compared(host_section: HostSection, take_over: Mapping[str, str]) -> dict[str, Any]:
    """Return a section as a bundle whose contents are left out; those of files that are held show what is held."""
    return {
        "module": "bundle",
        **section_content.compared(bundle.content(host_section)),
        "take_over": dict(take_over),
    }
