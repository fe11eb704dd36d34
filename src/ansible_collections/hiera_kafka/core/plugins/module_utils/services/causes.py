"""Why a service does not start, from the last entries of its log: the failures that people meet, each in one line.

The table is `failures.table.SYMPTOMS`. What a log says is not trusted: it is searched within bounds, and what is taken
from it is made fit for one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ansible_collections.hiera_kafka.core.plugins.module_utils.cleaned import LOOKED_AT, WIDTH, one_line
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.failures.symptom import Symptom
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.failures.table import SYMPTOMS
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.logs import masked
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

LINES = 400
"""Last lines of a log that are looked at; a trace with its causes has up to a hundred."""
_TAIL_BYTES = 256 * 1024
_ENTRY_LINES = 200
_NEAR = 20
"""Entries in which a detail of a failure is looked for."""
_PART = re.compile(r"\s|Caused by: |Suppressed: |\[(?:CIRCULAR|REFERENCE)|[a-z]\w*(?:\.[\w$]+)+(?:Exception|Error)\b")
"""How a line begins that belongs to the entry above it: of a trace, or what was thrown."""
_FRAME = re.compile(r"\s+at |\s+\.\.\. \d+ (?:more|common)")
_LEVEL = re.compile(r"(?:\[[^\]]*\] |[\d-]+ [\d:,.]+ (?:\[[^\]]*\] )?- )?(?P<level>TRACE|DEBUG|INFO|WARN)\b")
"""How an entry begins that no process ends with; only details are looked for in it."""


@dataclass(frozen=True)
class Cause:
    """Why a service does not start.

    Attributes:
        id: Kebab-case; the page `docs/symptoms/service-died.md` has a section of that name.
        message: One line, with the values that were found.
        hint: What to do.
        options: Names that the option has that it is about, in the files of one service or another; the first that a
            file of the service sets is meant.
        value: Text that the value of that option has in it where the log does not name the option; empty where it does.
        said: The line of the log that says so.
    """

    id: str
    message: str
    hint: str
    options: tuple[str, ...]
    value: str
    said: str


def cause_of(lines: Sequence[str]) -> Cause | None:
    """Return why a service has ended, None where its last lines do not say so in words that are known.

    Args:
        lines: The end of what it printed or logged, oldest first.
    """
    entries = _entries(lines[-LINES:])
    for number in range(len(entries) - 1, -1, -1):
        for symptom in SYMPTOMS if not _LEVEL.match(entries[number]) else ():
            found = symptom.pattern.search(entries[number])
            if found is not None:
                return _cause(symptom, found, _detail(symptom, entries[: number + 1]))
    return None


def printed(manager: ServiceManager, service: str, log: str | None) -> tuple[str, Sequence[str]]:
    """Return where the end of what a service printed stands, and its lines; none where nothing was printed.

    Raises:
        OSError: Its log cannot be read.
        ProblemError: It is no file that root reads.
    """
    output = manager.output(service, LINES)
    if output is not None:
        return f"the journal of {service}", output.splitlines()
    try:
        return log or "", untrusted.last_lines(log, _TAIL_BYTES) if log else ()
    except FileNotFoundError:
        return log or "", ()


def without_frames(lines: Iterable[str]) -> list[str]:
    """Return lines of a log without the frames of traces, which tell nothing to who runs a service."""
    return [line for line in lines if not _FRAME.match(line)]


def _entries(lines: Sequence[str]) -> list[str]:
    """Return what a log has as one text each: a message with what was thrown."""
    found: list[list[str]] = []
    for whole in lines:
        line = whole[:LOOKED_AT].rstrip()
        if not found or not _PART.match(line) or len(found[-1]) > _ENTRY_LINES:
            found.append([])
        if not _FRAME.match(line):
            found[-1].append(masked(line))
    return ["\n".join(entry) for entry in found if entry]


def _detail(symptom: Symptom, entries: Sequence[str]) -> re.Match[str] | None:
    """Return what the last entries say beside the one that a symptom was found in, which is the last of them."""
    if symptom.detail is None:
        return None
    found = (symptom.detail.search(entry) for entry in reversed(entries[-_NEAR:]))
    return next((one for one in found if one is not None), None)


def _cause(symptom: Symptom, found: re.Match[str], detail: re.Match[str] | None) -> Cause:
    groups = {**found.groupdict(), **(detail.groupdict() if detail is not None else {})}
    values = {name: one_line(text or "")[:WIDTH] for name, text in groups.items()}
    named = values.get("option")
    return Cause(
        symptom.id,
        (symptom.message if detail is None else symptom.detailed).format(**values),
        symptom.hint,
        (named,) if named else symptom.options,
        "" if named else values.get("value", ""),
        one_line(_line(detail or found))[:WIDTH],
    )


def _line(found: re.Match[str]) -> str:
    """Return the last line of what was found, as a whole."""
    text = found.string
    start, end = text.rfind("\n", 0, max(found.start(), found.end() - 1)) + 1, text.find("\n", max(found.end() - 1, 0))
    return text[start : end if end >= 0 else len(text)].strip()
