"""The check of each kind of readiness, and what the module `ready` takes for all kinds together."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.checks import Check
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.kinds import KINDS, OPTIONS


def check_of(entry: dict[str, Any]) -> Check:
    """Return the check that the module's parameter describes."""
    return KINDS[entry["kind"]].of(entry)


def completed(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the parameter with what is left out of it, as the module would have it."""
    return {**{name: option.get("default") for name, option in OPTIONS[entry["kind"]].items()}, **entry}


def options() -> dict[str, Any]:
    """Return what the module takes for a check, of all kinds together, as `argument_spec` has it."""
    always = _always()
    found: dict[str, Any] = {"kind": {"type": "str", "choices": list(KINDS), "required": True}}
    for kind in OPTIONS.values():
        for name, option in kind.items():
            found[name] = {key: value for key, value in option.items() if key != "required" or name in always}
    return found


def needed() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what a kind needs beside that, as `required_if` has it."""
    always = _always()
    return [("kind", kind, tuple(sorted(_required(kind) - always))) for kind in KINDS]


def _always() -> set[str]:
    return set.intersection(*map(_required, OPTIONS))


def _required(kind: str) -> set[str]:
    return {name for name, option in OPTIONS[kind].items() if option.get("required")}
