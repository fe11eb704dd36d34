"""`%{lookup('x')}` of a key that no file has."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Level, nearest
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.interpolations import LOOKUPS, expressions
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule


class UnknownLookupKey(TreeRule):
    """Interpolations that look up a key which is nowhere in the data: they give the empty text, without a word."""

    id = "unknown-lookup-key"
    level = Level.WARNING
    summary = "An interpolation looks up a key that no data file has, and becomes the empty text."
    needs_all = True

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such interpolation."""
        for file in tree.judged.values():
            for found in expressions(file):
                if found.function not in LOOKUPS:
                    continue
                root = found.root
                if root is None or root in tree.keys:
                    continue
                guess = nearest(root, list(tree.keys))
                yield self.finding(
                    f"no data file has the key {root!r}, which {found.text} looks up; it becomes "
                    f"{'null' if found.function == 'alias' else 'the empty text'}",
                    found.position,
                    hint=f"did you mean {guess!r}?" if guess else "add the key, or correct its name",
                    note="keys of a private tree that is not here count as missing",
                )
