"""Reads HOCON as Ruby's hocon 1.3 reads it: objects merged, references resolved, every value with its place.

`docs/decisions/` says why this is no library.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, HieraError, Position
from hiera_kafka.hiera.formats.hocon_parser import Parser
from hiera_kafka.hiera.formats.hocon_tree import Field, Joined, Listing, Reference, Scalar, Table, Value
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import LevelFile, Place, secret_place
from hiera_kafka.hiera.values.secret_names import is_secret_path
from hiera_kafka.hiera.values.text_files import read_text
from hiera_kafka.source import Origin

MAX_DEPTH = 150
"""How deep values and references to values may nest."""

MAX_NODES = 1_000_000
"""Values in a file once every reference is written out."""

_CHARACTERS = 64
"""Characters of joined text that count as one value: 64 million in all, four times the largest file."""


class _Missing:
    """What an optional reference to nothing is."""


_MISSING = _Missing()


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed HOCON file.

    Attributes:
        root: Its object.
        diagnostics: Warnings.
    """

    root: Node
    diagnostics: tuple[Diagnostic, ...] = ()


def load(
    path: Path | str,
    level: str | None = None,
    *,
    border: Border | None = None,
    environment: Mapping[str, str] | None = None,
) -> Document:
    """Return the object of a HOCON file.

    Args:
        path: The file.
        level: Name of the hierarchy level that reads it; becomes part of every origin.
        border: What the file must lie in; None is for a file that the caller named.
        environment: Variables that references fall back to, as in Puppet; None are none.

    Raises:
        HieraError: `file-unreadable`, `file-encoding`, `outside-repository`, or as `parse`.
    """
    text = read_text(path, border)
    return parse(text, str(Path(path).absolute()), level, border=border, environment=environment)


def parse(
    text: str,
    file: str,
    level: str | None = None,
    *,
    border: Border | None = None,
    environment: Mapping[str, str] | None = None,
) -> Document:
    """Return the object of a HOCON text; `file` is what positions name, and the rest is that of `load`.

    Raises:
        HieraError: `hocon-syntax`, `hocon-reference`, `hocon-join`, `hocon-include`, `hocon-depth` or
            `hocon-too-large`.
    """
    parser = Parser(text, LevelFile(file, level), border)
    try:
        root = parser.document()
        return Document(_Resolver(root, environment or {}).root(), tuple(parser.diagnostics))
    except RecursionError:
        raise failure(
            "hocon-depth", "keys, values and references nest too deep", Position(file), hint="write the data flatter"
        ) from None


class _Resolver:
    """Turns a tree into Nodes; a reference sees the whole file, but of a key being resolved only what is above."""

    def __init__(self, root: Table, environment: Mapping[str, str]) -> None:
        self._root = root
        self._environment = environment
        self._resolving: dict[Field, int] = {}
        self._known: dict[Field, Node | _Missing] = {}
        self._weights: dict[int, int] = {}
        self._texts: dict[int, str] = {}  # numbers as they are written, for longer texts
        self._kept: list[Node] = []  # ids of live Nodes only are unique
        self._looked_back: set[Field] = set()
        self._depth = 0

    def root(self) -> Node:
        """Return the file as a hash."""
        found = self._value(self._root)
        assert isinstance(found, Node)  # noqa: S101 - an object is never missing
        return found

    def _value(self, value: Value) -> Node | _Missing:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise failure("hocon-depth", f"values and references nest more than {MAX_DEPTH} deep", value.place.position)
        try:
            if isinstance(value, Scalar):
                return self._scalar(value)
            if isinstance(value, Reference):
                return self._reference(value)
            if isinstance(value, Joined):
                return self._joined(value)
            if isinstance(value, Listing):
                return self._listing(value)
            return self._table(value)
        finally:
            self._depth -= 1

    def _scalar(self, value: Scalar) -> Node:
        if isinstance(value.value, float) and math.isinf(value.value):
            raise failure("hocon-syntax", "not valid HOCON: the number is too large", value.place.position)
        node = Node(value.value, value.place)
        if value.text != value.value:
            self._texts[id(node)] = value.text
            self._kept.append(node)
        return node

    def _listing(self, value: Listing) -> Node:
        items = [found for item in value.items if isinstance(found := self._value(item), Node)]
        return self._weighed(Node(items, value.place))

    def _table(self, table: Table) -> Node:
        entries: dict[Any, Node] = {}
        for name, field in table.ordered():
            found = self._field(field)
            if isinstance(found, Node):
                entries[name] = found
        return self._weighed(Node(entries, table.place, {name: table.fields[name].place for name in entries}))

    def _weighed(self, node: Node, extra: int = 1) -> Node:
        """Return a Node after counting what is in it, what stands there more than once included.

        Raises:
            HieraError: `hocon-too-large`.
        """
        children = node.data.values() if isinstance(node.data, dict) else node.data
        weight = extra
        if not isinstance(node.data, str):
            weight += sum(self._weights.get(id(child), 1) for child in children)
        self._check(weight, node.position)
        self._weights[id(node)] = weight
        self._kept.append(node)
        return node

    def _marked(self, node: Node) -> Node:
        """Return a value marked as secret, with what is known of its parts."""
        if isinstance(node.data, dict):
            made = Node({key: self._marked(child) for key, child in node.data.items()}, node.at, node.keys)
        elif isinstance(node.data, list):
            made = Node([self._marked(child) for child in node.data], node.at)
        else:
            made = Node(node.data, node.at)
        made.at = secret_place(node.at)
        if id(node) in self._weights:
            self._weights[id(made)] = self._weights[id(node)]
        if id(node) in self._texts:
            self._texts[id(made)] = self._texts[id(node)]
        self._kept.append(made)
        return made

    @staticmethod
    def _check(weight: int, position: Position | None) -> None:
        if weight > MAX_NODES:
            raise failure(
                "hocon-too-large",
                f"the data holds more than {MAX_NODES} values once its references are written out",
                position,
                hint="references to values that hold references multiply; write the data without them",
            )

    def _field(self, field: Field) -> Node | _Missing:
        """Return the value of a key; while it is being resolved, what the definitions before say."""
        top = len(field.definitions)
        if field in self._resolving:
            top = self._resolving[field]
            self._looked_back.add(field)
        elif field in self._known:
            return self._known[field]
        before = self._resolving.get(field)
        found: Node | _Missing = _MISSING
        try:
            for at in range(top - 1, -1, -1):
                self._resolving[field] = at
                lower = self._value(field.definitions[at])
                found = lower if isinstance(found, _Missing) else self._over(found, lower)
                if isinstance(found, Node) and not _is_table(found):
                    break
                if isinstance(lower, Node) and not _is_table(lower):
                    break
        finally:
            if before is None:
                del self._resolving[field]
            else:
                self._resolving[field] = before
        self._looked_back.discard(field)
        if before is None and not self._looked_back:
            self._known[field] = found
        return found

    def _over(self, high: Node, low: Node | _Missing) -> Node:
        """Return an object merged over what a definition before it says."""
        if isinstance(low, _Missing) or not _is_table(low) or not _is_table(high):
            return high
        entries = {
            name: self._over(node, low.data[name]) if name in low.data else node for name, node in high.data.items()
        }
        entries |= {name: node for name, node in low.data.items() if name not in entries}
        return self._weighed(Node(entries, high.at, {**(low.keys or {}), **(high.keys or {})}))

    def _reference(self, value: Reference) -> Node | _Missing:
        found = self._find(self._root, value.path)
        if isinstance(found, Node):
            return self._marked(found) if is_secret_path(value.path) else found
        name = ".".join(value.path)
        if len(value.path) == 1 and name in self._environment:
            given = Node(self._environment[name], Origin.given(f"environment variable {name}", value.place.position))
            return given.marked() if is_secret_path(value.path) else given
        if value.optional:
            return _MISSING
        variable = "a variable of the environment is taken only where the caller says so, with --hocon-environment"
        raise failure(
            "hocon-reference",
            f"${{{name}}} refers to no key of this file, or to itself",
            value.place.position,
            note=variable if len(value.path) == 1 else None,
            hint=f"define {name!r} in the same file, or write ${{?{name}}} if it may be missing",
        )

    def _find(self, table: Table, path: tuple[str, ...]) -> Node | _Missing:
        """Return what the file says at `path`, resolving no more of it than the way there needs."""
        field = table.fields.get(path[0])
        if field is None:
            return _MISSING
        if len(path) == 1:
            return self._field(field)
        found: Node | _Missing = _MISSING
        for at in range(len(field.definitions) - 1, -1, -1):
            definition = field.definitions[at]
            if isinstance(definition, Table):
                lower = self._find(definition, path[1:])
            else:
                if at >= self._resolving.get(field, len(field.definitions)):
                    self._looked_back.add(field)
                    continue
                whole = self._at(field, at)
                if isinstance(whole, Node) and not _is_table(whole):
                    break
                lower = _dug(whole, path[1:])
            found = lower if isinstance(found, _Missing) else self._over(found, lower)
            if isinstance(found, Node) and not _is_table(found):
                break
        return found

    def _at(self, field: Field, at: int) -> Node | _Missing:
        """Return one definition of a key, which is being resolved meanwhile."""
        before = self._resolving.get(field)
        self._resolving[field] = at
        try:
            return self._value(field.definitions[at])
        finally:
            if before is None:
                del self._resolving[field]
            else:
                self._resolving[field] = before

    def _joined(self, value: Joined) -> Node | _Missing:
        """Return values that stand side by side as one."""
        found = [(piece, node) for piece in value.pieces if isinstance(node := self._value(piece), Node)]
        if not found:
            return _MISSING
        blank = [isinstance(piece, Scalar) and not piece.text.strip() for piece, _ in found]
        if any(isinstance(node.data, dict | list) for _, node in found):
            found = [pair for pair, is_blank in zip(found, blank, strict=True) if not is_blank]
        elif len(found) > 1:
            texts = [self._texts.get(id(node), str(node.data)) for _, node in found]
            weight = sum(map(len, texts)) // _CHARACTERS
            self._check(weight, value.place.position)  # before there is such a text
            secret = any(node.at.secret for _, node in found)
            return self._weighed(Node("".join(texts), secret_place(value.place) if secret else value.place), weight)
        result = found[0][1]
        for _, node in found[1:]:
            result = self._beside(result, node, value.place)
        return result

    def _beside(self, left: Node, right: Node, place: Place) -> Node:
        if _is_table(left) and _is_table(right):
            return self._over(right, left)
        if isinstance(left.data, list) and isinstance(right.data, list):
            return self._weighed(Node([*left.data, *right.data], place))
        if isinstance(left.data, dict | list) and not isinstance(right.data, dict | list):
            return left  # Ruby's hocon drops a text that follows a list or an object
        raise _unjoinable(place)


def _unjoinable(place: Place) -> HieraError:
    return failure(
        "hocon-join",
        "a list or an object cannot be beside a value of another kind",
        place.position,
        hint="separate them with a comma or a new line",
    )


def _is_table(node: Node) -> bool:
    return isinstance(node.data, dict)


def _dug(node: Node | _Missing, path: tuple[str, ...]) -> Node | _Missing:
    for name in path:
        if isinstance(node, _Missing) or not _is_table(node):
            return _MISSING
        node = node.data.get(name, _MISSING)
    return node
