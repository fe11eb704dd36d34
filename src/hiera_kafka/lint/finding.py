"""A finding: a Diagnostic with the hosts that it concerns, how far it reaches, and how it is fixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hiera_kafka.errors import Diagnostic, Position, Severity

SEVERITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
"""Order of levels, worst first."""

_SHOWN_HOSTS = 3


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
    """

    diagnostic: Diagnostic
    length: int = 1
    hosts: tuple[str, ...] = ()
    fix: Fix | None = None

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
        """What was found, with the hosts that it is so for; one that the text names is not named again."""
        if not self.hosts or (len(self.hosts) == 1 and self.diagnostic.names(self.hosts[0])):
            return self.diagnostic.message
        more = len(self.hosts) - _SHOWN_HOSTS
        named = ", ".join(self.hosts[:_SHOWN_HOSTS])
        others = f" and {more} more host{'s' if more > 1 else ''}" if more > 0 else ""
        return f"{self.diagnostic.message} (for {named}{others})"

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
            "fixable": self.fix is not None,
        }
