"""`%{lookup(x)}` and `%{x`: what looks like an interpolation and is none."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.interpolations import expressions, unclosed
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule


class InterpolationSyntax(FileRule):
    """Calls whose argument is not in quotes, which are taken for variables, and expressions that never end."""

    id = "interpolation-syntax"
    level = Severity.WARNING
    summary = "An interpolation is not closed, or calls a function without quotes around the key."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such text."""
        if file.kind == DataFile.INVENTORY:
            return
        for position in unclosed(file):
            yield self.finding(
                "the text holds %{ without }, which stays as it is",
                position,
                hint="close it, or write %{literal('%')}{ when the characters are meant",
            )
        for found in expressions(file):
            if found.broken and found.root is not None:  # else lookups refuse it, and lint says so
                yield self.finding(
                    f"{found.text} is no call of a function, since its key is not in quotes alone; it is taken for a "
                    "variable",
                    found.position,
                    hint="write %{lookup('key')}, without blanks in the brackets",
                )
