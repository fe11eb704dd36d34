"""Which process manager a platform has."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

NAMES = ("systemd", "supervisor")

MANAGER_ARGUMENTS: dict[str, dict[str, Any]] = {
    "service_manager": {"type": "str", "choices": list(NAMES), "required": True},
    "root": {"type": "str", "default": ""},
}
"""Options of every module that asks for a process manager; documented by the fragment `service_manager`."""


def manager_for(service_manager: str, root: str) -> ServiceManager:
    """Return the process manager named `service_manager` of the host whose `/` is `root`."""
    # Only what is needed is imported: of a module on a host, reading its imports is most of the work.
    if service_manager == "supervisor":
        from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import (  # noqa: PLC0415
            Supervisor,
        )

        return Supervisor(root)
    from ansible_collections.hiera_kafka.core.plugins.module_utils.services.systemd import Systemd  # noqa: PLC0415

    return Systemd()
