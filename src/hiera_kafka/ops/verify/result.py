"""What a check finds."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from hiera_kafka.errors import Position


class Status(enum.StrEnum):
    """How it is; the words are those of monitoring systems."""

    OK = "ok"
    WARNING = "warning"
    CRITICAL = "critical"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """One answer of one check about one subject.

    Attributes:
        check: Id of the check, names its page.
        subject: What was looked at: a host, `HOST SERVICE`, a cluster, an ensemble, a mirror.
        status: How it is.
        expected: What should be, as text of one line.
        observed: What is, as text of one line; why it could not be seen where the status is unknown.
        where: Where the data says what should be; empty where that is a default or follows from none.
        hint: What to do.
        hosts: Hosts that it is about, so that `--host` finds it.
        value: The number that was measured, for monitoring; None where there is none.
        unit: Of `value`: `s`, `ms`, `B`, `%`, or empty for a count.
        asked: Whether anybody asked for it. What was not, such as the canary, is unknown, and nothing follows from it:
            neither an exit code nor the state of the whole.
        cause: Id of the check that says why this could not be seen, `hosts-answer` for instance; people read that one
            alone, and how many others follow from it.
    """

    check: str
    subject: str
    status: Status
    expected: str
    observed: str
    where: tuple[Position, ...] = ()
    hint: str | None = None
    hosts: tuple[str, ...] = ()
    value: float | None = None
    unit: str = ""
    asked: bool = True
    cause: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form with the same fields."""
        return {
            "check": self.check,
            "subject": self.subject,
            "status": str(self.status),
            "expected": self.expected,
            "observed": self.observed,
            "where": [{"file": one.file, "line": one.line, "column": one.column} for one in self.where],
            "hint": self.hint,
            "hosts": list(self.hosts),
            "value": self.value,
            "unit": self.unit,
            "asked": self.asked,
            "cause": self.cause,
        }


ORDER = (Status.OK, Status.WARNING, Status.UNKNOWN, Status.CRITICAL)
"""From good to bad: what could not be seen may be anything, and what is seen to be broken is certain."""


def worst(statuses: list[Status]) -> Status:
    """Return the worst of them, OK where there is none."""
    return max(statuses, key=ORDER.index, default=Status.OK)
