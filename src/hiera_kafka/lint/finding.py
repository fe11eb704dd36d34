"""A finding: a Diagnostic with the hosts and places that it concerns, how far it reaches, and how it is fixed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hiera_kafka.errors import Diagnostic, Position, Severity

SEVERITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
"""Order of levels, worst first."""

_SHOWN_HOSTS = 3
_SHOWN_PLACES = 3


@dataclass(frozen=True, slots=True)
class Fix:
    """Replaces one piece of text within a line.

    Attributes:
        position: Where the piece begins.
        old: The text in the file; nothing is changed where the file holds another one.
        new: What replaces it.
    """

    position: Position
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        diagnostic: Id, level, message, places, note and hint.
        length: Characters from the place on that are meant; 1 where that is not known.
        hosts: Hosts that it was found for, where it depends on the host.
        fix: How it is fixed, where that is certain.
        cause: What findings of this id have in common that are one: the key that thirty lookups miss. None where each
            is one by itself.
        single: Each finding of the cause, this one first, as it was found; empty where it is the only one.
    """

    diagnostic: Diagnostic
    length: int = 1
    hosts: tuple[str, ...] = ()
    fix: Fix | None = None
    cause: str | None = None
    single: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """Id of the rule or of the message."""
        return self.diagnostic.id

    @property
    def level(self) -> Severity:
        """How bad it is."""
        return self.diagnostic.level

    @property
    def message(self) -> str:
        """What was found, with the hosts that it is so for, and in how many places; no host is named twice."""
        return f"{self._of_hosts}{self._elsewhere}"

    @property
    def _of_hosts(self) -> str:
        if not self.hosts or (len(self.hosts) == 1 and self.diagnostic.names(self.hosts[0])):
            return self.diagnostic.message
        more = len(self.hosts) - _SHOWN_HOSTS
        named = ", ".join(self.hosts[:_SHOWN_HOSTS])
        others = f" and {more} more host{'s' if more > 1 else ''}" if more > 0 else ""
        return f"{self.diagnostic.message} (for {named}{others})"

    @property
    def _elsewhere(self) -> str:
        """How many more places have the same cause, empty where none has."""
        more = len(self.single) - 1
        if more < 1:
            return ""
        files = len({place.file for place in self.places})
        return f" (and {more} more place{'s' if more > 1 else ''}{f', in {files} files' if files > 1 else ''})"

    def each(self) -> tuple[Finding, ...]:
        """Return every finding of the cause by itself: what comments silence, baselines know and fixes change."""
        return self.single or (self,)

    @property
    def places(self) -> tuple[Position, ...]:
        """The main place of every finding of the cause."""
        return tuple(finding.where for finding in self.each() if finding.where is not None)

    @property
    def where(self) -> Position | None:
        """The main place."""
        return self.diagnostic.where[0] if self.diagnostic.where else None

    def order(self) -> tuple[Position, int, str, str]:
        """Return what findings are sorted by: place, level, id."""
        return (self.where or Position(""), SEVERITY[self.level], self.id, self.diagnostic.message)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        diagnostic = self.diagnostic.to_dict()
        diagnostic.pop("host", None)  # one of the hosts below
        return {
            **diagnostic,
            "message": self.message,
            "length": self.length,
            "hosts": list(self.hosts),
            "fixable": any(finding.fix is not None for finding in self.each()),
            "count": len(self.each()),
            "places": [{"file": place.file, "line": place.line, "column": place.column} for place in self.places],
        }


def folded(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with those of one cause as one, at the place of the first.

    Args:
        findings: In the order in which they are to be reported.
    """
    by_cause: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        key = number if finding.cause is None else (finding.id, finding.level, finding.cause)
        by_cause.setdefault(key, []).append(finding)
    return [found[0] if len(found) == 1 else _as_one(found) for found in by_cause.values()]


def _as_one(findings: list[Finding]) -> Finding:
    first, *others = findings
    also = tuple(dict.fromkeys(other.where for other in others if other.where not in {None, first.where}))
    where = (*first.diagnostic.where, *(place for place in also[:_SHOWN_PLACES] if place is not None))
    hosts = dict.fromkeys(host for finding in findings for host in finding.hosts)
    return dataclasses.replace(
        first,
        diagnostic=dataclasses.replace(first.diagnostic, where=where),
        hosts=tuple(hosts),
        single=tuple(findings),
    )
