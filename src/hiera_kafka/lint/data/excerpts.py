"""Lines of data files as outputs may show them: every scalar that may be a secret masked, by where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from hiera_kafka.errors import Position
from hiera_kafka.hiera.formats.yaml_source import Written
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import Place
from hiera_kafka.hiera.values.secret_names import MASK
from hiera_kafka.lint.data.loose_lines import OTHER_BREAKS, loose_lines
from hiera_kafka.lint.data.plain_secrets import may_be_secret
from hiera_kafka.source import Key

_JSON_SCALAR = re.compile(r'"(?:\\.|[^"\\])*"|[^\s,\]}]+')


class Span(NamedTuple):
    """A scalar that is a secret; lines and columns count from 1, the end column is that after its last character."""

    line: int
    column: int
    end_line: int
    end_column: int


class Excerpts:
    """The lines of one file, which count as those of its positions do."""

    def __init__(self, text: str, root: Node | None, written: Sequence[Written]) -> None:
        """Take a file's text, what it holds, None when it cannot be parsed, and its scalars, none for JSON."""
        self._text = text
        self._root = root
        self._written = written

    @cached_property
    def lines(self) -> list[str]:
        """All lines, in number and order those of the file."""
        lines = self._text.split("\n")
        if self._root is None or OTHER_BREAKS.search(self._text):
            # Where a value stands, or ends, is not known.
            return loose_lines(lines)
        for span in reversed(self._spans):
            _mask(lines, span)
        last = max((item.end_line for item in self._written), default=len(lines))
        return lines[:last] + loose_lines(lines[last:])  # of further documents nothing is known

    def shown(self, item: Written, value: object = None) -> str:
        """Return a scalar as messages quote it: its text, or the value that is read from it."""
        if self._is_secret(item):
            return MASK
        return item.text if value is None else str(value)

    def column(self, position: Position) -> int:
        """Return the column of a place in the masked line."""
        column = position.column
        for span in self._spans:
            if span.line <= position.line <= span.end_line:
                begins = span.column if span.line == position.line else 1
                ends = span.end_column if span.end_line == position.line else position.column
                if begins < position.column < ends:
                    return column - (position.column - begins)
                if ends <= position.column:
                    column -= ends - begins - len(MASK)
        return max(1, column)

    @cached_property
    def _spans(self) -> list[Span]:
        """Return where secrets stand, in the order of the text."""
        if not self._written:
            lines = self._text.split("\n")
            return sorted(_json_span(lines, *place) for place in self._places)
        return [
            Span(item.line, item.column, item.end_line, item.end_column)
            for item in self._written
            if self._is_secret(item)
        ]

    @cached_property
    def _places(self) -> set[tuple[int, int]]:
        """Return where values stand that are secrets by their keys, or by those of an alias."""
        nodes = () if self._root is None else _secrets(self._root)
        return {(node.at.line, node.at.column) for node in nodes if isinstance(node.at, Place)}

    def _is_secret(self, item: Written) -> bool:
        """Return whether a scalar is secret by its key, even one that a later duplicate overrides, or by its text."""
        place = (item.line, item.column)
        if item.is_key:
            return place in self._places or may_be_secret((), item.text)
        return place in self._places or may_be_secret(item.path, item.text)


def _secrets(root: Node) -> Iterator[Node]:
    """Yield the scalars that may be secrets; what an alias shares is marked as one, so each is looked at once."""
    waiting: list[tuple[tuple[Key, ...], Node]] = [((), root)]
    seen: set[int] = set()
    while waiting:
        path, node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node.data, dict):
            waiting += [((*path, key), child) for key, child in node.data.items()]
        elif isinstance(node.data, list):
            waiting += [((*path, index), child) for index, child in enumerate(node.data)]
        elif may_be_secret(path, "" if node.data is None else str(node.data), marked=node.at.secret):
            yield node


def _json_span(lines: list[str], line: int, column: int) -> Span:
    match = _JSON_SCALAR.match(lines[line - 1], column - 1)
    return Span(line, column, line, column if match is None else match.end() + 1)


def _mask(lines: list[str], span: Span) -> None:
    first, last = span.line - 1, span.end_line - 1
    if first == last:
        line = lines[first]
        lines[first] = f"{line[: span.column - 1]}{MASK}{line[span.end_column - 1 :]}"
        return
    lines[first] = f"{lines[first][: span.column - 1]}{MASK}"
    for number in range(first + 1, last):
        line = lines[number]
        lines[number] = f"{line[: len(line) - len(line.lstrip())]}{MASK}" if line.strip() else line
    if last < len(lines) and span.end_column > 1:
        lines[last] = f"{MASK}{lines[last][span.end_column - 1 :]}"
