"""Functions in hiera.yaml, where only variables are interpolated."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.interpolations import expressions
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule


class InterpolationNotAllowed(FileRule):
    """Any function call in a hiera.yaml, `literal` included."""

    id = "interpolation-not-allowed"
    level = Severity.ERROR
    summary = "hiera.yaml can interpolate variables only, no functions."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every call."""
        if file.kind != DataFile.CONFIG:
            return
        for found in expressions(file):
            if found.function is not None:
                yield self.finding(
                    f"{found.text!r} is not allowed here; hiera.yaml can use scope variables only",
                    found.position,
                    hint="write the variable alone: %{site}",
                )
