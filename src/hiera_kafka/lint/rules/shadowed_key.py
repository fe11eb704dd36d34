"""Values that no host ever sees."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Level
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule
from hiera_kafka.lint.views.visible_values import place, sights


class ShadowedKey(TreeRule):
    """Keys whose value is hidden by a higher level for every host of the inventories that reads the file."""

    id = "shadowed-key"
    level = Level.INFO
    summary = "A higher level hides the value from every host that reads the file."
    needs_all = True

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every key that no host sees here."""
        for sight in sights(tree):
            if sight.seen or not sight.hidden:
                continue
            winners = [place(tree, path, sight.key) for path in sight.winners]
            yield self.finding(
                f"no host sees the value of {sight.key!r} here: a higher level has one for all that read this file",
                place(tree, sight.file, sight.key),
                *winners[:3],
                hint="remove it, or the one above; for values that are to be joined, lookup_options has merge",
                length=len(sight.key),
            )
