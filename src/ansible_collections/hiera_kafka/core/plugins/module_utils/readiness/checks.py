"""What must be seen of a service before a run goes on, and what was seen of it."""

from __future__ import annotations

import abc
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager


@dataclass(frozen=True)
class Observation:
    """What was seen of one service.

    Attributes:
        ready: Whether it is all that was expected.
        seen: What it was, in words.
        warning: What is missing although it is not the service's fault; a service that is not ready is let pass with
            it when the time is over.
    """

    ready: bool
    seen: str
    warning: str = ""


@dataclass(frozen=True)
class Check(abc.ABC):
    """What must be seen of one service; a class for each kind, with the options of `wire_table` that it needs.

    Attributes:
        service: Name of the unit without ending, or of the program.
        log: File that takes what the service prints.
    """

    service: str
    log: str | None

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Check:
        """Return the check that the module's parameter describes."""
        return cls(**{one.name: entry[one.name] for one in fields(cls)})

    @property
    @abc.abstractmethod
    def wanted(self) -> str:
        """What is said to be waited for."""

    @abc.abstractmethod
    def observe(self, manager: ServiceManager) -> Observation:
        """Ask once.

        Args:
            manager: What keeps the services of this host running.

        Raises:
            OSError: There is no connection, or no answer in time.
            ProtocolError: It is no proper answer.
        """

    def strangers(self) -> list[str]:
        """Return a text for each member that is there and that the data does not have."""
        return []


def ids(numbers: Iterable[int]) -> str:
    """Return ids as text, in order."""
    return ", ".join(str(number) for number in sorted(numbers))
