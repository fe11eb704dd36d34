"""The ways of mirrors."""

from __future__ import annotations

from collections.abc import Sequence

from hiera_kafka.topology.graph import MirrorEdge
from hiera_kafka.topology.lanes import Box, Card, Route, entering, routes_of

NAMES = ("a", "b", "c", "d")


def mirror(ends: str) -> MirrorEdge:
    return MirrorEdge(ends[0], ends[1], ".*", 1)


def cards(*ends: str) -> list[Card]:
    """Return four cards below each other, 200 apart, with rows for mirrors such as `ab`."""
    mirrors = [mirror(pair) for pair in ends]
    found = []
    for index, name in enumerate(NAMES):
        rows = entering(name, mirrors, NAMES)
        placed = tuple((item, Box(10, index * 200 + 100 + row * 20, 80, 10)) for row, item in enumerate(rows))
        found.append(Card(name, Box(0, index * 200, 100, 180), placed))
    return found


def crossings(routes: Sequence[Route]) -> int:
    """Count where a line out of or into a card crosses the lane of another mirror."""
    return sum(
        lane.span[0] < y < lane.span[1] and route.lane > lane.lane
        for route in routes
        for lane in routes
        for y in (route.start[1], route.end[1])
    )


def test_rows_of_sources_above_come_first_the_nearest_uppermost_and_of_those_below_undermost() -> None:
    mirrors = [mirror(pair) for pair in ("ac", "ec", "bc", "cc", "ca", "dc")]
    assert [found.source for found in entering("c", mirrors, "abcde")] == ["c", "b", "a", "e", "d"]


def test_mirrors_out_of_one_card_nest() -> None:
    assert crossings(routes_of(cards("ba", "bc", "bd"))) == 0


def test_mirrors_into_one_card_nest() -> None:
    assert crossings(routes_of(cards("ac", "bc", "dc"))) == 0


def test_mirrors_that_do_not_meet_share_a_lane() -> None:
    assert {route.lane for route in routes_of(cards("ab", "cd"))} == {0}


def test_mirrors_that_pass_each_other_have_lanes_of_their_own_the_short_one_inside() -> None:
    found = {route.mirror.source + route.mirror.destination: route.lane for route in routes_of(cards("ad", "bc"))}
    assert found == {"bc": 0, "ad": 1}


def test_many_mirrors_out_of_one_card_leave_above_those_that_enter_it() -> None:
    found = cards("aa", "ba", *["ab"] * 30)
    foot = found[0].mirrors[0][1].y
    assert all(route.start[1] < foot for route in routes_of(found) if route.mirror.source == "a")
