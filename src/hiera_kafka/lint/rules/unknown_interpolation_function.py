"""`%{loookup('x')}`: a function that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity, nearest
from hiera_kafka.hiera.merging.interpolation import METHODS
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.interpolations import expressions
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule


class UnknownInterpolationFunction(FileRule):
    """Functions that interpolation does not have: every lookup of such a value fails."""

    id = "unknown-interpolation-function"
    level = Severity.ERROR
    summary = "An interpolation calls a function that does not exist."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such call."""
        if file.kind != DataFile.DATA:
            return
        for found in expressions(file):
            if found.function is None or found.function in METHODS:
                continue
            guess = nearest(found.function, METHODS)
            yield self.finding(
                f"unknown interpolation function {found.function!r}; known are {', '.join(METHODS)}",
                found.position,
                hint=f"did you mean {guess!r}?" if guess else None,
                cause=found.function,
            )
