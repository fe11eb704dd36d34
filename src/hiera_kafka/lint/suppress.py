"""Comments that silence a finding: `# lint: ignore[id, id] reason`, on its line or on a line of its own above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hiera_kafka.errors import Diagnostic, Position, Severity, nearest
from hiera_kafka.lint.config import known_ids
from hiera_kafka.lint.data.file import JSON_ENDINGS, DataFile
from hiera_kafka.lint.finding import Finding

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*lint:\s*ignore\[([^\]]*)\]\s*(.*)$")


@dataclass
class _Ignore:
    position: Position
    id: str
    line: int
    length: int
    reason: str
    used: bool = False


@dataclass
class Suppressions:
    """The ignore comments of all files of a run."""

    _by_line: dict[tuple[str, int], list[_Ignore]] = field(default_factory=dict)
    _files: set[str] = field(default_factory=set)

    def add(self, file: DataFile) -> None:
        """Read the comments of a file, once."""
        if file.path in self._files:
            return
        self._files.add(file.path)
        if "lint:" not in file.text or file.path.endswith(JSON_ENDINGS):
            return
        for ignore in _ignores(file):
            self._by_line.setdefault((file.path, ignore.line), []).append(ignore)

    def silence(self, finding: Finding) -> bool:
        """Return whether a comment silences a finding at any of its places, and remember that it was needed."""
        found = False
        for place in finding.diagnostic.where[:1]:
            for ignore in self._by_line.get((place.file, place.line), ()):
                if ignore.id == finding.id:
                    ignore.used = found = True
        return found

    def unused(self) -> Iterator[Finding]:
        """Yield a finding for each comment that silenced nothing, or that names no reason."""
        for ignores in self._by_line.values():
            for ignore in ignores:
                if not ignore.used:
                    yield _finding(ignore, "unused-ignore", *_why_unused(ignore.id))
                elif not ignore.reason:
                    message = f"the comment that silences {ignore.id} gives no reason"
                    yield _finding(ignore, "ignore-without-reason", message, "write it after the bracket")


def _why_unused(id_: str) -> tuple[str, str]:
    known = known_ids()
    if id_ in known:
        return f"the comment silences {id_}, which is not found here", "remove it"
    near = nearest(id_, known)
    message = f"the comment silences {id_!r}, which names no rule or message"
    return message, f"did you mean {near!r}?" if near else "`hiera-kafka lint --list-rules` names all"


def _finding(ignore: _Ignore, id_: str, message: str, hint: str) -> Finding:
    return Finding(Diagnostic(id_, message, (ignore.position,), hint=hint, level=Severity.INFO), ignore.length)


def _ignores(file: DataFile) -> Iterator[_Ignore]:
    held = {(item.line, column) for item in file.written for column in range(item.column, item.end_column)}
    for number, line in enumerate(file.lines, start=1):
        match = _COMMENT.search(line)
        if match is None or (number, match.start() + 1) in held:
            continue
        alone = not line[: match.start()].strip()
        target = _next_line(file.lines, number) if alone else number
        position = Position(file.path, number, match.start() + 1)
        for id_ in match.group(1).split(","):
            yield _Ignore(position, id_.strip(), target, len(match.group()), match.group(2).strip())


def _next_line(lines: list[str], number: int) -> int:
    """Return the number of the first line after `number` that holds data."""
    for following in range(number, len(lines)):
        text = lines[following].strip()
        if text and not text.startswith("#"):
            return following + 1
    return number
