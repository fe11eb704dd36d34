"""The last errors that a log of log4j tells of, cut to what a person reads and without what looks like a secret."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from ansible_collections.hiera_kafka.core.plugins.module_utils.cleaned import LOOKED_AT, WIDTH, one_line
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted

TAIL_BYTES = 1024 * 1024
"""How much of the end of a log is looked at."""
_LINES = 8
_ENTRY = re.compile(r"\[(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)[,.\d]*\] (?P<level>[A-Z]+) (?P<text>.*)")
"""A line that begins an entry, in the pattern of our log4j.properties."""
_PRINTED = re.compile(r"Exception in thread |Error: |java\.lang\.\w+Error\b|(ERROR|FATAL) ")
"""A line that a JVM or the log's copy on the console prints, without a time."""
_CONTINUED = re.compile(r"\s+at |\s+\.\.\. \d+ more")
_SECRET = re.compile(r"(?i)((?:password|secret|passphrase|credential|token|jaas\.config)[\w.]*\s*[=:]\s*).*")


@dataclass
class Error:
    """One entry of a log.

    Attributes:
        at: Time as the log has it, of the host's clock and zone; None where it has none.
        lines: What it says; of a trace, what was thrown and why.
    """

    at: str | None
    lines: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, str | None]:
        """Return a JSON-able form."""
        return {"at": self.at, "text": "\n".join(self.lines)}


def masked(line: str) -> str:
    """Return a line without what follows a word for secrets."""
    return _SECRET.sub(r"\1********", line)


def errors_in(lines: Iterable[str], count: int) -> list[Error]:
    """Return the last `count` errors, oldest first."""
    found: deque[Error] = deque(maxlen=count)
    open_: Error | None = None
    for whole in lines:
        line = whole[:LOOKED_AT]
        entry = _ENTRY.match(line)
        if entry is not None or _PRINTED.match(line):
            open_ = None
            if entry is None or entry["level"] in {"ERROR", "FATAL"}:
                open_ = Error(entry["at"] if entry else None)
                found.append(open_)
        if open_ is not None and not _CONTINUED.match(line) and line.strip() and len(open_.lines) < _LINES:
            open_.lines.append(one_line(masked(entry["text"] if entry else line))[:WIDTH])
    return list(found)


def last_errors(path: str, count: int) -> list[Error]:
    """Return the last errors in the end of a log, oldest first; none where there is no such file.

    Raises:
        OSError: It cannot be read.
        ProblemError: It is not a file that root reads.
    """
    try:
        return errors_in(untrusted.last_lines(path, TAIL_BYTES), count)
    except FileNotFoundError:
        return []
