"""Back ends that sites bring along: Python functions that hiera.yaml names, found by their entry points.

A package declares them in the group `hiera_kafka.backends`, each under the name that hiera.yaml uses:

    [project.entry-points."hiera_kafka.backends"]
    "site::vault" = "site_hiera:vault"

Which arguments a function takes follows from the word before its name in hiera.yaml:

    data_hash: (options, context)            a hash; Hiera interpolates its values
    lookup_key: (key, options, context)      one value, or `return context.not_found()`
    data_dig: (segments, options, context)   the value at the segments of a key with dots

`options` are those of the level, with `path` or `uri` added. Values are text, numbers, true, false, null, lists, and
hashes with text or numbers as keys. What a function of the last two kinds returns is not interpolated; it calls
`context.interpolate` for that.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, HieraError, Position, nearest
from hiera_kafka.hiera.formats import yaml_reader
from hiera_kafka.hiera.hierarchy.config import LevelConfig
from hiera_kafka.hiera.merging import interpolation
from hiera_kafka.hiera.values.failures import ConfigError, failure
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.ruby import described
from hiera_kafka.source import Kind, Origin

GROUP = "hiera_kafka.backends"
"""The group of entry points."""

Function = Callable[..., Any]

_ARGUMENTS = {
    "data_hash": ("options", "context"),
    "lookup_key": ("key", "options", "context"),
    "data_dig": ("segments", "options", "context"),
}
_MAX_DEPTH = 200
_SECRETS = object()
"""Under which a Context keeps the names of what was kept while it held secrets."""


class NotFound(Exception):  # noqa: N818 - says what a function means, and is no error
    """Ends a function that has no value for a key."""


@dataclass
class Context:
    """What a function of a back end can ask for; one for each location of a level, on one host.

    Attributes:
        level: Name of the level.
        origin: Where what the function returns comes from, unless a value knows better.
        asker: The lookup that is under way.
        border: What the files that it reads must lie in; None is no border.
    """

    level: str
    origin: Origin
    asker: interpolation.Context
    border: Border | None = None
    _kept: dict[Any, Any] = field(default_factory=dict)
    secret: bool = False
    """Whether a secret was handed out as plain data, so that what the function makes may hold it."""

    def not_found(self) -> NoReturn:
        """End the function: it has no value for this key.

        Raises:
            NotFound: Always.
        """
        raise NotFound

    def interpolate(self, value: Any) -> Any:
        """Return a value with every `%{...}` in it expanded; a Node stays one, and keeps its places.

        Raises:
            HieraError: When an expression is wrong, or what it looks up fails.
        """
        found = interpolation.interpolate(self._node(value), self.asker)
        self.secret = self.secret or found.holds_secret()
        return found if isinstance(value, Node) else found.plain

    def read_yaml(self, path: str) -> dict[str, Node]:
        """Return the hash of a YAML file, whose Nodes know their places; that of a missing file is empty.

        Raises:
            HieraError: When the file cannot be read, lies outside the repository, or is not YAML.
        """
        if self.border is not None:
            self.border.check(path, self.origin.position)
        if not Path(path).exists():
            return {}
        if (yaml_reader, path) not in self._kept:
            root = yaml_reader.load(path, self.level, regexps=True, border=self.border).root
            self._kept[yaml_reader, path] = root.data if root is not None and isinstance(root.data, dict) else {}
        kept: dict[str, Node] = self._kept[yaml_reader, path]
        return kept

    def cache(self, key: Any, value: Any) -> Any:
        """Keep a value for later calls for this host and location, and return it."""
        self._kept[key] = value
        if self.secret:
            self._kept.setdefault(_SECRETS, set()).add(key)
        return value

    def cache_has_key(self, key: Any) -> bool:
        """Return whether a value was kept."""
        return key in self._kept

    def cached_value(self, key: Any) -> Any:
        """Return a value that was kept, None when there is none."""
        self.secret = self.secret or key in self._kept.get(_SECRETS, ())
        return self._kept.get(key)

    def _node(self, value: Any) -> Node:
        return value if isinstance(value, Node) else Node.of(value, self.origin)


@functools.lru_cache(maxsize=1)
def _installed() -> dict[str, Any]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow to import, and few sites have any

    return {point.name: point for point in entry_points(group=GROUP)}


def installed() -> list[str]:
    """Return the names of all back ends that are installed."""
    return sorted(_installed())


def function_of(entry: LevelConfig, built_in: list[str]) -> Function:
    """Return the function that a level names.

    Args:
        entry: The level.
        built_in: Names that need none, for messages.

    Raises:
        ConfigError: `hiera-unknown-function`, or `hiera-backend` when it cannot be loaded or called so.
    """
    name = f"{entry.function_kind}: {entry.function}"
    point = _installed().get(entry.function)
    if point is None or entry.function_kind not in _ARGUMENTS:
        known = [*built_in, *(f"(installed) {other}" for other in installed())]
        guess = nearest(name, built_in) or nearest(entry.function, installed())
        raise _wrong(
            "hiera-unknown-function",
            f"the level {entry.name!r} is read by '{name}', which is not known; built in are {', '.join(known)}",
            entry,
            f"did you mean '{guess}'?" if guess else "install the package that brings it, or convert the data to YAML",
        )
    try:
        function: Function = point.load()
    except Exception as error:  # what a foreign module does when it is imported is not ours to know
        problem = f"the back end {entry.function!r} cannot be loaded from {point.value!r}: {_words(error)}"
        raise _wrong("hiera-backend", problem, entry, "fix or reinstall the package that brings it") from error
    try:
        inspect.signature(function).bind(*_ARGUMENTS[entry.function_kind])
    except (TypeError, ValueError) as error:
        wanted = ", ".join(_ARGUMENTS[entry.function_kind])
        problem = f"the back end {entry.function!r} is no {entry.function_kind} function, which takes ({wanted})"
        raise _wrong("hiera-backend", problem, entry, "write the key that it is made for before its name") from error
    return function


def _wrong(id_: str, message: str, entry: LevelConfig, hint: str) -> ConfigError:
    return ConfigError(Diagnostic(id_, message, () if entry.position is None else (entry.position,), hint=hint))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


@dataclass
class Backend:
    """One location of a level that a function answers for, on one host.

    Attributes:
        entry: The level.
        function: What is called.
        options: Options of the level, interpolated, with `path` or `uri`.
        border: What files must lie in that it reads by way of its context; None is no border.
    """

    entry: LevelConfig
    function: Function
    options: Mapping[str, Any]
    border: Border | None = None
    _kept: dict[Any, Any] = field(default_factory=dict)

    def source(self, segments: tuple[str | int, ...], asker: interpolation.Context) -> dict[str, Node]:
        """Return what stands for a data file while one key is looked up."""
        return Answers(self, segments, asker)

    def answer(self, segments: tuple[str | int, ...], asker: interpolation.Context) -> Node | None:
        """Return the value of a root key, None when there is none.

        Raises:
            HieraError: `hiera-backend-failed`, `hiera-backend-result`, or what the function raises itself.
        """
        root = segments[0]
        if self.entry.function_kind == "data_hash":
            if "hash" not in self._kept:
                self._kept["hash"] = self._hash(self._called(asker))
            whole: Node = self._kept["hash"]
            inside: Node | None = whole.data.get(root)
            return inside
        if self.entry.function_kind == "lookup_key":
            return _still(self._called(asker, root))
        found = _still(self._called(asker, list(segments)))
        if found is None:
            return None
        node = found
        for segment in reversed(segments[1:]):  # the rest of the lookup digs the value out again
            node = Node({segment: node}, found.at)
        return _still(node)

    def _called(self, asker: interpolation.Context, *first: Any) -> Node | None:
        where = self.options.get("path")
        origin = Origin(Kind.DATA, Position(where) if where else self.entry.position, self.entry.name)
        context = Context(self.entry.name, origin, asker, self.border, self._kept)
        try:
            value = self.function(*first, dict(self.options), context)
        except NotFound:
            return None
        except (HieraError, RecursionError):
            raise
        except Exception as error:  # the function is not ours
            raise self._failed("hiera-backend-failed", f"failed: {_words(error)}") from error
        node = value if isinstance(value, Node) else None
        if node is None:
            self._check(value, 0)
            node = Node.of(value, replace(origin, secret=context.secret))
        return node

    def _hash(self, node: Node | None) -> Node:
        if node is None or not isinstance(node.data, dict):
            found = "nothing" if node is None else described(node.data)
            raise self._failed("hiera-backend-result", f"must return a hash, returned {found}")
        return node

    def _check(self, value: Any, depth: int) -> None:
        """Refuse what is no data."""
        if depth > _MAX_DEPTH:
            raise self._failed(
                "hiera-backend-result", f"returned a value that nests more than {_MAX_DEPTH} levels deep"
            )
        if isinstance(value, Mapping):
            for key, item in value.items():
                if isinstance(key, bool) or not isinstance(key, str | int | float):
                    raise self._failed("hiera-backend-result", f"returned a hash with {described(key)} as a key")
                self._check(item, depth + 1)
        elif isinstance(value, list | tuple):
            for item in value:
                self._check(item, depth + 1)
        elif value is not None and not isinstance(value, str | int | float | bool | Node):
            raise self._failed("hiera-backend-result", f"returned {described(value)}, which is no data")

    def _failed(self, id_: str, what: str) -> HieraError:
        path = self.options.get("path")
        return failure(
            id_,
            f"the back end {self.entry.function!r} of the level {self.entry.name!r} {what}",
            self.entry.position,
            Position(path) if path else None,
            hint="see the documentation of the package that brings it",
        )


def _still(node: Node | None) -> Node | None:
    """Return a value as one that is not interpolated: that is the function's own part."""
    if node is None or not node.live:
        return node
    quiet = Node(node.data, node.at, node.keys, node.inputs)
    quiet.live = False
    return quiet


class Answers(dict[str, Node]):
    """Stands for a data file: each key is asked of the function, once."""

    def __init__(self, backend: Backend, segments: tuple[str | int, ...], asker: interpolation.Context) -> None:
        super().__init__()
        self._backend = backend
        self._segments = segments
        self._asker = asker

    def __contains__(self, name: object) -> bool:
        return self.get(name) is not None

    def __getitem__(self, name: str) -> Node:
        found: Node | None = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def get(self, name: object, default: Any = None, /) -> Any:
        """Return the value of the root key that is being looked up; a file of this kind has no other."""
        if name != self._segments[0]:
            return default
        if not super().__contains__(name):
            found = self._backend.answer(self._segments, self._asker)
            super().__setitem__(str(name), found)  # type: ignore[assignment]  # None is kept as well, for the next time
        return super().get(str(name)) or default
