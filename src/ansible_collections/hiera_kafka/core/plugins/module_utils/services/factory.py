"""Which process manager a platform has."""

from __future__ import annotations

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.systemd import Systemd

NAMES = ("systemd", "supervisor")


def manager_for(service_manager: str, root: str) -> ServiceManager:
    """Return the process manager named `service_manager` of the host whose `/` is `root`."""
    return Supervisor(root) if service_manager == "supervisor" else Systemd()
