"""Reads YAML as Puppet's Ruby reads it, with the place of every value and key.

Nodes are built from the events of PyYAML's C parser with a stack of our own: its composer recurses in C and ends the
process on deeply nested brackets. `docs/decisions/0002-reading-yaml.md` has the reasons.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not export it

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, HieraError, Position
from hiera_kafka.hiera.formats.yaml_builder import Builder
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import LevelFile, Place
from hiera_kafka.hiera.values.text_files import absolute, read_text
from hiera_kafka.source import Trace


@dataclass(frozen=True, slots=True)
class Document:
    """The first document of a file; `root` is None when the file holds none."""

    root: Node | None
    diagnostics: tuple[Diagnostic, ...] = ()


def read_yaml(path: Path, border: Border | None = None) -> tuple[Any, Trace, tuple[Diagnostic, ...]]:
    """Return the value of a YAML file, where each part of it stands, and warnings.

    Raises:
        HieraError: When the file cannot be read or is not YAML, with the place.
    """
    document = load(path, border=border)
    root = (
        document.root if document.root is not None else Node(None, Place(LevelFile(str(Path(path).absolute())), 1, 1))
    )
    return root.plain, root.trace(), document.diagnostics


def load(
    path: Path | str, level: str | None = None, *, regexps: bool = False, border: Border | None = None
) -> Document:
    """Return the first document of a YAML file.

    Args:
        path: The file.
        level: Name of the hierarchy level that reads it; becomes part of every origin.
        regexps: Whether the tag `!ruby/regexp` may stand in it, which Puppet's own functions refuse.
        border: What the file must lie in; None is for a file that the caller named.

    Raises:
        HieraError: When the file cannot be read or is not YAML, with the place.
    """
    file = absolute(path)
    text = read_text(file, border)
    taken = _remembered if len(text) <= _SMALL else parse
    return taken(text, file, level, regexps=regexps)


def parse(
    text: str,
    file: str,
    level: str | None = None,
    watch: Callable[[yaml.Event], None] | None = None,
    *,
    regexps: bool = False,
) -> Document:
    """Return the first document of a YAML text.

    Args:
        text: The whole file.
        file: What positions name.
        level: Name of the hierarchy level that reads it; becomes part of every origin.
        watch: Called with each event that was taken, for who wants to know how things are written.
        regexps: Whether the tag `!ruby/regexp` may stand in it.

    Raises:
        HieraError: When it is not YAML, with the place.
    """
    if text.startswith("\ufeff---"):
        raise failure(
            "yaml-syntax",
            "a byte order mark is before '---', which then does not start a document",
            Position(file, 1, 1),
            hint="save the file without a byte order mark",
        )
    builder = Builder(LevelFile(file, level), regexps=regexps)
    try:
        next_event, feed = CParser(text).get_event, builder.feed
        while (event := next_event()) is not None and type(event) is not yaml.DocumentEndEvent:
            feed(event)
            if watch is not None:
                watch(event)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text, file) from error
    except yaml.reader.ReaderError as error:
        raise failure(
            "yaml-syntax", f"not valid YAML: {error.reason}", _position_of_character(error, text, file)
        ) from error
    return Document(builder.root, tuple(builder.diagnostics))


_SMALL = 262_144
"""Characters of the largest file whose values are remembered."""
# The text is part of what is remembered by, so that a file that has changed is parsed anew, however fast it did.
_remembered = functools.lru_cache(maxsize=1024)(parse)


def _syntax_error(error: yaml.MarkedYAMLError, text: str, file: str) -> HieraError:
    mark = error.problem_mark or error.context_mark
    position = Position(file) if mark is None else Position(file, mark.line + 1, mark.column + 1)
    words = " ".join(part for part in (error.problem, error.context) if part)
    began = error.context_mark
    note = None
    if began is not None and mark is not None and (began.line, began.column) != (mark.line, mark.column):
        note = f"it began at line {began.line + 1}, column {began.column + 1}"
    if mark is not None and _is_tab(text, mark.line, mark.column):
        return failure(
            "yaml-tab",
            "there is a tab where YAML needs spaces",
            position,
            note=words,
            hint="indent with spaces",
        )
    return failure("yaml-syntax", f"not valid YAML: {words}", position, note=note)


def _is_tab(text: str, line: int, column: int) -> bool:
    lines = text.split("\n")
    if line >= len(lines):
        return False
    indentation = lines[line][: len(lines[line]) - len(lines[line].lstrip())]
    return "\t" in indentation and column <= len(indentation)


def _position_of_character(error: yaml.reader.ReaderError, text: str, file: str) -> Position:
    before = text.encode("utf-8")[: error.position].decode("utf-8", "ignore")
    return Position(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
