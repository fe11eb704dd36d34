"""`%{stie}`: a variable that hosts do not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hiera_kafka.errors import HieraError, Position, Severity, nearest
from hiera_kafka.hiera.values import keys
from hiera_kafka.lint.context import DataTree, NodeView
from hiera_kafka.lint.data.core_facts import FACTS, PARTS
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.interpolations import expressions
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule

_HASHES = ("facts", "trusted", "server_facts")


class UnknownVariable(TreeRule):
    """Variables in data and in hiera.yaml that the hosts which read them do not have; they become the empty text."""

    id = "unknown-variable"
    level = Severity.WARNING
    summary = "An interpolated variable or fact is unknown, and becomes the empty text."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every unknown variable: a warning where no host has it, else an info.

        Where no host is known, only names that are almost those of core facts can be judged: infos.
        """
        recorded = tuple(node for node in tree.nodes if node.is_recorded)
        if not recorded:
            yield from self._almost_facts(tree)
            return
        for name, position in _in_config(tree):
            yield from self._judged(name, position, recorded)
        for path, file in tree.judged.items():
            readers = [node for node in tree.readers.get(path, ()) if node.is_recorded]
            for name, position in _in_data(file):
                yield from self._judged(name, position, readers)

    def _almost_facts(self, tree: DataTree) -> Iterator[Finding]:
        """Yield names of variables that stand in one place, a slip of typing away from a fact that every host has."""
        places: dict[str, list[Position]] = {}
        for name, position in (*_in_config(tree), *(item for file in tree.judged.values() for item in _in_data(file))):
            places.setdefault(name, []).append(position)
        for name, found in places.items():
            if len(found) == 1 and (guess := _almost_fact(name)) is not None:
                yield self.finding(
                    f"no core fact is named {name!r}, and where no host has such a variable it becomes the empty text",
                    found[0],
                    hint=f"did you mean {guess!r}?",
                    level=Severity.INFO,
                )

    def _judged(self, name: str, position: Position, nodes: Sequence[NodeView]) -> Iterator[Finding]:
        lacking = [node for node in nodes if not _has(node, name)]
        if not lacking:
            return
        everyone = len(lacking) == len(nodes)
        standard = _is_standard(name)
        if standard:
            hint = "record the fact of each host under `nodes` of the inventory file"
        else:
            guess = nearest(name.removeprefix("::"), _names(nodes[0]))
            hint = f"did you mean {guess!r}?" if guess else "give the hosts this fact or variable, or correct the name"
        level = Severity.WARNING if everyone and not standard else Severity.INFO
        message = f"unknown variable {name!r}; it becomes the empty text"
        if everyone:
            yield self.finding(f"{message} for every host", position, hint=hint, level=level, cause=name)
            return
        for node in lacking:
            yield self.finding(message, position, hint=hint, level=level, host=node.host, cause=name)


def _almost_fact(name: str) -> str | None:
    """Return the core fact that a name was probably meant to be, None where it is one or like none."""
    start = "::" if name.startswith("::") else ""
    try:
        segments = list(keys.split(name.removeprefix("::")))
    except HieraError:
        return None  # refused by the lookup, which says why
    at = 1 if segments[0] == "facts" and len(segments) > 1 else 0
    for place, known in ((at, FACTS), (at + 1, PARTS.get(str(segments[at]), ()))):
        word = segments[place] if place < len(segments) else None
        if not known or not isinstance(word, str) or word in known:
            continue
        guess = nearest(word, known)
        return None if guess is None else start + ".".join(map(str, [*segments[:place], guess, *segments[place + 1 :]]))
    return None


def _in_data(file: DataFile) -> Iterator[tuple[str, Position]]:
    for found in expressions(file):
        if found.function in {None, "scope"} and found.argument and not found.broken:
            yield found.argument, found.position


def _in_config(tree: DataTree) -> Iterator[tuple[str, Position]]:
    file = tree.config_data
    local: dict[object, str] = {}
    for item in file.written:
        if item.path[:1] in {("hierarchy",), ("default_hierarchy",)} and item.path[2:3] == ("mapped_paths",):
            if item.path[3:] == (0,):
                yield item.text, file.position(item)
            elif item.path[3:] == (1,):
                local[item.path[1]] = item.text
    for found in expressions(file):
        if found.function is None and found.argument and not found.broken:
            own = local.get(found.path[1]) if found.path[2:3] == ("mapped_paths",) else None
            if own is None or found.root != own:
                yield found.argument, found.position


def _has(node: NodeView, name: str) -> bool:
    """Return whether a host has a variable, and what is dug out of it."""
    try:
        root, *segments = keys.split(name)
        if not isinstance(root, str):
            return True  # refused by the lookup, which says why
        if root.isdigit():
            return True
        found = node.variables.get(root)
        if found is None:
            return False
        if not segments or (root not in _HASHES and found.data is None):
            return True
        return keys.dig(found, tuple(segments), name) is not None
    except HieraError:
        return True  # a fault of another kind: the lookup says it


def _names(node: NodeView) -> list[str]:
    facts = [f"facts.{name}" for name in node.facts]
    trusted = [f"trusted.{name}" for name in node.scope.trusted or {}]
    return [*node.variables, *facts, *trusted]


def _is_standard(name: str) -> bool:
    bare = name.removeprefix("::").removeprefix("facts.")
    return bare.partition(".")[0].strip("'\"") in FACTS
