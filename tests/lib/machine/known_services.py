"""A process manager for tests of what only asks it."""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import (
    Report,
    ServiceManager,
    Status,
)


class Known(ServiceManager):
    """A process manager that knows the states of its services and does nothing."""

    def __init__(self, **states: Status) -> None:
        self.states = dict(states)
        self.loops: dict[str, int] = {}

    def status(self, name: str) -> Status:
        return self.states.get(name, Status("stopped"))

    def report(self, names: Sequence[str]) -> dict[str, Report]:
        return {name: Report(self.status(name), loop=self.loops.get(name, 0)) for name in names}

    def start(self, name: str) -> int | None:
        raise NotImplementedError

    def stop(self, name: str, timeout_s: float) -> None:
        raise NotImplementedError

    def stale_definitions(self, names: Sequence[str]) -> bool:
        raise NotImplementedError

    def apply_definitions(self) -> None:
        raise NotImplementedError

    def enabled(self, name: str) -> bool:
        raise NotImplementedError

    def enable(self, name: str) -> None:
        raise NotImplementedError

    def defined(self, prefix: str) -> list[str]:
        return sorted(name for name in self.states if name.startswith(prefix))
