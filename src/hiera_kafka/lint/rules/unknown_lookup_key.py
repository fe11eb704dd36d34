"""`%{lookup('x')}` of a key that no file has."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity, nearest
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.interpolations import LOOKUPS, Expression, expressions
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule


class UnknownLookupKey(TreeRule):
    """Interpolations that look up a key which is nowhere in the data: they give the empty text, without a word."""

    id = "unknown-lookup-key"
    level = Severity.WARNING
    summary = "An interpolation looks up a key that no data file has, and becomes the empty text."
    needs_all = True

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such interpolation."""
        missing: dict[str, list[Expression]] = {}
        for file in tree.judged.values():
            for found in expressions(file):
                root = found.root
                if found.function in LOOKUPS and root is not None and root not in tree.keys:
                    missing.setdefault(root, []).append(found)
        for root, places in missing.items():
            guess = _meant(root, places, tree)
            for found in places:
                yield self.finding(
                    f"no data file has the key {root!r}, which {found.text} looks up; it becomes "
                    f"{'null' if found.function == 'alias' else 'the empty text'}",
                    found.position,
                    hint=f"did you mean {guess!r}?" if guess else "add the key, or correct its name",
                    note="keys of a private tree that is not here count as missing",
                    cause=root,
                )


def _meant(root: str, places: list[Expression], tree: DataTree) -> str | None:
    """Return the key that was probably meant: none in which one of the lookups stands, and none that asks for such."""
    own = {found.path[0] for found in places}
    guess = nearest(root, sorted(tree.keys - own))
    if guess is None:
        return None
    asking = {found.root for file in tree.looking_up for found in expressions(file) if found.path[0] == guess}
    return None if asking & own else guess
