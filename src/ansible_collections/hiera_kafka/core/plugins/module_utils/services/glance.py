"""A process manager that is asked once for all services of a host, as long as the answer is fresh."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.factory import manager_for
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Report, ServiceManager
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.systemd import (
    REPORTED,
    SYSTEMCTL,
    Systemd,
    parse_report,
)

FRESH_S = 0.5
"""How long an answer counts; who waits for a service to move asks for longer, and so sees it move."""


class SystemdGlance(Systemd):
    """The system's own systemd, each of whose answers is on all units that are of interest.

    Every question to systemd is a process, and a look has a dozen of them.

    Args:
        names: The units.
        systemctl: The program, with arguments that come before all others.
        clock: Seconds, from any beginning.
    """

    def __init__(
        self,
        names: Collection[str],
        systemctl: Sequence[str] = SYSTEMCTL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(systemctl)
        self._names = tuple(dict.fromkeys(names))
        self._clock = clock
        self._seen: dict[str, dict[str, str]] = {}
        self._until = float("-inf")

    def _reported(self, names: Sequence[str]) -> dict[str, Report]:
        if not set(names) <= set(self._names):
            return super()._reported(names)
        return {name: parse_report(self._show(name)) for name in names}

    def _show(self, name: str) -> dict[str, str]:
        if name not in self._names:
            return super()._show(name)
        if self._clock() > self._until:
            self._seen = self._show_all(self._names, REPORTED)
            self._until = self._clock() + FRESH_S
        return self._seen[name]


def glance_at(service_manager: str, root: str, names: Collection[str]) -> ServiceManager:
    """Return the process manager of the host whose `/` is `root`, for a look at some services that changes nothing."""
    return SystemdGlance(names) if service_manager == "systemd" else manager_for(service_manager, root)
