"""The tree of a pattern."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from hiera_kafka.topic_patterns.alphabet import WORD


@dataclass(frozen=True, slots=True)
class Chars:
    """One character of a set."""

    mask: int


@dataclass(frozen=True, slots=True)
class Seq:
    """One after another; none is the empty text."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Alt:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same several times; `most` None is as often as one likes."""

    body: Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """What follows (`ahead`), or what comes before, matches the body from here on, or does not; takes no character."""

    body: Node
    ahead: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class Start:
    """The name begins here."""


@dataclass(frozen=True, slots=True)
class End:
    """The name ends here."""


Node: TypeAlias = Chars | Seq | Alt | Repeat | Look | Start | End

EMPTY = Seq(())
ASSERTIONS = (Look, Start, End)


def boundary(*, negated: bool) -> Node:
    r"""Return the tree of `\b`, or of `\B`: a word begins or ends here, or does neither."""

    def both(before: bool, after: bool) -> Node:
        word = Chars(WORD)
        return Seq((Look(word, ahead=False, negated=not before), Look(word, ahead=True, negated=not after)))

    return Alt((both(True, negated), both(False, not negated)))


def has_assertions(node: Node) -> bool:
    """Return whether anything in the tree looks around without taking a character."""
    match node:
        case Seq(parts) | Alt(parts):
            return any(has_assertions(part) for part in parts)
        case Repeat(body, _, _):
            return has_assertions(body)
    return isinstance(node, ASSERTIONS)


def lengths(node: Node) -> tuple[int, int | None]:
    """Return the fewest and the most characters that a tree takes, assertions taken to hold; None is no limit."""
    match node:
        case Chars():
            return 1, 1
        case Seq(parts):
            each = [lengths(part) for part in parts]
            most = [longest for _, longest in each]
            return sum(least for least, _ in each), None if None in most else sum(m for m in most if m is not None)
        case Alt(options):
            each = [lengths(option) for option in options]
            most = [longest for _, longest in each]
            return min(least for least, _ in each), None if None in most else max(m for m in most if m is not None)
        case Repeat(body, least, times):
            shortest, longest = lengths(body)
            return shortest * least, None if times is None or longest is None else longest * times
    return 0, 0
