"""Passwords that everybody who reads the tree can read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hiera_kafka.errors import Position, Severity
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.plain_secrets import secret_of
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule
from hiera_kafka.source import Key

_NAMES = {"name", "key", "setting", "variable", "parameter", "option"}
"""Keys beside `value` that say what it is of, as in lists of environment variables."""
_PRIVATE = {"private", "secret", "secrets"}


class PlaintextPassword(FileRule):
    """Values under names of secrets that stand there in plain text, and passwords inside URLs and options."""

    id = "plaintext-password"
    level = Severity.WARNING
    summary = "A password or another secret stands in plain text."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such value; the messages do not show it."""
        private = not _PRIVATE.isdisjoint(Path(file.path).parts)
        for what, where, length in _in_written(file) if file.written else _in_nodes(file):
            yield self.finding(
                f"{what} stands in plain text",
                where,
                hint="encrypt it with eyaml, or keep it in a private tree; once committed it must be changed as well",
                note="git keeps what was committed once, also after it is removed" if not private else None,
                level=Severity.INFO if private else Severity.WARNING,
                length=length,
            )


def _in_written(file: DataFile) -> Iterator[tuple[str, Position, int]]:
    """Yield what each secret of a YAML file is called, where it stands and how long it is."""
    named: tuple[tuple[Key | None, ...], str] = ((), "")
    for item in file.written:
        if item.is_key:
            continue
        beside = item.path[:-1]
        if item.path and item.path[-1] in _NAMES:
            named = (beside, item.text)
        what = secret_of(item.path, item.value, named=named[1] if beside and named[0] == beside else None)
        if what is not None:
            length = max(1, item.end_column - item.column) if item.line == item.end_line else 1
            yield what, file.position(item), length


def _in_nodes(file: DataFile) -> Iterator[tuple[str, Position, int]]:
    """Yield the same of a file of another format."""
    waiting: list[tuple[tuple[Key, ...], Node]] = [] if file.root is None else [((), file.root)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node.data, dict):
            waiting += [((*path, key), child) for key, child in reversed(node.data.items())]
        elif isinstance(node.data, list):
            waiting += [((*path, index), child) for index, child in reversed(list(enumerate(node.data)))]
        elif node.position is not None and (what := secret_of(path, node.data)) is not None:
            yield what, node.position, 1
