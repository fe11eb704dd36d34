"""Looks at a service that is waited for, and keeps how often it has ended meanwhile."""

from __future__ import annotations

import time

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.deaths import (
    LAST_WORDS,
    Deaths,
    of_old_session,
)
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager, Status

_TAIL_BYTES = 64 * 1024


class Watch:
    """One service, from the first look on.

    Args:
        manager: Who keeps it running.
        service: Its name.
        log: File that takes what it prints; None where the manager alone may have that.
        deaths: The ends that were seen before; None is none.
    """

    def __init__(self, manager: ServiceManager, service: str, log: str | None, deaths: Deaths | None = None) -> None:
        self._manager, self._service, self._log = manager, service, log
        self.deaths = deaths or Deaths()

    def look(self) -> Status:
        """Return what it does now; an end is counted, as its own fault unless its last words tell otherwise."""
        status = self._manager.status(self._service)
        if self.deaths.see(status, time.monotonic()) and not of_old_session(self._words()):
            self.deaths.count_own()
        return status

    def gone(self, status: Status) -> str | None:
        """Return what is to be said of a service that will not come up by waiting; None while it may."""
        if not self.deaths.hopeless(status):
            return None
        again = status.comes_back or status.running
        what = f"{self.deaths.words}, and is started again each time" if again else "does not run any more"
        return f"{self._service} {what} ({status.detail})"

    def _words(self) -> list[str]:
        """Return its last lines; none where they cannot be read, which the error at the end of the wait tells."""
        output = self._manager.output(self._service, LAST_WORDS)
        if output is not None:
            return output.splitlines()
        try:
            return untrusted.last_lines(self._log, _TAIL_BYTES)[-LAST_WORDS:] if self._log else []
        except (OSError, ProblemError):
            return []
