"""Which changed values of the data a change of a host follows from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hiera_kafka.errors import Position
from hiera_kafka.model.mirror.forms import TABLE
from hiera_kafka.plan.changes import Change, ChangeKind
from hiera_kafka.plan.revisions.leaves import ChangedLeaves, Leaf
from hiera_kafka.plan.revisions.trees import RevisionTree
from hiera_kafka.source import Key, Origin


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """A changed value of the data.

    Attributes:
        at: Where it stands; of a value that is gone, where it stood.
        key: Its key path, dots between the keys.
        verb: `set`, `changed` or `removed`.
    """

    at: Position
    key: str
    verb: str


class Causes:
    """Finds causes of the changes of hosts between two trees."""

    def __init__(self, old: RevisionTree, new: RevisionTree) -> None:
        self._old = old
        self._new = new
        self._leaves = ChangedLeaves(old, new)

    def of(self, host: str, change: Change, old: Sequence[Origin], new: Sequence[Origin]) -> tuple[Cause, ...]:
        """Return the changed values that a change follows from, as exactly as they can be found.

        The origins of what changed are asked first: values of the same file and key path, then of the same key path in
        another file (a level that was added or removed). What has no origin in the data, such as a unit, is matched by
        the values in it. What is left follows from the inventory file or hiera.yaml, else from any changed value.

        Args:
            host: The host.
            change: Its change.
            old: Origins of the old side.
            new: Origins of the new side.
        """
        data = self._leaves.of_host(host)
        origins = [
            *((self._old.places.real(o.position.file), o.path) for o in _walked(old) if o.position),
            *((self._new.places.real(o.position.file), o.path) for o in _walked(new) if o.position),
        ]
        settings = self._leaves.of_settings(host)
        words = (host,) if change.kind in {ChangeKind.HOST_ADDED, ChangeKind.HOST_REMOVED} else _words(change)
        rules: tuple[tuple[Sequence[Leaf], Callable[[Leaf], bool]], ...] = (
            (data, lambda leaf: any(leaf.file == file and _related(leaf.path, path) for file, path in origins)),
            (data, lambda leaf: any(_related(leaf.path, path) for _, path in origins if path)),
            (data, lambda leaf: any(_mentions(leaf, word) for word in words)),
            (data, lambda leaf: _names_mirror(leaf, change)),
            (settings, lambda leaf: True),  # noqa: ARG005 - rules are called alike
            (data, lambda leaf: True),  # noqa: ARG005 - as above
        )
        for leaves, applies in rules:
            found = [leaf for leaf in leaves if applies(leaf)]
            if found:
                return tuple(dict.fromkeys(map(_cause, found)))
        return ()


def _walked(origins: Iterable[Origin]) -> Iterable[Origin]:
    return (part for origin in origins for part in origin.walk())


def _related(one: tuple[Key, ...], other: tuple[Key, ...]) -> bool:
    """Return whether one path leads to, or into, the other."""
    length = min(len(one), len(other))
    return length > 0 and one[:length] == other[:length]


def _words(change: Change) -> tuple[str, ...]:
    """Return the words that only one side of a change has."""
    old, new = (set(re.findall(r"[^\s,;=\"']+", text or "")) for text in (change.old, change.new))
    name = (change.name.partition(" ")[2],) if change.kind is ChangeKind.RESOURCE else ()
    return (*(old ^ new), *name)


def _mentions(leaf: Leaf, word: str) -> bool:
    return word in _texts(leaf.path) or any(word in _texts(value) for value in (leaf.old, leaf.new))


def _names_mirror(leaf: Leaf, change: Change) -> bool:
    """Return whether a value is of the mirror that a path or a service is named after."""
    mirror = str(leaf.path[1]) if leaf.path[:1] == (TABLE,) and len(leaf.path) > 1 else None
    return mirror is not None and re.search(rf"\b{re.escape(mirror)}@", f"{change.name} {change.new}") is not None


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (str(key), *_texts(item))]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return [str(value)]


def _cause(leaf: Leaf) -> Cause:
    verb = "removed" if leaf.gone else "set" if leaf.old is None else "changed"
    return Cause(leaf.at, ".".join(f"'{part}'" if "." in str(part) else str(part) for part in leaf.path), verb)
