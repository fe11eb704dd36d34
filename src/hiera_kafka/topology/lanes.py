"""The ways that mirrors take through the drawing: out of one card, along a lane beside all cards, into another.

Lines may cross, never run on top of each other, and never touch anything that holds text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hiera_kafka.topology.graph import MirrorEdge

FIRST_LANE = 20
LANE = 14
_FIRST_EXIT = 20
EXIT = 14
"""Between the places where mirrors leave a card, where it is tall enough."""
_CLEARANCE = 10
"""Least distance between lines of one lane, and between the exits of a card and the first mirror that enters it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Card:
    """What mirrors lead from and to.

    Attributes:
        name: Name of the cluster.
        box: Its place.
        mirrors: The mirrors that write to it, each with its row at the foot of the card.
    """

    name: str
    box: Box
    mirrors: tuple[tuple[MirrorEdge, Box], ...]


@dataclass(frozen=True, slots=True)
class Route:
    """The way of one mirror; `lane` counts from the cards outwards."""

    mirror: MirrorEdge
    start: tuple[float, float]
    end: tuple[float, float]
    lane: int

    @property
    def span(self) -> tuple[float, float]:
        """The part of the lane that it takes, from top to bottom."""
        return min(self.start[1], self.end[1]), max(self.start[1], self.end[1])


def entering(name: str, mirrors: Sequence[MirrorEdge], order: Sequence[str]) -> list[MirrorEdge]:
    """Return the mirrors that write to a cluster in the order of their rows.

    Those from above come first, the nearest of them uppermost, then those from below, the nearest undermost, so that
    lines nest rather than cross.

    Args:
        name: Name of the cluster.
        mirrors: All mirrors.
        order: Names of all clusters from top to bottom.
    """
    own = order.index(name)
    found = [(order.index(mirror.source), mirror) for mirror in mirrors if mirror.destination == name]
    return [mirror for _, mirror in sorted(found, key=lambda entry: (entry[0] > own, -entry[0]))]


def routes_of(cards: Sequence[Card]) -> tuple[Route, ...]:
    """Return the ways of all mirrors between cards that stand below each other.

    Args:
        cards: From top to bottom; every source of a mirror is among them.
    """
    rows = [(mirror, row) for card in cards for mirror, row in card.mirrors]
    ways: list[tuple[MirrorEdge, tuple[float, float], tuple[float, float]]] = []
    for card in cards:
        # Upwards first, and each direction so that lines nest.
        leaving = sorted(
            ((mirror, row) for mirror, row in rows if mirror.source == card.name),
            key=lambda way: (way[1].y > card.box.y, -way[1].y),
        )
        top = card.box.y + _FIRST_EXIT
        foot = card.mirrors[0][1].y if card.mirrors else card.box.y + card.box.height
        step = min(EXIT, (foot - _CLEARANCE - top) / max(len(leaving) - 1, 1))
        right = card.box.x + card.box.width
        ways += [
            (mirror, (right, top + index * step), (row.x + row.width, row.y + row.height / 2))
            for index, (mirror, row) in enumerate(leaving)
        ]
    return _in_lanes(ways)


def _in_lanes(ways: Sequence[tuple[MirrorEdge, tuple[float, float], tuple[float, float]]]) -> tuple[Route, ...]:
    """Give short ways the inner lanes, and one lane to as many as have room in it."""
    lanes: list[list[Route]] = []
    for way in sorted(ways, key=lambda way: abs(way[1][1] - way[2][1])):
        route = Route(*way, 0)
        free = (index for index, lane in enumerate(lanes) if all(_apart(route, other) for other in lane))
        number = next(free, len(lanes))
        if number == len(lanes):
            lanes.append([])
        lanes[number].append(Route(*way, number))
    return tuple(route for lane in lanes for route in lane)


def _apart(one: Route, other: Route) -> bool:
    return one.span[1] + _CLEARANCE <= other.span[0] or other.span[1] + _CLEARANCE <= one.span[0]
