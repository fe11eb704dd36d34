"""What is said of a service that has ended: why, where its log says that, else its last words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import causes
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

_KILLED = re.compile(r", (?:signal|oom-kill|core-dump|watchdog)\)")
"""What systemd says of a process that did not end by itself."""


@dataclass(frozen=True)
class Ending(Problem):
    """The problem of a service that has ended.

    Attributes:
        service: Its name.
        cause: Why, None where its log does not say so. The control node finds the line of the data for it.
    """

    service: str = ""
    cause: causes.Cause | None = None


def ending(manager: ServiceManager, service: str, log: str | None, gone: str, *, wanted: str, said: str) -> Ending:
    """Return the problem of a service that has ended.

    Args:
        manager: Who kept it running, and may have what it printed.
        service: Its name.
        log: File that takes what it prints; None where the manager alone may have that.
        gone: What became of it, in words, its name before them.
        wanted: What was expected of it instead.
        said: Its last words, which are shown where they are not understood; may be empty.
    """
    source, lines = _printed(manager, service, log)
    # Who is killed has no last words: those in the log are of an end before.
    cause = None if _KILLED.search(gone) else causes.cause_of(lines)
    if cause is None:
        return Ending(
            "service-died",
            f"{gone}; expected {wanted}",
            note=said or None,
            hint="fix what its log names, then run again",
            service=service,
        )
    return Ending(
        "service-died",
        f"{gone}: {cause.message} ({cause.id})",
        note=f"{source} says: {cause.said}",
        hint=cause.hint,
        service=service,
        cause=cause,
    )


def _printed(manager: ServiceManager, service: str, log: str | None) -> tuple[str, Sequence[str]]:
    try:
        return causes.printed(manager, service, log)
    except (OSError, ProblemError):
        return log or "", ()  # the last words tell why
