"""How values of several levels become one: first, unique, hash and deep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from hiera_kafka.errors import HieraError, nearest
from hiera_kafka.hiera.merging.deep_merge import DeepOptions, deep_merge
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.ruby import Incomparable, Symbol, described, eql_key, inspect

T = TypeVar("T")


class Strategy:
    """Merges values pair by pair, from the highest level to the lowest. This one returns the first."""

    name = "first"

    @property
    def options(self) -> dict[str, Any]:
        """Options that are not as they would be without being given."""
        return {}

    def over(self, variants: Sequence[T], find: Callable[[T], Node | None]) -> Node | None:
        """Return what the variants (files, levels or layers, highest first) have together; None when none has it."""
        for variant in variants:
            found = find(variant)
            if found is not None:
                return found
        return None


class Merging(Strategy):
    """A strategy that asks every variant."""

    def over(self, variants: Sequence[T], find: Callable[[T], Node | None]) -> Node | None:
        """Return what the variants have together; None when none has it."""
        if len(variants) == 1:
            found = find(variants[0])
            return None if found is None else self.alone(found)
        memo: Node | None = None
        for variant in variants:
            found = find(variant)
            if found is not None:
                memo = self.begin(found) if memo is None else self.merge(memo, found)
        return memo

    def alone(self, value: Node) -> Node:
        """Return what becomes of the value of a level that is the only one."""
        return value

    def begin(self, value: Node) -> Node:
        """Return what becomes of the first of several values."""
        return value

    def merge(self, high: Node, low: Node) -> Node:
        """Return both values as one.

        Raises:
            HieraError: `merge-type`, when the strategy cannot merge them.
        """
        raise NotImplementedError


class Unique(Merging):
    """All elements of all levels in one flat list, higher levels first, without duplicates."""

    name = "unique"

    def alone(self, value: Node) -> Node:
        """Return a list without duplicates; not flattened, which is Puppet's way."""
        if isinstance(value.data, list):
            return Node(_without_duplicates(value.data), value.at)
        return value

    def begin(self, value: Node) -> Node:
        """Return the value as a flat list."""
        return Node(list(_flattened(value)), value.at)

    def merge(self, high: Node, low: Node) -> Node:
        """Return the elements of both."""
        for node, other in ((high, low), (low, high)):
            scalar = not isinstance(node.data, list | dict | Symbol) and node.data is not None
            if not scalar and not (isinstance(node.data, list) and is_data(node)):
                raise _wrong_type(self.name, node, other, "scalars and lists of data")
        return Node(_without_duplicates([*_flattened(high), *_flattened(low)]), high.at)


class Hash(Merging):
    """The keys of all levels; the highest level that has a key gives its whole value."""

    name = "hash"

    def merge(self, high: Node, low: Node) -> Node:
        """Return the keys of both, those of the lower level first."""
        for node, other in ((high, low), (low, high)):
            if not isinstance(node.data, dict) or not is_data(node):
                raise _wrong_type(self.name, node, other, "hashes with text as keys")
        return Node({**low.data, **high.data}, high.at, {**(low.keys or {}), **(high.keys or {})})


class Deep(Merging):
    """Hashes merged at every depth, lists united."""

    name = "deep"

    def __init__(self, options: DeepOptions | None = None) -> None:
        self._options = options or DeepOptions()

    @property
    def options(self) -> dict[str, Any]:
        """Options that are not as they would be without being given."""
        plain = asdict(DeepOptions())
        return {name: value for name, value in asdict(self._options).items() if value != plain[name]}

    def merge(self, high: Node, low: Node) -> Node:
        """Return both merged at every depth."""
        if self._options.knockout_prefix == "":
            raise failure(
                "merge-options",
                "'knockout_prefix' of the merge strategy 'deep' is empty",
                high.position,
                hint="give a text such as '--', or leave it out",
            )
        try:
            return deep_merge(high, low, self._options)
        except Incomparable as error:
            secret = high.holds_secret() or low.holds_secret()
            raise failure(
                "merge-type",
                f"'sort_merged_arrays' cannot sort a merged list: {'its elements are secrets' if secret else error}",
                high.position,
                low.position,
                hint="a list that is sorted holds texts only or numbers only",
            ) from error


class ReverseDeep(Deep):
    """As deep, but lower levels win."""

    name = "reverse_deep"

    def merge(self, high: Node, low: Node) -> Node:
        """Return both merged at every depth, `low` over `high`."""
        return super().merge(low, high)


FIRST = Strategy()
HASH = Hash()
_PLAIN: dict[str, Strategy] = {
    "first": FIRST,
    "default": FIRST,
    "unique": Unique(),
    "hash": HASH,
    "deep": Deep(),
    "unconstrained_deep": Deep(),
    "reverse_deep": ReverseDeep(),
}
_BOOLEANS = {"merge_debug", "merge_hash_arrays", "sort_merged_arrays"}
_UNCONSTRAINED = {"overwrite_arrays", "keep_array_duplicates", "merge_nil_values"}
_NOT_HERE = {"unpack_arrays", "extend_existing_arrays", "preserve_unmergeables", "debug_indent"}
"""Options of the gem that have an effect of their own, which nobody's data has been seen to need."""


def strategy_of(merge: Any) -> Strategy:
    """Return the strategy that an option `merge` asks for.

    Args:
        merge: None, a name, or a hash with `strategy` and the options of that strategy.

    Raises:
        HieraError: `merge-options`.
    """
    if merge is None or merge is False:
        return FIRST
    if isinstance(merge, Strategy):
        return merge
    options: Mapping[str, Any] = {}
    name = merge
    if isinstance(merge, Mapping):
        name = merge.get("strategy")
        options = {key: value for key, value in merge.items() if key != "strategy"}
        if name is None:
            raise failure(
                "merge-options",
                f"the merge hash {inspect(dict(merge))} names no strategy",
                hint="write {strategy: deep, ...}",
            )
    if not isinstance(name, str) or name not in _PLAIN:
        guess = nearest(name, list(_PLAIN)) if isinstance(name, str) else None
        raise failure(
            "merge-options",
            f"unknown merge strategy {name!r}; known are first, unique, hash and deep",
            hint=f"did you mean {guess!r}?" if guess else None,
        )
    return _with_options(name, options) if options else _PLAIN[name]


def _with_options(name: str, options: Mapping[str, Any]) -> Strategy:
    if not name.endswith("deep"):
        raise failure(
            "merge-options", f"the merge strategy {name!r} takes no options, found {', '.join(map(str, options))}"
        )
    if name != "deep":
        return _unconstrained(name, options)
    known = {"knockout_prefix", *_BOOLEANS}
    for key, value in options.items():
        if key not in known:
            guess = nearest(str(key), sorted(known))
            raise failure(
                "merge-options",
                f"the merge strategy {name!r} has no option {key!r}; known are {', '.join(sorted(known))}",
                hint=f"did you mean {guess!r}?" if guess else None,
            )
        expected: type = str if key == "knockout_prefix" else bool
        if value is not None and not isinstance(value, expected):
            raise failure(
                "merge-options",
                f"the option {key!r} of the merge strategy {name!r} must be "
                f"{'text' if expected is str else 'true or false'}, found {inspect(value)}",
            )
    chosen = {key: value for key, value in options.items() if key != "merge_debug" and value is not None}
    return Deep(DeepOptions(**chosen))


def _unconstrained(name: str, options: Mapping[str, Any]) -> Strategy:
    """Return a strategy that is there for Hiera 3: its options are of any type, and unknown ones do nothing."""
    for key in options:
        if not isinstance(key, str) or not key or key in _NOT_HERE:
            raise failure("merge-options", f"the merge strategy {name!r} has no option {key!r} here")
    prefix = options.get("knockout_prefix")
    chosen = {key: _is_true(options[key]) for key in (*_BOOLEANS, *_UNCONSTRAINED) if key in options}
    chosen.pop("merge_debug", None)
    made = DeepOptions(knockout_prefix=prefix if _is_true(prefix) else None, **chosen)
    return ReverseDeep(made) if name == "reverse_deep" else Deep(made)


def _is_true(value: Any) -> bool:
    """Whether Ruby takes a value for true."""
    return value is not None and value is not False


def is_data(node: Node) -> bool:
    """Whether a value is what Puppet calls Data: hashes have text as keys, and no symbol is in it."""
    data = node.data
    if isinstance(data, dict):
        return all(isinstance(key, str) and is_data(child) for key, child in data.items())
    if isinstance(data, list):
        return all(map(is_data, data))
    return data is None or isinstance(data, str | bool | int | float) or data == Symbol("undef")


def _flattened(node: Node) -> Iterable[Node]:
    if not isinstance(node.data, list):
        yield node
        return
    for child in node.data:
        yield from _flattened(child)


def _without_duplicates(nodes: Iterable[Node]) -> list[Node]:
    kept: dict[Any, Node] = {}
    for node in nodes:
        kept.setdefault(eql_key(node.plain), node)
    return list(kept.values())


def _wrong_type(strategy: str, node: Node, other: Node, allowed: str) -> HieraError:
    return failure(
        "merge-type",
        f"the merge strategy {strategy!r} merges {allowed}, found {described(node.data)}",
        node.position,
        other.position,
        hint="fix the value, or choose another strategy in 'lookup_options'",
    )
