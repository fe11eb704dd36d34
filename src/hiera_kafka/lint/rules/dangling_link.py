"""Links among data that lead to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hiera_kafka.errors import Position, Severity
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule


class DanglingLink(TreeRule):
    """Data files that are links to a file which is not there; lookups pass over them as over files that are missing."""

    id = "dangling-link"
    level = Severity.INFO
    summary = "A data file is a link that leads to nothing, so it counts as missing."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such link."""
        for path in tree.dangling:
            if tree.focus is None or path in tree.focus:
                target = str(Path(path).readlink())
                yield self.finding(
                    f"the link leads to {target!r}, which is not there, so the file counts as missing",
                    Position(path),
                    hint="check out what it leads to, or remove the link",
                )
