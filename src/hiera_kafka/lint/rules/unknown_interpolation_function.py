"""`%{loookup('x')}`: a function that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.interpolation_faults import faults_in
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule


class UnknownInterpolationFunction(FileRule):
    """Functions that interpolation does not have: every lookup of such a value fails."""

    id = "unknown-interpolation-function"
    level = Severity.ERROR
    summary = "An interpolation calls a function that does not exist."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such call."""
        if file.kind == DataFile.DATA:
            yield from (Finding(fault, cause=fault.message) for fault in faults_in(file) if fault.id == self.id)
