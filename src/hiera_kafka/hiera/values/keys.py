"""Keys with dots: `a.b.0`, `'a.b'.c`, `'10.0.0.1'`. Splits them, and digs into values with what is left of the root."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.ruby import described

Segment = str | int

_SPECIAL = re.compile(r"""['".]""")
_SEGMENTS = re.compile(r"""(\s*"[^"]+"\s*|\s*'[^']+'\s*|[^'".]+)""", re.ASCII)
_INTEGER = re.compile(r"^(:?[+-]?[0-9]+)$", re.MULTILINE | re.ASCII)
_BLANK = " \t\n\v\f\r\0"


@dataclass(frozen=True, slots=True)
class LookupKey:
    """A key as asked for: the root is looked up, the segments are dug out of what is found."""

    text: str
    root: str
    segments: tuple[Segment, ...]

    @property
    def module(self) -> str | None:
        """Name of the module whose data may hold the key, None when the root is not qualified."""
        name, colons, _ = self.root.partition("::")
        if not colons:
            return None
        return name or self.root


def split(text: str, what: str = "the key") -> tuple[Segment, ...]:
    """Return the segments of a dotted key.

    Args:
        text: The key.
        what: What an error calls it.

    Raises:
        HieraError: `key-syntax`.
    """
    if not _SPECIAL.search(text):
        return (text,)
    pieces = _SEGMENTS.split(text)
    while pieces and not pieces[-1]:
        pieces.pop()
    if not pieces or pieces[0]:
        raise _syntax(text, what)
    count = len(pieces) - 1
    segments = [piece for piece in pieces[1:] if piece != "."]
    if count == 0 or len(segments) * 2 != count + 1:
        raise _syntax(text, what)
    try:
        return tuple(_segment(piece.strip(_BLANK)) for piece in segments)
    except ValueError as error:  # an index of more digits than Python reads
        raise _syntax(text, what) from error


def _segment(piece: str) -> Segment:
    if piece.startswith(("'", '"')):
        return piece[1:-1]
    if _INTEGER.search(piece):
        return 0 if piece.startswith(":") else int(piece)
    return piece


def _syntax(text: str, what: str) -> HieraError:
    return failure(
        "key-syntax",
        f"syntax error in {what} {text!r}",
        hint="dots separate segments; a segment that holds a dot or a quote is written in quotes: 'a.b'.c",
    )


@functools.lru_cache(maxsize=4096)
def parse(text: str) -> LookupKey:
    """Return the key split.

    Raises:
        HieraError: `key-syntax`.
    """
    root, *segments = split(text)
    if not isinstance(root, str):
        raise failure(
            "key-syntax",
            f"the first segment of the key {text!r} is a number, which Puppet cannot look up",
            hint=f"write it in quotes: '{root}'",
        )
    return LookupKey(text, root, tuple(segments))


def dig(node: Node, segments: tuple[Segment, ...], key: str, where: Position | None = None) -> Node | None:
    """Return the value below `node`, None when a segment is missing.

    Args:
        node: Where to begin.
        segments: The way down.
        key: The whole key, for messages.
        where: The place that asks, for messages; else that of the value.

    Raises:
        HieraError: `dig-type`, when a value on the way is neither list nor hash.
    """
    for segment in segments:
        data = node.data
        if data is None:
            return None
        if isinstance(data, list) and isinstance(segment, int):
            if not 0 <= segment < len(data):
                return None
            node = data[segment]
            continue
        if not isinstance(data, dict):
            raise failure(
                "dig-type",
                f"{described(data)} stands where a hash was expected, to look up {segment!r} of the key {key!r}",
                where,
                node.position,
                hint="a name digs into a hash, a number into a list",
            )
        found = data.get(segment)
        if found is None:
            return None
        node = found
    return node
