"""Whether a service that ends and is started again may still come up, by its states one after the other.

A service manager starts again what fails, so one end proves nothing: a broker that was killed ends once more or twice
while ZooKeeper holds its old session, and then stays. One that ends again and again by its own fault is in a loop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Status

MANY = 3
"""Ends by its own fault after which a service is not waited for any more."""
LAST_WORDS = 100
"""Lines at the end of a log that are searched for why a service has ended: a trace and the words of a stop."""

_SESSION = re.compile(r"NodeExistsException|KeeperErrorCode = NodeExists")
_GONE = frozenset({"failed", "stopped"})


@dataclass
class Deaths:
    """The ends of one service that were seen since it is waited for.

    Attributes:
        total: How many.
        own: How many of these were by its own fault, as far as its last words tell.
        first_s: When the first one was seen, in seconds of the caller's clock; None before it.
        last_s: When the last one was seen.
        pid: The process that was seen last; None before the first one.
        counted: Whether its end was counted.
    """

    total: int = 0
    own: int = 0
    first_s: float | None = None
    last_s: float | None = None
    pid: int | None = None
    counted: bool = False

    @classmethod
    def of(cls, found: object) -> Deaths:
        """Return those that `to_dict` has put into a JSON object; none where it is something else."""
        names = {one.name for one in fields(cls)}
        return cls(**found) if isinstance(found, dict) and set(found) == names else cls()

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return asdict(self)

    def see(self, status: Status, now_s: float) -> bool:
        """Take the next state; return whether it shows an end that was not counted yet."""
        died = False
        if status.pid is not None:
            # Another process: the end of the one before fell between two looks.
            died = self.pid not in (None, status.pid) and not self.counted
            self.pid, self.counted = status.pid, False
        elif status.state in _GONE and not self.counted:
            died = self.counted = True
        if died:
            self.total += 1
            self.first_s = now_s if self.first_s is None else self.first_s
            self.last_s = now_s
        return died

    def count_own(self) -> None:
        """Say that the end which was seen last was by the service's own fault."""
        self.own += 1

    @property
    def excused(self) -> int:
        """How many ends were not by the service's own fault."""
        return self.total - self.own

    def hopeless(self, status: Status) -> bool:
        """Return whether the service will not come up by waiting: nobody starts it again, or it ends each time."""
        return (status.state in _GONE and not status.comes_back) or self.own >= MANY

    @property
    def words(self) -> str:
        """What is said of the ends: `ended 3 times within 12 s`."""
        if self.first_s is None or self.last_s is None:
            return "has not ended"
        if self.total == 1:
            return "ended once"
        return f"ended {self.total} times within {max(1.0, self.last_s - self.first_s):.0f} s"


def of_old_session(lines: Iterable[str]) -> bool:
    """Return whether last words are those of a broker whose id ZooKeeper still holds for its former process."""
    return any(_SESSION.search(line) for line in lines)
