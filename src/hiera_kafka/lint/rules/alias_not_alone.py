"""`x %{alias('y')}`: an alias with text around it."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.interpolation_faults import faults_in
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule


class AliasNotAlone(FileRule):
    """An alias stands for a value of any type, so it must be the whole text."""

    id = "alias-not-alone"
    level = Severity.ERROR
    summary = "alias() must be the whole text."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every alias with text around it."""
        if file.kind == DataFile.DATA:
            yield from (Finding(fault) for fault in faults_in(file) if fault.id == self.id)
