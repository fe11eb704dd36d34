"""`profile::kafka::broker::num_io_thread`: almost a key that is looked up."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.misspellings import differ_in_colons, meant_by
from hiera_kafka.lint.finding import Finding, Fix
from hiera_kafka.lint.registry import FileRule


class MisspeltKey(FileRule):
    """Root keys that nobody looks up and that are one slip away from a key that is.

    What is looked up: the keys of this project, parameters of classes in the repository, keys that its code or data
    names. Of other keys, those that differ by a slip from one which more files have.
    """

    id = "misspelt-key"
    level = Severity.WARNING
    summary = "A key is nearly one that is looked up, so it is probably misspelt."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such key, with the nearest that is looked up."""
        if file.kind != DataFile.DATA:
            return
        for key in file.entries:
            meant = meant_by(key, file)
            if meant is None:
                continue
            where, near = file.key_position(key), meant.key
            certain = differ_in_colons(key, near) and near not in file.entries
            yield self.finding(
                f"nothing here looks up {key!r}, {meant.reason.format(near)}",
                where,
                hint=f"did you mean {near!r}?" if meant.is_slip else f"write {near!r}, or remove the key",
                length=len(key),
                cause=key,
                fix=Fix(where, key, near) if certain else None,
            )
