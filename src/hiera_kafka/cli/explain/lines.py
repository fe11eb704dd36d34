"""What there is to say of each line of a file: origins, what lower levels say, what the option is."""

from __future__ import annotations

import itertools
import json
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from hiera_kafka.hiera import Hiera
from hiera_kafka.hiera.lookup.levels_of_key import LevelValue
from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.kafka_options import Option
from hiera_kafka.render.engine import RenderedFile
from hiera_kafka.render.formats import parse_properties
from hiera_kafka.scope import Scope
from hiera_kafka.source import Kind, Origin
from hiera_kafka.text import one_line

_WIDTH = 100
_SETTING = re.compile(r"(\\.|[^\s=\\])+(?<!\+)\s*=")
"""One word, in which blanks are escaped, and the sign; a line of a program has more words before it."""


class Below:
    """Finds the values that lower levels of one host's hierarchy have in place of a value."""

    def __init__(self, hiera: Hiera, scope: Scope) -> None:
        self._hiera = hiera
        self._scope = scope

    def of(self, origin: Origin) -> tuple[LevelValue, ...]:
        """Return what stands below the level that a value came from; nothing for what came from no level.

        Raises:
            HieraError: When a file of the host cannot be read.
        """
        if origin.kind is not Kind.DATA or not origin.path:
            return ()
        found = self._hiera.level_values(origin.path, self._scope)
        places = [one.position for one in found]
        return found[places.index(origin.position) + 1 :] if origin.position in places else ()


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One line of a file.

    Attributes:
        number: Counts from 1.
        option: What it sets, None for comments and program text.
        origins: What its values rest on; of a line without values, the template.
        lower: For each origin from data, in the order of the chain, what lower levels say in its place.
        known: What the version that reads the file knows of the option.
    """

    number: int
    text: str
    option: str | None
    origins: tuple[Origin, ...]
    lower: tuple[tuple[Origin, tuple[LevelValue, ...]], ...] = ()
    known: Option | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return {
            "number": self.number,
            "text": self.text,
            "option": self.option,
            "origins": [origin.to_dict() for origin in self.origins],
            "lower": [
                {
                    "level": one.level,
                    "file": one.position.file,
                    "line": one.position.line,
                    "column": one.position.column,
                    "path": list(origin.path),
                    "value": one.value,
                }
                for origin, values in self.lower
                for one in values
            ],
            "known": None if self.known is None else asdict(self.known),
        }


Known = Callable[[str], Option | None]
"""What the version that reads a file knows of an option."""


def lines_of(file: RenderedFile, known: Known | None = None, below: Below | None = None) -> list[ExplainedLine]:
    """Return the lines of a file with all that is known of them.

    Args:
        file: The file, with secrets masked.
        known: Returns what is known of an option; None leaves that out.
        below: Finds the values of lower levels; None leaves them out.

    Raises:
        HieraError: When a data file cannot be read.
    """
    lines = []
    for number, (words, origins) in enumerate(zip(file.text.split("\n"), file.origins, strict=False), 1):
        option = option_of(words)
        description = known(option) if known is not None and option is not None else None
        lower: list[tuple[Origin, tuple[LevelValue, ...]]] = []
        if below is not None:
            # What would stand in place of a secret is one, whatever key it has.
            hidden = MASK in words or any(origin.secret for origin in origins)
            for origin in dict.fromkeys(found for whole in origins for found in whole.walk()):
                values = below.of(origin)
                if values:
                    lower.append((origin, tuple(replace(one, value=MASK) for one in values) if hidden else values))
        lines.append(ExplainedLine(number, words, option, origins, tuple(lower), description))
    return lines


def option_of(line: str) -> str | None:
    """Return what a line sets: `name=value`, as in properties, environment, unit and supervisor files."""
    line = line.strip().removeprefix("export ")
    if line[:1] in ("#", ";", "[") or not _SETTING.match(line):
        return None
    return next(iter(parse_properties(line)), None)


def text(lines: Sequence[ExplainedLine], base: str, *, meanings: bool = False) -> str:
    """Return lines, each run of them that rests on the same followed by what that is.

    Args:
        lines: What to show.
        base: Directory that file names are shown relative to.
        meanings: Whether to say what each option means.
    """
    width = len(str(lines[-1].number)) if lines else 0
    blank = " " * (width + 6)
    parts: list[str] = []
    for _, group in itertools.groupby(lines, key=lambda line: (line.origins, line.lower, line.known)):
        run = list(group)
        parts += [f"{line.number:>{width}}  {line.text}".rstrip() for line in run]
        lower = dict(run[0].lower)
        parts += [f"{blank}{one_line(row)}" for origin in run[0].origins for row in chain(origin, base, lower)]
        if run[0].known is not None:
            parts += [f"{blank}{row}" for row in _known(run[0].known, meanings=meanings)]
    return "\n".join(parts)


def chain(
    origin: Origin, base: str, lower: dict[Origin, tuple[LevelValue, ...]] | None = None, depth: int = 0
) -> Iterator[str]:
    """Yield an origin, what lower levels say in its place and, indented below it, all that it was derived from."""
    indent = "  " * depth
    yield f"{indent}{replace(origin, inputs=()).text(base)}"
    for one in (lower or {}).get(origin, ()):
        place = one.position.text(base)
        yield f"{indent}  instead of {_shown(one.value)} of {place} (level {one.level!r})"
    for source in origin.inputs:
        yield from chain(source, base, lower, depth + 1)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return f"a hash of {len(value)} {'key' if len(value) == 1 else 'keys'}"
    words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= _WIDTH else f"{words[: _WIDTH - 3]}..."


def _known(option: Option, *, meanings: bool) -> Iterator[str]:
    facts = [option.type or "no type"]
    facts.append("no default" if option.default is None else f"default {option.default or 'empty'}")
    if option.valid:
        facts.append(f"allowed {textwrap.shorten(option.valid, 60, placeholder=' ...')}")
    if option.update_mode:
        facts.append(f"update mode {option.update_mode}")
    if option.deprecated:
        facts.append("deprecated")
    yield f"option: {', '.join(facts)}"
    if meanings and option.meaning:
        yield from (f"  {row}" for row in textwrap.wrap(option.meaning, _WIDTH))
