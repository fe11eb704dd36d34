"""`%{lookup('x')}` of a key that no file has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hiera_kafka.errors import Severity, nearest
from hiera_kafka.hiera.merging.lookup_options import KEY as OPTIONS
from hiera_kafka.hiera.values.keys import LookupKey
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.interpolations import LOOKUPS, Expression, expressions
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule
from hiera_kafka.lint.views.layers import Layers


class UnknownLookupKey(TreeRule):
    """Interpolations that look up a key which is nowhere in the data: they give the empty text, without a word."""

    id = "unknown-lookup-key"
    level = Severity.WARNING
    summary = "An interpolation looks up a key that no data file has, and becomes the empty text."
    needs_all = True

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such interpolation: an info where a module that is not here may have the key."""
        layers = Layers(tree)
        for file in tree.judged.values():
            for found in expressions(file):
                root = found.root
                if found.function not in LOOKUPS or root is None or root == OPTIONS or root in tree.keys:
                    continue
                trees = layers.answering(LookupKey(root, root, ()).module)
                if not all(one.knows_all for one in trees) or any(root in one.keys for one in trees):
                    continue
                yield self._unknown(tree, found, root, trees, elsewhere=layers.module_is_elsewhere(root))

    def _unknown(
        self, tree: DataTree, found: Expression, root: str, trees: Sequence[DataTree], *, elsewhere: str | None
    ) -> Finding:
        own = found.path[0] if found.path else None
        guess = nearest(root, sorted({key for one in trees for key in one.keys} - {own}))
        return self.finding(
            f"no data file of {tree.name} has the key {root!r}, which {found.text} looks up; it becomes "
            f"{'null' if found.function == 'alias' else 'the empty text'}",
            found.position,
            hint=f"did you mean {guess!r}?" if guess else "add the key, or correct its name",
            note=elsewhere or "keys of a private tree that is not here count as missing",
            level=Severity.WARNING if guess or elsewhere is None else Severity.INFO,
        )
