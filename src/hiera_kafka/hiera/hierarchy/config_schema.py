"""Checks the shape of a hiera.yaml of version 5, every fault with its place, all faults of a file at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from hiera_kafka.errors import Diagnostic, Position, nearest
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.ruby import described

LOCATION_KEYS = ("path", "paths", "glob", "globs", "uri", "uris", "mapped_paths")
FUNCTION_KEYS = ("data_hash", "lookup_key", "data_dig", "hiera3_backend")

_OPTION_NAME = re.compile(r"[A-Za-z](:?[0-9A-Za-z_-]*[0-9A-Za-z])?")
_TOP_KEYS = ("version", "defaults", "hierarchy", "plan_hierarchy", "default_hierarchy")
_DEFAULTS_KEYS = ("options", "data_dig", "data_hash", "lookup_key", "datadir")
_ENTRY_KEYS = ("name", *LOCATION_KEYS, *FUNCTION_KEYS, "datadir", "options")

_Check = Callable[[Node, str], None]


class Schema:
    """Collects what is wrong with one hiera.yaml."""

    def __init__(self, file: str) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._file = file

    def add(self, id_: str, message: str, *where: Position | None, hint: str | None = None) -> None:
        """Note one fault."""
        places = tuple(position for position in where if position is not None)
        self.diagnostics.append(Diagnostic(id_, message, places or (Position(self._file),), hint=hint))

    def check(self, root: Node) -> None:
        """Check a whole file whose `version` is 5 already."""
        self._keys(root, _TOP_KEYS, "hiera.yaml")
        checks: dict[str, _Check] = {
            "defaults": self._defaults,
            "hierarchy": self._hierarchy,
            "plan_hierarchy": self._hierarchy,
            "default_hierarchy": self._hierarchy,
        }
        for key, check in checks.items():
            node = root.data.get(key)
            if node is not None and node.data is not None:
                check(node, f"'{key}'")

    def _keys(self, node: Node, known: Sequence[str], where: str) -> None:
        for key in node.data:
            if key not in known:
                guess = nearest(key, known) if isinstance(key, str) else None
                at = (node.keys or {}).get(key)
                self.add(
                    "hiera-config-unknown-key",
                    f"{where} has no key {key!r}; known are {', '.join(known)}",
                    at.position if at is not None else node.position,
                    hint=f"did you mean {guess!r}?" if guess else None,
                )

    def _type(self, node: Node, where: str, expected: str) -> None:
        self.add("hiera-config-type", f"{where} must be {expected}, found {described(node.data)}", node.position)

    def _hash(self, node: Node, where: str) -> bool:
        if isinstance(node.data, dict):
            return True
        self._type(node, where, "a hash")
        return False

    def _text(self, node: Node, where: str) -> None:
        if not isinstance(node.data, str) or not node.data:
            self._type(node, where, "text that is not empty")

    def _texts(self, node: Node, where: str) -> None:
        if not isinstance(node.data, list) or not node.data:
            self._type(node, where, "a list of at least one text")
            return
        for index, item in enumerate(node.data):
            self._text(item, f"entry {index} of {where}")

    def _three(self, node: Node, where: str) -> None:
        if not isinstance(node.data, list) or len(node.data) != 3:
            self._type(node, where, "a list of three texts: variable, name, template")
            return
        self._texts(node, where)

    def _options(self, node: Node, where: str) -> None:
        if not self._hash(node, where):
            return
        for key in node.data:
            at = (node.keys or {}).get(key)
            position = at.position if at is not None else None
            if key in {"path", "uri"}:
                self.add("hiera-config-type", f"the option {key!r} in {where} is reserved", position)
            elif not isinstance(key, str) or not _OPTION_NAME.fullmatch(key):
                self.add(
                    "hiera-config-type",
                    f"{key!r} in {where} is not a name of an option",
                    position,
                    hint="names begin with a letter and end with a letter or digit",
                )

    def _defaults(self, node: Node, where: str) -> None:
        if not self._hash(node, where):
            return
        self._keys(node, _DEFAULTS_KEYS, where)
        self._members(node, where)
        self._one_of(node, where, FUNCTION_KEYS)

    def _hierarchy(self, node: Node, where: str) -> None:
        if not isinstance(node.data, list):
            self._type(node, where, "a list")
            return
        for index, entry in enumerate(node.data):
            self._entry(entry, f"entry {index} of {where}")

    def _entry(self, node: Node, where: str) -> None:
        if not self._hash(node, where):
            return
        if "name" not in node.data:
            self.add("hiera-config-type", f"{where} lacks the key 'name'", node.position)
        self._keys(node, _ENTRY_KEYS, where)
        self._members(node, where)
        self._one_of(node, where, LOCATION_KEYS)
        self._one_of(node, where, FUNCTION_KEYS)

    def _members(self, node: Node, where: str) -> None:
        checks: dict[str, _Check] = {"options": self._options, "mapped_paths": self._three}
        checks |= dict.fromkeys(("paths", "globs", "uris"), self._texts)
        checks |= dict.fromkeys(("name", "path", "glob", "uri", "datadir", *FUNCTION_KEYS), self._text)
        for key, check in checks.items():
            if key in node.data:
                check(node.data[key], f"'{key}' of {where}")

    def _one_of(self, node: Node, where: str, keys: Sequence[str]) -> None:
        present = [key for key in keys if key in node.data]
        if len(present) > 1:
            self.add(
                "hiera-config-type",
                f"only one of {', '.join(keys)} can stand in {where}, found {' and '.join(present)}",
                *(node.data[key].position for key in present),
            )
