"""Values that need themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from hiera_kafka.errors import HieraKafkaError, Position, Severity
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.file import JSON_ENDINGS, DataFile
from hiera_kafka.lint.data.interpolations import LOOKUPS, expressions
from hiera_kafka.lint.data.looked_up_keys import asked_by_key, is_looked_up_by_data
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule

Edges = Mapping[str, Mapping[str, Position]]
Links = Mapping[str, Collection[str]]


class HieraRecursion(TreeRule):
    """Keys whose interpolations lead back to them: every lookup of such a key fails."""

    id = "hiera-recursion"
    level = Severity.ERROR
    summary = "Interpolations look each other up in a circle."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return each link of a circle; with hosts, only circles that one of them runs into."""
        # A circle that is reported has a link in a file that is linted: it begins at a key that others look up.
        linted = [file for file in tree.looking_up if file.path in tree.judged]
        if not any(is_looked_up_by_data(own, tree.border) for file in linted for own in _asking(file)):
            return
        if not _may_be_circular(tree):
            return
        edges = _edges(tree)
        circular = {key: targets for key, targets in edges.items() if _reaches(edges, key, key)}
        for key, targets in circular.items():
            if tree.nodes and not _fails(tree, key):
                continue
            for target, position in targets.items():
                if target == key or _reaches(edges, target, key):
                    yield self.finding(
                        f"resolving {key!r} needs {key!r} itself, by way of {target!r}",
                        position,
                        hint="break the circle: one of these values must not refer to the next",
                    )


def _may_be_circular(tree: DataTree) -> bool:
    """Return whether any link of a file that is linted may be one of a circle, by a look at the texts alone."""
    edges: dict[str, set[str]] = {}
    judged: set[tuple[str, str]] = set()
    for file in tree.looking_up:
        found = None if file.path.endswith(JSON_ENDINGS) else asked_by_key(file.text)
        if found is None:
            found = [(own, target) for own, target, _ in _links(file)]
        for own, target in found:
            edges.setdefault(own, set()).add(target)
        if file.path in tree.judged:
            judged.update(found)
    return any(target == own or _reaches(edges, target, own) for own, target in judged)


def _asking(file: DataFile) -> Iterator[str]:
    """Yield the root keys whose values look something up, perhaps more than once."""
    found = None if file.path.endswith(JSON_ENDINGS) else asked_by_key(file.text)
    for own, *_ in _links(file) if found is None else found:
        yield own


def _links(file: DataFile) -> Iterator[tuple[str, str, Position]]:
    """Yield each root key with a key that its value looks up, and where."""
    for expression in expressions(file):
        own = expression.path[0] if expression.path else None
        target = expression.root
        if expression.function in LOOKUPS and isinstance(own, str) and target is not None:
            yield own, target, expression.position


def _edges(tree: DataTree) -> Edges:
    found: dict[str, dict[str, Position]] = {}
    for file in tree.looking_up:
        for own, target, position in _links(file):
            found.setdefault(own, {}).setdefault(target, position)
    return found


def _reaches(edges: Links, start: str, goal: str) -> bool:
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key == goal:
            return True
        if key not in seen:
            seen.add(key)
            waiting += edges.get(key, ())
    return False


def _fails(tree: DataTree, key: str) -> bool:
    """Return whether the lookup of a key runs in a circle for any host."""
    for node in tree.nodes:
        try:
            node.site.hiera.find(key, node.scope)
        except HieraKafkaError as error:
            if any(diagnostic.id == "hiera-recursion" for diagnostic in error.diagnostics):
                return True
    return False
