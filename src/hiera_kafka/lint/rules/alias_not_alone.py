"""`x %{alias('y')}`: an alias with text around it."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.interpolations import expressions
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule


class AliasNotAlone(FileRule):
    """An alias stands for a value of any type, so it must be the whole text."""

    id = "alias-not-alone"
    level = Severity.ERROR
    summary = "alias() must be the whole text."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every alias with text around it."""
        if file.kind != DataFile.DATA:
            return
        for found in expressions(file):
            if found.function == "alias" and not found.alone:
                yield self.finding(
                    f"{found.text!r} must be the whole text, found more around it",
                    found.position,
                    hint="use lookup() to put a value into a longer text; a block needs |- to end without newline",
                )
