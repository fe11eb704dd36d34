"""`no`, `on` and the like: YAML 1.1 reads them as booleans."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding, Fix
from hiera_kafka.lint.registry import FileRule

_CANONICAL = {"true", "false", "True", "False", "TRUE", "FALSE"}


class YamlBoolean(FileRule):
    """Plain words that are read as true or false, and are written neither way."""

    id = "yaml-boolean"
    level = Severity.WARNING
    summary = "A plain yes, no, on or off is read as a boolean, not as the word."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such word."""
        for item in file.written:
            if not item.plain or item.tagged or item.text in _CANONICAL:
                continue
            value = item.value
            if not isinstance(value, bool):
                continue
            where = file.position(item)
            meant = "true" if value else "false"
            shown = file.excerpts.shown(item)
            if item.is_key:
                yield self.finding(
                    f"the key {item.text} is read as {meant}, which no lookup can name",
                    where,
                    hint=f'write "{item.text}" in quotes',
                    length=len(item.text),
                )
                continue
            yield self.finding(
                f"{shown} is read as the boolean {meant}",
                where,
                hint=f'write {meant}, or "{shown}" in quotes when the word is meant',
                length=len(item.text),
                fix=Fix(where, item.text, meant),
            )
