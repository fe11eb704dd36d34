"""A request to a host for a preflight, as the control node would make it."""

from __future__ import annotations

from typing import Any

_NOTHING: dict[str, Any] = {
    **{key: [] for key in ("guards", "placements", "ports", "managed", "services", "families", "disk")},
    "host": "host.example.org",
    "take_over": {},
    "released_by_puppet": False,
    "accept_loss": False,
    "java_home": None,
    "java_user": "nobody",
    "java_required": True,
    "java_minimum": 0,
}


def request(root: str, service_manager: str = "supervisor", **preflight: Any) -> dict[str, Any]:
    """Return a request to look for what is given, and for nothing else."""
    host = {"root": root, "service_manager": service_manager}
    return {**host, "calls": [], "preflight": {**_NOTHING, **host, **preflight}}
