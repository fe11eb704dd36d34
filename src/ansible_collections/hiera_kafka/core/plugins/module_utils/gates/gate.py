"""May a service be stopped now, and is it back: what the gates of ZooKeeper and of Kafka share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.turns import Turn

_POLL_S = 0.25
_SHOWN = 10


@dataclass(frozen=True)
class Member:
    """One member of an ensemble or one broker, as the data has it."""

    id: int
    host: str
    address: str
    port: int

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Member:
        """Return the member that the module's parameter describes."""
        return cls(id=entry["id"], host=entry["host"], address=entry["address"], port=entry["port"])

    @property
    def where(self) -> str:
        """What a person reads as the one that was asked."""
        return f"{self.id} ({self.host}, {self.address}:{self.port})"


@dataclass(frozen=True)
class Verdict:
    """What one look at a cluster led to.

    Attributes:
        seen: The cluster in one line.
        leads: Whether this member leads the ensemble, or this broker is the Kafka controller.
        problems: What stands in the way now, and may go away.
        outage: What stopping this one takes out of service, however long one waits.
    """

    seen: str
    leads: bool
    problems: tuple[Problem, ...] = ()
    outage: Problem | None = None


def wait(
    look: Callable[[], Verdict],
    *,
    turn: Turn,
    allow_outage: bool = False,
    alive: Callable[[], Problem | None] = lambda: None,
) -> Verdict:
    """Look until nothing stands in the way or the turn has ended, and return the last verdict, whatever it is.

    Args:
        look: Asks the cluster once.
        turn: How long to go on looking.
        allow_outage: Whether an outage that no waiting prevents is accepted.
        alive: Returns why there is nothing to wait for any more, None while there is.
    """
    while True:
        over = turn.over
        verdict = look()
        if not verdict.problems or over or (verdict.outage and not allow_outage):
            return verdict
        if died := alive():
            raise ProblemError(died)
        if turn.ended:
            return verdict
        time.sleep(_POLL_S)


def standing(verdict: Verdict, *, timeout_s: float, allow_outage: bool) -> tuple[Problem, ...]:
    """Return what refuses the verdict, with how long it was waited for."""
    waited = f"waited {timeout_s:.0f} s; last seen: {verdict.seen}"
    problems = [Problem(p.id, p.message, p.where, p.note or waited, p.hint) for p in verdict.problems]
    if verdict.outage and not allow_outage:
        problems.append(verdict.outage)
    return tuple(problems)


def some(names: Iterable[str]) -> str:
    """Return the first ten names, and how many more there are."""
    listed = list(names)
    more = len(listed) - _SHOWN
    return ", ".join(listed[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def count(number: int, what: str) -> str:
    """Return a number with its noun."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
