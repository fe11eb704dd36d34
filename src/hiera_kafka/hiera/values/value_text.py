"""A value as an explanation shows it: Ruby's notation, one leaf a line, and after each leaf where it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.ruby import inspect
from hiera_kafka.hiera.values.secrets import MASK

Secret = Callable[[object, Node, object], bool]
"""Takes a hash key (None for elements of lists), its value and the key around; returns whether that is secret."""


def value_lines(
    node: Node,
    base: str | None,
    *,
    secret: Secret | None = None,
    hidden: bool = False,
    name: object = None,
    around: object = None,
    end: str = "",
) -> Iterator[str]:
    """Yield a value as lines.

    Args:
        node: The value.
        base: Directory that file names are shown relative to.
        secret: Returns whether a value is secret; None shows everything.
        hidden: Whether the whole value is secret; then only its shape is shown.
        name: Key of the value in the hash around it.
        around: Key of that hash.
        end: What follows it, a comma between elements.
    """
    hidden = hidden or (secret is not None and secret(name, node, around))
    data = node.data
    if isinstance(data, dict) and data:
        opening, closing = "{", "}"
        masked = node.secret_keys if secret is not None else ()
        parts = [(key, f"{inspect(MASK if key in masked else key)} => ", child) for key, child in data.items()]
    elif isinstance(data, list) and data:
        opening, closing = "[", "]"
        parts = [(None, "", child) for child in data]
    else:
        text = MASK if hidden and data is not None else inspect(node.plain)
        yield f"{text}{end}{_comment(node, base)}"
        return
    yield opening
    for number, (key, start, child) in enumerate(parts, 1):
        comma = "," if number < len(parts) else ""
        lines = list(value_lines(child, base, secret=secret, hidden=hidden, name=key, around=name, end=comma))
        yield f"  {start}{lines[0]}"
        yield from (f"  {line}" for line in lines[1:])
    yield f"{closing}{end}"


def _comment(node: Node, base: str | None) -> str:
    """Return where a leaf stands, as a comment."""
    if node.position is not None:
        return f"  # {node.position.text(base)}"
    rule = node.origin().rule
    return f"  # {rule}" if rule else ""
