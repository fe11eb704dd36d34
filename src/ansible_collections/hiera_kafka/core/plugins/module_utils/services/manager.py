"""What the modules ask of the program that keeps services running, whichever it is."""

from __future__ import annotations

import abc
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.wire_table import SERVICE_NAME

_NAME = re.compile(SERVICE_NAME)


@dataclass(frozen=True)
class Status:
    """What the process manager says about one service.

    Attributes:
        state: `stopped`, `starting`, `running`, `stopping` or `failed`.
        pid: Its main process, None when there is none.
        detail: The process manager's own words.
        comes_back: Whether it has ended and the process manager starts it again by itself.
    """

    state: str
    pid: int | None = None
    detail: str = ""
    comes_back: bool = False

    @property
    def running(self) -> bool:
        """Whether there is a process that is meant to go on."""
        return self.state in {"starting", "running"}


@dataclass(frozen=True)
class Report:
    """What a process manager says of a service where it is only looked at.

    Attributes:
        status: What it does now.
        enabled: Whether it starts with the host; None where the manager has no such thing.
        restarts: How often the manager has started it again by itself since it was last started on purpose; None where
            that cannot be told.
        loop: How often the manager has started it again by itself lately, where that is a crash loop; else 0.
    """

    status: Status
    enabled: bool | None = None
    restarts: int | None = None
    loop: int = 0


class ServiceManager(abc.ABC):
    """systemd or supervisor; every method may raise ProblemError when it does not answer."""

    @abc.abstractmethod
    def status(self, name: str) -> Status:
        """Return what the service does now; a service that was never defined is `stopped`."""

    @abc.abstractmethod
    def report(self, names: Sequence[str]) -> dict[str, Report]:
        """Return what is to be said of several services, for which the manager is asked once."""

    @abc.abstractmethod
    def start(self, name: str) -> int | None:
        """Start the service with its present definition and return its process id; return early when it runs."""

    @abc.abstractmethod
    def stop(self, name: str, timeout_s: float) -> None:
        """Stop the service and wait until its process is gone, at most `timeout_s` seconds."""

    @abc.abstractmethod
    def stale_definitions(self, names: Sequence[str]) -> bool:
        """Return whether definitions on disk are newer than what the manager has read."""

    @abc.abstractmethod
    def apply_definitions(self) -> None:
        """Have the manager read changed definitions, without touching any running service."""

    @abc.abstractmethod
    def enabled(self, name: str) -> bool:
        """Return whether the service starts with the host."""

    @abc.abstractmethod
    def enable(self, name: str) -> None:
        """Have the service start with the host."""

    @abc.abstractmethod
    def defined(self, prefix: str) -> list[str]:
        """Return the services whose definition was put on this host and whose name begins so."""

    def output(self, name: str, lines: int) -> str | None:  # noqa: ARG002  # for managers that keep it
        """Return the last lines that the service has printed, None where they go to a file of the service's own."""
        return None


def check_name(name: str) -> str:
    """Return `name`; it becomes part of commands and file names.

    Raises:
        ProblemError: When it holds other characters than units and programs may have.
    """
    if _NAME.fullmatch(name):
        return name
    raise ProblemError(
        Problem(
            "service-unknown",
            f"{name!r} is no name of a service; allowed are up to 128 letters, digits, '@', '.', '_', '-'",
        )
    )


def unknown_service(name: str, where: str, nearest: Collection[str]) -> ProblemError:
    """Return the error for a service that has no definition at `where`."""
    meant = f"; did you mean {', '.join(nearest)}?" if nearest else ""
    return ProblemError(
        Problem(
            "service-unknown",
            f"no service {name} is defined in {where}{meant}",
            hint="apply the host's bundle before its services are started",
        )
    )
