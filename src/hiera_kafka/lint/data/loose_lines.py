"""Lines of a text that cannot be parsed, as outputs may show them: those that may hold a secret are masked whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hiera_kafka.hiera.values.secret_names import MASK
from hiera_kafka.lint.data.secret_texts import holds_block, may_hold_password

OTHER_BREAKS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
"""What ends a line of YAML besides a line feed."""
_SPEAKING = re.compile(
    r"passw|passphrase|secret|credential|token|jaas|private[ ._-]?key|DEC::|DEC\(|[._-](?:pass|pw|pin)\b|community"
    r"|cookie|api[ ._-]?key|keystore[._]|truststore[._]certificates",
    re.IGNORECASE,
)
"""What a line says that may hold a secret, or begin one."""
_KEY = re.compile(r"\s*[^\s#-].*?:(?:\s|$)")
_MARKER = re.compile(r"(?:---|\.\.\.)(?:\s|$)")
_ALIAS = re.compile(r"\*([^\s,\[\]{}]+)")
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
_STRING = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'""")


class _Below:
    """Follows lines, and knows whether one still belongs to a key that speaks of a secret."""

    def __init__(self) -> None:
        self.column: int | None = None

    def begin(self, line: str) -> None:
        """Take a line that speaks of a secret."""
        column = _column(line)
        self.column = column if self.column is None else min(self.column, column)

    def holds(self, line: str) -> bool:
        """Return whether a line is a part of what began before it, which another key of the same column ends."""
        if self.column is None:
            return False
        column = _column(line)
        if column < self.column or (column == self.column and _KEY.match(line)) or _MARKER.match(line):
            self.column = None
            return False
        return column > self.column or not line.lstrip().startswith("#")


def loose_lines(lines: Sequence[str]) -> list[str]:
    """Return the lines with MASK in place of each that may hold a secret, or a part of one.

    A line that speaks of a secret is masked, with what stands below it: lines that are indented more deeply, and
    elements of a list. Where it leaves a quote or a bracket open, nobody knows where the value ends, and all that
    follows is masked.
    """
    aliased = {name for line in _spoken_of(lines) for name in _ALIAS.findall(line)}
    shown: list[str] = []
    below = _Below()
    in_key = False
    for number, line in enumerate(lines):
        text = line.strip()
        if not text:
            shown.append(line)
            continue
        begins = _speaks(line) or not aliased.isdisjoint(_ANCHOR.findall(line))
        masked = below.holds(line) or begins or in_key or may_hold_password(text) or holds_block(text)
        in_key = (in_key or "PRIVATE KEY" in text) and "-----END " not in text
        shown.append(MASK if masked else line)
        if begins:
            below.begin(line)
            if _stays_open(text):
                return shown + [MASK if rest.strip() else rest for rest in lines[number + 1 :]]
    return shown


def _spoken_of(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines that speak of secrets, and those below them."""
    below = _Below()
    for line in lines:
        held = bool(line.strip()) and below.holds(line)
        if _speaks(line):
            below.begin(line)
            held = True
        if held:
            yield line


def _speaks(line: str) -> bool:
    return _SPEAKING.search(line) is not None


def _column(line: str) -> int:
    """Return how far a line is indented; where it is several for YAML, the one that is least."""
    return min((len(part) - len(part.lstrip()) for part in OTHER_BREAKS.split(line) if part.strip()), default=0)


def _stays_open(text: str) -> bool:
    """Return whether a quote or a bracket of a line is not closed in it."""
    if text.startswith("#"):
        return False
    rest = _STRING.sub("", text)
    return '"' in rest or "'" in rest or any(rest.count(a) != rest.count(b) for a, b in ("[]", "{}"))
