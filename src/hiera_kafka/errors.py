"""What goes wrong, and how it is reported.

    HieraKafkaError            carries one or more Diagnostics; every error a user can cause is one
    ├── ProjectError           the checkout or its inventory file
    ├── HieraError             hiera.yaml, data files, lookup, interpolation, merge
    ├── ModelError             the data is well formed but describes no valid cluster
    ├── CatalogError           two owners for one path, port or unit
    ├── RenderError            a template, or a value that a format cannot hold
    ├── DistError              fetching, checking and unpacking Kafka; finding Java
    └── ClientError            a cluster, host or process manager that does not answer

Of the package this module imports only how text is cleaned, and where the pages of messages are.
"""

from __future__ import annotations

import enum
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hiera_kafka.rule_pages import reference
from hiera_kafka.text import one_line

_KEBAB_CASE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_LONG_NAME = 8
"""Letters of a name in which two slips may be."""


class ExitCode(enum.IntEnum):
    """Every exit code of the command line."""

    OK = 0
    FINDINGS = 1
    CHANGES = 2
    USAGE = 3
    UNREACHABLE = 4
    BUG = 70
    INTERRUPTED = 130


class Severity(enum.StrEnum):
    """How bad a Diagnostic is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file. Lines and columns count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def text(self, base: str | None = None) -> str:
        """Return `file:line:column`, the file relative to `base` when it lies below it."""
        file = self.file
        if base is not None and file.startswith("/"):
            relative = os.path.relpath(file, base)
            if not relative.startswith(".."):
                file = relative
        if self.line == 0:
            return file
        return f"{file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message to the user.

    Attributes:
        id: Kebab-case, stable, names the page that `hiera-kafka rule <id>` shows.
        message: What was found, and what is allowed.
        where: The main place first, then others that belong to it (the other of two duplicates).
        note: Background that is not needed to fix it.
        hint: What to do.
        level: Errors stop; warnings and infos do not.
        host: The one host that it was found for; None where it holds for several, or for none in particular.
    """

    id: str
    message: str
    where: tuple[Position, ...] = ()
    note: str | None = None
    hint: str | None = None
    level: Severity = Severity.ERROR
    host: str | None = None

    def __post_init__(self) -> None:
        if not _KEBAB_CASE.fullmatch(self.id):
            raise ValueError(f"diagnostic id must be kebab-case: {self.id!r}")

    def names(self, host: str) -> bool:
        """Tell whether the message names a host."""
        return host in _HOST.findall(self.message)

    def render(self, base: str | None = None) -> str:
        """Return the message as text, first line in the form editors can jump from; nothing of the data is obeyed.

        Args:
            base: Directory that file names are shown relative to.
        """
        head = f"{self.level}[{self.id}]: {self.message}"
        lines = [f"{self.where[0].text(base)}: {head}" if self.where else head]
        lines += [f"    also: {position.text(base)}" for position in self.where[1:]]
        if self.host is not None and not self.names(self.host):
            lines.append(f"    host: {self.host}")
        if self.note:
            # A note may have lines of its own, such as the last of a log: below it, so that none passes for a message.
            first, *more = self.note.split("\n")
            lines += [f"    note: {first}", *(f"      {line.removeprefix('      ')}" for line in more)]
        if self.hint:
            lines.append(f"    hint: {self.hint}")
        lines.append(f"    docs: {reference(self.id)}")
        return "\n".join(map(one_line, lines))

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form with the same fields; `host` only where there is one."""
        fields: dict[str, Any] = {
            "id": self.id,
            "level": str(self.level),
            "message": self.message,
            "where": [{"file": p.file, "line": p.line, "column": p.column} for p in self.where],
            "note": self.note,
            "hint": self.hint,
        }
        return fields if self.host is None else {**fields, "host": self.host}


class HieraKafkaError(Exception):
    """Root of all errors of this package; holds every Diagnostic found, not just the first."""

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = (
            (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        )
        if not self.diagnostics:
            raise ValueError("an error needs at least one diagnostic")
        super().__init__()

    def __str__(self) -> str:
        # Not before somebody asks: lookups that find nothing are answers, and mostly caught.
        return self.render()

    def __reduce__(self) -> tuple[type[HieraKafkaError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)

    def render(self, base: str | None = None) -> str:
        """Return all Diagnostics as text, in order of place."""
        return "\n".join(d.render(base) for d in self.diagnostics)


class ProjectError(HieraKafkaError):
    """The checkout, or an inventory file."""


class HieraError(HieraKafkaError):
    """hiera.yaml, data files, lookup, interpolation or merge."""


class ModelError(HieraKafkaError):
    """Well-formed data that describes no valid cluster."""


class CatalogError(HieraKafkaError):
    """Two owners for one path, port or unit."""


class RenderError(HieraKafkaError):
    """A template, or a value that a format cannot hold."""


class DistError(HieraKafkaError):
    """Fetching, checking or unpacking Kafka; finding Java."""


class ClientError(HieraKafkaError):
    """A cluster, host or process manager that does not answer."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that `name` is a slip of typing away from, or None.

    A slip is one letter more, less or other, two neighbours exchanged, or another case; names of eight letters or more
    may hold two, each in a word that is long enough for it. Names that differ in digits alone are others of a series,
    not slips.
    """
    known = list(known)
    if name in known:
        return name
    # It is only loaded when something is wrong, since every command imports this module.
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    meant, folded = name.casefold(), [other.casefold() for other in known]
    near = process.extract(meant, folded, scorer=OSA.distance, score_cutoff=_slips(meant), limit=None)
    return next((known[index] for found, _, index in near if _is_slip(meant, found)), None)


def _slips(word: str) -> int:
    """Return how many slips a name may hold."""
    return 2 if len(word) >= _LONG_NAME else 1


def _is_slip(name: str, found: str) -> bool:
    """Return whether two names that are near as a whole are so in each of their words."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    if name == found:
        return True
    if _DIGITS.sub("0", name) == _DIGITS.sub("0", found):
        return False
    mine, theirs = _WORD.findall(name), _WORD.findall(found)
    if len(mine) != len(theirs):
        return True  # what parts the words is what differs
    return all(
        first == second
        or sorted(first) == sorted(second)
        or (max(len(first), len(second)) > 2 and OSA.distance(first, second) <= _slips(first))
        for first, second in zip(mine, theirs, strict=True)
    )
