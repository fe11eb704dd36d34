"""The value that each level of a host's hierarchy has for one key, highest first, as written, secrets masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hiera_kafka.errors import Position
from hiera_kafka.hiera.lookup.invocation import Invocation
from hiera_kafka.hiera.lookup.session import Session
from hiera_kafka.hiera.values.keys import parse
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.secrets import shown_node
from hiera_kafka.source import Key


@dataclass(frozen=True, slots=True)
class LevelValue:
    """The value of one level; `value` is JSON-able, interpolations in it not expanded, secrets masked."""

    level: str
    position: Position
    value: Any


def level_values(session: Session, path: Sequence[Key]) -> Iterator[LevelValue]:
    """Yield what each file of each level has at a key path, in the order in which they are asked.

    Raises:
        HieraError: When a file cannot be read.
    """
    root = str(path[0])
    name = ".".join(key for key in path if isinstance(key, str))
    invocation = Invocation(session)
    for layer in session.layers.of(parse(root).module):
        for level in invocation.levels(layer.config()):
            for data in level.data():
                node = _at(data.get(root) if data is not None else None, path[1:])
                if node is not None and node.position is not None:
                    yield LevelValue(level.entry.name, node.position, shown_node(name, node))


def _at(node: Node | None, path: Sequence[Key]) -> Node | None:
    for key in path:
        if node is None:
            return None
        if isinstance(node.data, dict):
            node = node.data.get(key)
        elif isinstance(node.data, list) and isinstance(key, int) and key < len(node.data):
            node = node.data[key]
        else:
            return None
    return node
