"""`1:30`: YAML 1.1 reads numbers with colons to base 60."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule


class YamlSexagesimal(FileRule):
    """Plain scalars with colons that are read as numbers: times, ports after numbers, some addresses."""

    id = "yaml-sexagesimal"
    level = Severity.WARNING
    summary = "Numbers joined by colons, such as times, are read as one number to base 60."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such scalar."""
        for item in file.written:
            if not item.plain or item.tagged or ":" not in item.text or not item.text[-1:].isdigit():
                continue
            value = item.value
            if isinstance(value, int | float) and not isinstance(value, bool):
                shown = file.excerpts.shown(item)
                meant = file.excerpts.shown(item, f"{value:g}" if isinstance(value, float) else value)
                yield self.finding(
                    f"{shown} is read as the number {meant}, to base 60",
                    file.position(item),
                    hint=f'write "{shown}" in quotes',
                    length=len(item.text),
                )
