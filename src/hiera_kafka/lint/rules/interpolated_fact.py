"""Facts in values: the host that sets the fact can run lookups."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Position, Severity
from hiera_kafka.hiera.values.node import MARK
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.core_facts import FACTS
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.interpolations import expressions
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule


class InterpolatedFact(TreeRule):
    """Values that hold a fact, since Hiera expands `%{...}` in facts too, and recorded facts that hold one."""

    id = "interpolated-fact"
    level = Severity.WARNING
    summary = "Hiera expands interpolations inside facts, so a host that sets one can run lookups."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return recorded facts that hold an interpolation, and, as infos, values that interpolate a fact."""
        for site in tree.sites:
            yield from self._recorded(DataFile(str(site.inventory.path), DataFile.INVENTORY))
        variables = {name for site in tree.sites for name in site.inventory.variables}
        variables |= {name for node in tree.nodes for name in node.scope.variables}
        facts = FACTS | {name for node in tree.nodes for name in node.facts}
        for file in tree.judged.values():
            for found in expressions(file):
                root = found.root
                if found.function not in {None, "scope"} or found.broken or root is None:
                    continue
                bare = root.removeprefix("::")
                if bare == "facts" or (bare in facts and bare not in variables):
                    yield self.finding(
                        f"{found.text} puts a fact into a value, and what a host reports as a fact is expanded again",
                        found.position,
                        hint="use %{trusted.certname} or a variable of the inventory, which hosts cannot set",
                        note="a fact that says %{lookup('key')} is answered with the value of the key",
                        level=Severity.INFO,
                        cause=file.path,
                    )

    def _recorded(self, file: DataFile) -> Iterator[Finding]:
        for item in file.written:
            if not item.is_key and MARK in item.text and item.path[:1] in {("nodes",), ("scope",)}:
                yield self.finding(
                    "the recorded value holds an interpolation, which is expanded wherever data uses it",
                    Position(file.path, item.line, item.column),
                    hint="record the fact without %{",
                )
