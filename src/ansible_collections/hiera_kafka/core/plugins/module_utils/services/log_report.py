"""The last errors of a service, from all of its logs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import logs
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

_JOURNAL_LINES = 200


def last(manager: ServiceManager, name: str, paths: Iterable[str], count: int) -> dict[str, Any]:
    """Return the last errors of a service, oldest first, and the logs that cannot be read.

    Args:
        manager: Who keeps the service running, and may have what it prints.
        name: The service.
        paths: Its logs; those that are not there have no errors.
        count: How many errors at most; 0 reads nothing.

    Returns:
        `errors`, each with `at` and `text`, and `unreadable`, each a path and why.
    """
    found: list[logs.Error] = []
    unreadable: list[str] = []
    if not count:
        return {"errors": found, "unreadable": unreadable}
    for path in paths:
        try:
            found += logs.last_errors(path, count)
        except ProblemError as error:
            unreadable += [problem.message for problem in error.problems]
        except OSError as error:
            unreadable.append(f"{path}: {error.strerror}")
    # What is printed has no times and mostly repeats the log: it counts where the log says nothing.
    timed = sorted((one for one in found if one.at is not None), key=lambda one: one.at or "")
    printed = [one for one in found if one.at is None]
    if not found:
        printed = logs.errors_in((manager.output(name, _JOURNAL_LINES) or "").splitlines(), count)
    return {"errors": [one.to_dict() for one in (timed or printed)[-count:]], "unreadable": unreadable}
