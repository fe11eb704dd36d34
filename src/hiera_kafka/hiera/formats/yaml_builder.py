"""Builds Nodes from YAML events, with a stack instead of recursion and Psych's rules for keys, tags and aliases."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from hiera_kafka.errors import Diagnostic, HieraError, Severity
from hiera_kafka.hiera.formats import yaml_tags
from hiera_kafka.hiera.formats.yaml_tags import RefusedTagError
from hiera_kafka.hiera.values import psych_scalars
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import LevelFile, Place, secret_place
from hiera_kafka.hiera.values.ruby import FloatKey, OddKey, Rich, Symbol, described, inspect
from hiera_kafka.hiera.values.ruby import text as ruby_text
from hiera_kafka.hiera.values.secret_names import MASK, is_secret_path

MAX_DEPTH = 200
"""Nested lists and hashes, those reached through aliases included. Hand-written data stays below 20."""

MAX_NODES = 1_000_000
"""Values in a file once every alias is written out. The largest file of real data has some thousands."""

_REGEXP_TAG = "!ruby/regexp"

_SCALAR = yaml.ScalarEvent
_new_tuple = tuple.__new__
"""Makes a named tuple without its keyword arguments, in half the time."""

_resolve = functools.lru_cache(maxsize=65536)(psych_scalars.resolve)


class Built(NamedTuple):
    """A finished value: its Node, how deep it nests, how many values it holds, and what it was written as."""

    node: Node
    height: int
    weight: int
    kind: str  # scalar, sequence, mapping or alias
    tag: str | None = None


@dataclass(slots=True)
class _Frame:
    """An open list or hash."""

    place: Place
    mapping: bool
    tag: str | None
    anchor: str | None
    height: int = 0
    weight: int = 1
    items: list[Node] = field(default_factory=list)
    entries: dict[Any, Node] = field(default_factory=dict)
    keys: dict[Any, Place] = field(default_factory=dict)
    written: dict[Any, Place] = field(default_factory=dict)
    key: Built | None = None

    def take_scalar(self, node: Node) -> bool:
        """Take the most common values the short way, elements of lists and values of plain keys; False for others."""
        if not self.mapping:
            self.items.append(node)
        else:
            key = self.key
            if key is None:
                return False
            name = key.node.data
            if type(name) is not str or name == "<<" or name in self.written:
                return False
            self.key = None
            place = key.node.at
            self.written[name] = self.keys[name] = place  # type: ignore[assignment]  # nodes of a file stand in it
            self.entries[name] = node
        self.weight += 1
        return True


class Builder:
    """Takes events one by one; `root` is the value once the document's end was seen."""

    def __init__(self, source: LevelFile, *, regexps: bool = False) -> None:
        self.root: Node | None = None
        self._regexps = regexps
        self.diagnostics: list[Diagnostic] = []
        self._source = source
        self._stack: list[_Frame] = []
        self._count = 0
        self._anchors: dict[str, Built | None] = {}
        self._secret_anchors: set[str] = set()

    def feed(self, event: yaml.Event) -> None:
        """Take one event.

        Raises:
            HieraError: When the data is refused: dates, Ruby objects, unknown aliases, too deep or too large.
        """
        self._count += 1
        if self._count > MAX_NODES:
            raise _too_large(self._place(event))
        if type(event) is _SCALAR:
            node = Node(self._scalar(event), self._place(event))
            if event.anchor is None and self._stack and self._stack[-1].take_scalar(node):
                return
            built = Built(node, 0, 1, "scalar", event.tag)
            if event.anchor is not None:
                self._anchor(event.anchor, built)
            self._add(built)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event, mapping=isinstance(event, yaml.MappingStartEvent))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._add(self._alias(event))

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None  # noqa: S101 - the C parser marks every event
        return _new_tuple(Place, (self._source, mark.line + 1, mark.column + 1))

    def _open(self, event: yaml.CollectionStartEvent, *, mapping: bool) -> None:
        place = self._place(event)
        if len(self._stack) >= MAX_DEPTH:
            raise _too_deep(place)
        if event.tag is not None and yaml_tags.refuses(event.tag, mapping=mapping):
            raise _refused(MASK if self._hidden() else event.tag, place)
        if event.anchor is not None:
            self._anchor(event.anchor, None)
        self._stack.append(_Frame(place, mapping, event.tag, event.anchor))

    def _close(self) -> None:
        frame = self._stack.pop()
        if frame.mapping:
            node = Node(frame.entries, frame.place, frame.keys)
            if frame.tag is not None and yaml_tags.is_text(frame.tag):
                node = _text_of_hash(node)
        elif frame.tag in yaml_tags.OMAPS:
            node = _ordered_map(frame)
        else:
            node = Node(frame.items, frame.place)
        built = Built(node, frame.height + 1, frame.weight, "mapping" if frame.mapping else "sequence", frame.tag)
        if built.height > MAX_DEPTH:
            raise _too_deep(frame.place)
        if built.weight > MAX_NODES:
            raise failure(
                "yaml-too-large",
                f"the data holds more than {MAX_NODES} values once its aliases are written out",
                frame.place.position,
                hint="aliases that hold aliases multiply; write the data without them",
            )
        if frame.anchor is not None:
            self._anchors[frame.anchor] = built
        self._add(built)

    def _alias(self, event: yaml.AliasEvent) -> Built:
        place = self._place(event)
        if event.anchor not in self._anchors:
            name = MASK if self._hidden() else event.anchor  # it may be the beginning of a password without quotes
            raise failure(
                "yaml-syntax",
                f"the alias *{name} names no anchor above it",
                place.position,
                hint=f"write &{name} before the value that is meant",
            )
        built = self._anchors[event.anchor]
        if built is None:
            raise failure("yaml-depth", f"the alias *{event.anchor} stands inside the value it names", place.position)
        if event.anchor in self._secret_anchors or self._hidden():
            _mark(built.node)
        return built._replace(kind="alias")

    def _anchor(self, name: str, built: Built | None) -> None:
        """Keep a value under its anchor, None while it is open."""
        self._anchors[name] = built
        if self._hidden():
            self._secret_anchors.add(name)
        else:
            self._secret_anchors.discard(name)

    def _hidden(self) -> bool:
        """Whether what begins here stands below the name of a secret."""
        return is_secret_path(frame.key.node.data for frame in self._stack if frame.key is not None)

    def _add(self, built: Built) -> None:
        if not self._stack:
            self.root = built.node
            return
        frame = self._stack[-1]
        if built.height > frame.height:  # noqa: PLR1730 - max() is slow, and this runs for each value
            frame.height = built.height
        frame.weight += built.weight
        if not frame.mapping:
            if built.kind == "alias" and frame.tag in yaml_tags.OMAPS:
                raise _no_omap(built.node)
            frame.items.append(built.node)
        elif frame.key is None:
            frame.key = built
        else:
            key, frame.key = frame.key, None
            self._pair(frame, key, built)

    def _pair(self, frame: _Frame, key: Built, value: Built) -> None:
        merges = key.node.data == "<<" and key.tag != yaml_tags.TEXT and not yaml_tags.is_text(frame.tag)
        if merges and _merge_key(frame, value):
            return
        name = _key(key.node)
        place = key.node.at
        assert isinstance(place, Place)  # noqa: S101 - nodes of a file always stand in it
        first = frame.written.setdefault(name, place)
        if first is not place:
            self.diagnostics.append(
                Diagnostic(
                    "duplicate-key",
                    f"the key {_named(name, place)} is written twice in one hash; the later value counts",
                    (place.position, first.position),
                    hint="remove one of the two",
                    level=Severity.WARNING,
                )
            )
        frame.entries[name] = value.node
        frame.keys[name] = place

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        text, tag = event.value, event.tag
        if event.implicit[1]:  # quoted, or a block
            return text
        if self._regexps and tag == _REGEXP_TAG:
            return Rich("regexp", text)
        try:
            return _resolve(text) if tag is None else yaml_tags.scalar(text, tag)
        except psych_scalars.UnquotedDate:
            shown = MASK if self._hidden() else text
            raise failure(
                "yaml-date",
                f"{shown!r} without quotes is a date or time, which Puppet refuses to read",
                self._place(event).position,
                note="Puppet fails every lookup of a host that reads this file",
                hint=f"write it in quotes: '{shown}'",
            ) from None
        except RefusedTagError:
            raise _refused(MASK if self._hidden() else str(tag), self._place(event)) from None
        except ValueError as error:
            raise failure(
                "yaml-syntax", "the value is not what its tag or form says it is", self._place(event).position
            ) from error


def _mark(node: Node) -> None:
    """Mark a value, and all in it, as secret, wherever in the file it stands: what an alias shares is one value."""
    if node.at.secret:
        return
    node.at = secret_place(node.at)
    children = node.data.values() if isinstance(node.data, dict) else node.data if isinstance(node.data, list) else ()
    for child in children:
        _mark(child)


def _named(key: Any, at: Place) -> str:
    if at.secret:
        return MASK
    return key.text if isinstance(key, OddKey) else repr(key)


def _key(node: Node) -> Any:
    value = node.data
    if type(value) is str:
        return value
    if isinstance(value, Symbol):
        return value.name
    if value is None or isinstance(value, bool | list | dict):
        plain = node.plain
        return OddKey(plain, inspect(plain))
    if isinstance(value, float) and math.isnan(value):  # no Numeric, and so no key
        return OddKey(value, inspect(value))
    return FloatKey(value) if isinstance(value, float) else value


def _merge_key(frame: _Frame, value: Built) -> bool:
    """Take `<<: value` into the hash, at its place and over what came before; False when it is an ordinary key."""
    if value.kind == "sequence":
        data = value.node.data
        if isinstance(data, dict):  # of `!!omap`, whose pairs are no hashes
            return not data
        sources = list(reversed(data))
    elif value.kind in {"mapping", "alias"}:
        sources = [value.node]
    else:
        return False
    if not all(isinstance(source.data, dict) for source in sources):
        return False
    for source in sources:
        frame.entries.update(source.data)
        frame.keys.update(source.keys or {})
    return True


def _ordered_map(frame: _Frame) -> Node:
    """Return what Psych makes of `!!omap`: of each element, its first key or element with its last one as the value."""
    entries: dict[Any, Node] = {}
    keys: dict[Any, Place] = {}
    for item in frame.items:
        data = item.data
        if not isinstance(data, dict | list) or not data:
            raise _no_omap(item)
        if isinstance(data, dict):
            name = next(iter(data))
            at = (item.keys or {}).get(name, item.at)
            last = next(reversed(data))
            value = data[last]
            if is_secret_path((last,)):
                _mark(value)  # it leaves that key
        else:
            name, at, value = _key(data[0]), data[0].at, data[-1]
        entries[name] = value
        if isinstance(at, Place):
            keys[name] = at
    return Node(entries, frame.place, keys)


def _no_omap(item: Node) -> HieraError:
    return failure(
        "yaml-syntax",
        f"an element of an ordered map is {described(item.data)}, and must be a hash of one key and its value",
        item.position,
        hint="write !!omap [{key: value}, ...], or a hash: Puppet's hashes keep their order",
    )


def _text_of_hash(node: Node) -> Node:
    """Return what Psych makes of a hash with the tag of a text: the value of its key `str`."""
    value: Node = node.data.get("str", Node(None, node.at))
    others = [inspect(key) if isinstance(key, OddKey) else ruby_text(key) for key in node.data if key != "str"]
    if others and not yaml_tags.may_be_put_on(value.data, others):
        raise failure(
            "yaml-class",
            "the tag of a text stands before a hash with keys that no text can have",
            node.position,
            hint="remove the tag",
        )
    return value


def _too_deep(place: Place) -> HieraError:
    return failure(
        "yaml-depth",
        f"lists and hashes nest more than {MAX_DEPTH} levels deep",
        place.position,
        hint="look for brackets that are opened and never closed",
    )


def _too_large(place: Place) -> HieraError:
    return failure(
        "yaml-too-large",
        f"the file holds more than {MAX_NODES} values",
        place.position,
        hint="data files hold settings; look whether this is one",
    )


def _refused(tag: str, place: Place) -> HieraError:
    return failure(
        "yaml-class",
        f"the tag {tag!r} asks for a Ruby object, which data must not hold",
        place.position,
        hint="write the value as text, number, list or hash",
    )
