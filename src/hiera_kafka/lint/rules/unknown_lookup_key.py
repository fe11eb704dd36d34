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

_MOST_GUESSES = 500
"""Missing keys for which one that is meant is sought: each is compared with all keys of the tree."""


class UnknownLookupKey(TreeRule):
    """Interpolations that look up a key which is nowhere in the data: they give the empty text, without a word."""

    id = "unknown-lookup-key"
    level = Severity.WARNING
    summary = "An interpolation looks up a key that no data file has, and becomes the empty text."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such interpolation.

        Where a module or a private tree that is not here may have the key, only a name a slip of typing away from one
        that is here is reported; where a function that is not known may give it, that is an info.
        """
        layers = Layers(tree)
        missing: dict[str, list[Expression]] = {}
        for file in tree.judged.values():
            for found in expressions(file):
                root = found.root
                if found.function not in LOOKUPS or root is None or root == OPTIONS or root in tree.keys:
                    continue
                missing.setdefault(root, []).append(found)
        for number, (root, places) in enumerate(missing.items()):
            trees = layers.answering(LookupKey(root, root, ()).module)
            if all(root not in one.keys for one in trees):
                elsewhere = layers.module_is_elsewhere(root) or layers.private_tree_is_elsewhere
                guess = _meant(root, places, trees) if number < _MOST_GUESSES else None
                yield from self._unknown(tree, root, places, trees, guess, elsewhere)

    def _unknown(
        self,
        tree: DataTree,
        root: str,
        places: Sequence[Expression],
        trees: Sequence[DataTree],
        guess: str | None,
        elsewhere: str | None,
    ) -> Iterator[Finding]:
        if elsewhere is None and not all(one.knows_all for one in trees):
            elsewhere = "data that is not here, or a function that is not known, may have the key"
        if elsewhere is not None and guess is None:
            return
        for found in places:
            yield self.finding(
                f"no data file of {tree.name} has the key {root!r}, which {found.text} looks up; it becomes "
                f"{'null' if found.function == 'alias' else 'the empty text'}",
                found.position,
                hint=f"did you mean {guess!r}?" if guess else "add the key, or correct its name",
                note=elsewhere,
                level=Severity.WARNING if all(one.knows_functions for one in trees) else Severity.INFO,
                cause=root,
            )


def _meant(root: str, places: Sequence[Expression], trees: Sequence[DataTree]) -> str | None:
    """Return the key that was probably meant: none in which one of the lookups stands, and none that asks for such."""
    own = {found.path[0] for found in places if found.path}
    guess = nearest(root, sorted({key for one in trees for key in one.keys} - own))
    if guess is None:
        return None
    files = [file for one in trees for file in one.looking_up]
    asking = {found.root for file in files for found in expressions(file) if found.path and found.path[0] == guess}
    return None if asking & own else guess
