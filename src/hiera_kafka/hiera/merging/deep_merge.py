"""Deep merging as the Ruby gem `deep_merge` 1.1.1 does it, quirks included.

The gem changes lists in place while it walks them, and copies only the outermost level of a hash that is new to the
lower level. What is knocked out depends on that, so the same is done here, on copies made for the purpose.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from hiera_kafka.bounded import Expression
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.puppet import ruby_regex
from hiera_kafka.hiera.values import ruby
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import Place
from hiera_kafka.source import Origin


@dataclass(frozen=True, slots=True)
class DeepOptions:
    """Options of the strategies `deep`, `unconstrained_deep` and `reverse_deep`; all but the first three are rare.

    The prefix of `deep` is a text. Of the other two it may be anything, and matches as the text of it does.
    """

    knockout_prefix: Any = None
    sort_merged_arrays: bool = False
    merge_hash_arrays: bool = False
    overwrite_arrays: bool = False
    keep_array_duplicates: bool = False
    merge_nil_values: bool = False


class _List(list["_Item"]):
    """A list that may be changed, of items as below."""

    at: Place | Origin

    def copy_outer(self) -> _List:
        copied = _List(self)
        copied.at = self.at
        return copied


class _Dict(dict[Any, "_Item"]):
    """A hash that may be changed, of items as below."""

    at: Place | Origin
    places: dict[Any, Place | Origin]

    def copy_outer(self) -> _Dict:
        copied = _Dict(self)
        copied.at = self.at
        copied.places = dict(self.places)
        return copied


_Item = _List | _Dict | Node
"""A scalar stays the Node that it is."""


def deep_merge(source: Node, dest: Node, options: DeepOptions) -> Node:
    """Return `source`, the higher level, merged into `dest`, the lower.

    Args:
        source: Wins where both have a scalar.
        dest: Its keys and elements come first.
        options: How lists are merged.

    Raises:
        Incomparable: When lists are to be sorted and have no order.
        HieraError: `merge-options`, when the knockout prefix is no regular expression.
        TooCostlyError: When it takes too long.
    """
    return _frozen(_Merger(options).merge(_thawed(source), _thawed(dest)))


def _thawed(node: Node) -> _Item:
    if isinstance(node.data, dict):
        entries = _Dict((key, _thawed(child)) for key, child in node.data.items())
        entries.at, entries.places = node.at, dict(node.keys or {})
        return entries
    if isinstance(node.data, list):
        items = _List(map(_thawed, node.data))
        items.at = node.at
        return items
    return node


def _frozen(item: _Item) -> Node:
    if isinstance(item, _Dict):
        return Node({key: _frozen(child) for key, child in item.items()}, item.at, item.places)
    if isinstance(item, _List):
        return Node([_frozen(child) for child in item], item.at)
    return item


class _Merger:
    def __init__(self, options: DeepOptions) -> None:
        self._options = options
        self._prefix = options.knockout_prefix

    @functools.cached_property
    def _pattern(self) -> Expression | None:
        """The prefix as an expression, which it need not be where no text is compared with it."""
        return None if self._prefix is None else _knockout_pattern(ruby.text(self._prefix))

    def merge(self, source: _Item, dest: _Item) -> _Item:
        if _is(source, None) and not self._options.merge_nil_values:
            return dest
        if _is(dest, None) or _is(dest, False):
            return source
        if isinstance(source, _Dict):
            return self._merge_hash(source, dest)
        if isinstance(source, _List):
            return self._merge_list(source, dest)
        return self._overwrite(source)

    def _merge_hash(self, source: _Dict, dest: _Item) -> _Item:
        for key, value in list(source.items()):
            if not isinstance(dest, _Dict):
                # From the next key on, the hash is merged into itself: its lists are sorted and knocked out.
                dest = self._overwrite(source)
                continue
            dest.at = source.at
            present = dest.get(key)
            if present is None or _is(present, None) or _is(present, False):
                dest[key] = self.merge(value, value if isinstance(value, Node) else value.copy_outer())
            else:
                dest[key] = self.merge(value, present)
            if key in source.places and not _is(value, None):
                dest.places[key] = source.places[key]
        return dest

    def _merge_list(self, source: _List, dest: _Item) -> _Item:
        if self._options.overwrite_arrays:
            return source
        if self._prefix is not None and any(_equals(item, self._prefix) for item in source):
            if not isinstance(dest, Node):
                dest.clear()
            source[:] = [item for item in source if not _equals(item, self._prefix)]
        if not isinstance(dest, _List):
            return self._overwrite(source)
        if self._prefix is not None:
            self._knock_out(source, dest)
        merged = self._united(source, dest)
        merged.at = source.at
        if self._options.sort_merged_arrays:
            _sort(merged)
        return merged

    def _united(self, source: _List, dest: _List) -> _List:
        hashes = all(isinstance(item, _Dict) for item in (*source, *dest))
        if self._options.merge_hash_arrays and hashes:
            merged = _List()
            for index, item in enumerate(dest):
                merged.append(self.merge(source[index], item) if index < len(source) else item)
            merged.extend(source[len(dest) :])
            return merged
        if self._options.keep_array_duplicates:
            return _List([*dest, *source])
        kept: dict[Any, _Item] = {}
        for item in (*dest, *source):
            kept.setdefault(ruby.eql_key(_plain(item)), item)
        return _List(kept.values())

    def _knock_out(self, source: _List, dest: _List) -> None:
        """Remove prefixed texts from `source`, and what they name from `dest`, as `delete_if` does it.

        The two may be the same list, which then shrinks under the walk: the element after a removed one is lost.
        """
        kept = walked = 0
        while walked < len(source):
            item = source[walked]
            walked += 1
            text = item.data if isinstance(item, Node) else None
            bare = self._stripped(text) if isinstance(text, str) else text
            if bare != text:  # NaN, too, which is not itself
                dest[:] = [other for other in dest if not _is(other, bare) and not _is(other, text)]
            else:
                source[kept] = item
                kept += 1
        source[kept:] = source[walked:]

    def _overwrite(self, source: _Item) -> _Item:
        if self._prefix is None:
            return source
        if isinstance(source, _List):
            kept = [item for item in source if not self._is_prefixed(item)]
            if len(kept) == len(source):
                return source
            source[:] = kept  # the gem compares the list with itself and finds it unchanged
            return source
        if isinstance(source, Node):
            data = source.data
            bare = self._stripped(data) if isinstance(data, str) else data
            if bare != data:  # also for NaN, which is not itself
                return Node("", source.at, inputs=source.inputs)
        return source

    def _stripped(self, text: str) -> str:
        return text if self._pattern is None else self._pattern.without(text)

    def _is_prefixed(self, item: _Item) -> bool:
        if not isinstance(item, Node) or not isinstance(item.data, str):
            return False
        return self._pattern is not None and self._pattern.search(item.data)


def _is(item: _Item | None, value: object) -> bool:
    """Whether `item` is a scalar equal to `value`, which is a text, None, False or NaN."""
    if not isinstance(item, Node):
        return False
    if value is None or value is False or isinstance(value, float):
        return item.data is value
    return type(item.data) is str and item.data == value


def _equals(item: _Item, value: Any) -> bool:
    """Whether Ruby's `==` holds for an element and a prefix: 1 is 1.0, and true is not 1."""
    found = _plain(item)
    return found == value and isinstance(found, bool) == isinstance(value, bool)


def _plain(item: _Item) -> Any:
    if isinstance(item, _Dict):
        return {key: _plain(child) for key, child in item.items()}
    if isinstance(item, _List):
        return [_plain(child) for child in item]
    return item.plain


def _sort(items: _List) -> None:
    by_value: dict[Any, list[_Item]] = {}
    values = [_plain(item) for item in items]
    for value, item in zip(values, items, strict=True):
        by_value.setdefault(ruby.eql_key(value), []).append(item)
    items[:] = [by_value[ruby.eql_key(value)].pop(0) for value in ruby.sort(values)]


def _knockout_pattern(prefix: str) -> Expression:
    try:
        return ruby_regex.compile_pattern(f"^{prefix}")
    except re.error as error:
        raise _bad_prefix(prefix, error) from error


def _bad_prefix(prefix: str, error: re.error) -> HieraError:
    return failure(
        "merge-options",
        f"'knockout_prefix' {prefix!r} is no regular expression: {error}",
        hint="Puppet takes the prefix for a regular expression; escape what is special in it",
    )
