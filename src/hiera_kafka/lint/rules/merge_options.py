"""Merge strategies that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import HieraError, Severity
from hiera_kafka.hiera.merging.lookup_options import KEY
from hiera_kafka.hiera.merging.merge import strategy_of
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule


class MergeOptions(FileRule):
    """A `merge` in `lookup_options` that names no strategy, or gives it options it does not have."""

    id = "merge-options"
    level = Severity.ERROR
    summary = "The merge of an entry of lookup_options is no strategy, or has options that the strategy lacks."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every wrong merge."""
        options = file.entries.get(KEY)
        if options is None or not isinstance(options.data, dict):
            return
        for name, node in options.data.items():
            merge = node.data.get("merge") if isinstance(node.data, dict) else None
            if merge is None or merge.live:
                continue
            try:
                strategy_of(merge.plain)
            except HieraError as error:
                first = error.diagnostics[0]
                where = merge.position or file.key_position(KEY, name)
                yield self.finding(f"options of {name!r}: {first.message}", where, hint=first.hint)
