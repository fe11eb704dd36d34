"""Values that a lower level gives anyway."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Level
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule
from hiera_kafka.lint.views.visible_values import place, sights


class RedundantKey(TreeRule):
    """Keys without which every host would get the same value from the next lower level."""

    id = "redundant-key"
    level = Level.INFO
    summary = "The next lower level has the same value, for every host that reads it here."
    needs_all = True

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every key that changes nothing."""
        for sight in sights(tree):
            if not sight.seen or sight.same != sight.seen or sight.below is None:
                continue
            yield self.finding(
                f"the value of {sight.key!r} is that of the next lower level, for every host that reads it here",
                place(tree, sight.file, sight.key),
                place(tree, sight.below, sight.key),
                hint="remove it, unless it is to stay when the lower one changes",
                length=len(sight.key),
            )
