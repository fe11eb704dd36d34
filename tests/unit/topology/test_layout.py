"""Nothing overlaps, and everything lies inside what it belongs to."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.model.metadata import ZooKeeperPlace
from hiera_kafka.topology.graph import BrokerNode, ClusterNode, EnsembleNode, MemberNode, MirrorEdge, Site, Topology
from hiera_kafka.topology.lanes import Box, Route
from hiera_kafka.topology.layout import Layout, layout_of

racks = st.sampled_from([None, *"ABCDEFGH"])


@st.composite
def topologies(draw: st.DrawFn) -> Topology:
    sites = []
    for number in range(draw(st.integers(0, 3))):
        name = f"site{number}"
        ensembles = tuple(
            EnsembleNode(
                f"e{number}{index}", name, tuple(MemberNode(f"z{i}", i) for i in range(draw(st.integers(1, 5))))
            )
            for index in range(draw(st.integers(0, 3)))
        )
        clusters = tuple(
            ClusterNode(
                f"c{number}{index}",
                name,
                ZooKeeperPlace(f"e{number}0", "/kafka/c"),
                tuple(BrokerNode(f"k{i}", i, draw(racks), 9092) for i in range(draw(st.integers(1, 12)))),
            )
            for index in range(draw(st.integers(0, 3)))
        )
        sites.append(Site(name, ensembles, clusters))
    names = st.sampled_from([*(cluster.name for site in sites for cluster in site.clusters), "gone", "lost"])
    mirrors = st.builds(MirrorEdge, names, names, st.sampled_from([".*", "x"]), st.integers(1, 9))
    return Topology("any", tuple(sites), tuple(draw(st.lists(mirrors, max_size=12, unique=True))))


def inside(inner: Box, outer: Box) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


def apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def groups(layout: Layout) -> list[tuple[Box, list[Box]]]:
    found = [
        (
            Box(0, 0, layout.width, layout.height),
            [*(site.box for site in layout.sites), *(card.box for card in layout.strangers)],
        )
    ]
    found += [(card.box, [box for _, box in card.mirrors]) for card in layout.strangers]
    for site in layout.sites:
        found.append((site.box, [card.box for card in (*site.ensembles, *site.clusters)]))
        found += [(card.box, [box for _, box in card.members]) for card in site.ensembles]
        found += [
            (card.box, [*(rack.box for rack in card.racks), *(box for _, box in card.mirrors)])
            for card in site.clusters
        ]
        found += [(rack.box, [box for _, box in rack.brokers]) for card in site.clusters for rack in card.racks]
    return found


@given(topologies())
def test_every_box_lies_in_its_own_and_beside_its_neighbours(topology: Topology) -> None:
    for outer, inner in groups(layout_of(topology)):
        assert all(inside(box, outer) for box in inner)
        assert all(apart(one, other) for one, other in itertools.combinations(inner, 2))


@given(topologies())
def test_each_cluster_is_linked_to_its_ensemble_where_that_is_drawn(topology: Topology) -> None:
    layout = layout_of(topology)
    drawn = {placed.ensemble.name for site in layout.sites for placed in site.ensembles}
    wanted = [cluster for site in topology.sites for cluster in site.clusters if cluster.metadata.ensemble in drawn]
    assert [placed.cluster for _, placed in layout.links()] == wanted


def segments(layout: Layout, route: Route) -> list[Box]:
    """Return the three lines of a mirror: out of a card, along a lane, into another card."""
    lane, (x1, y1), (x2, y2) = layout.lane(route), route.start, route.end
    top, bottom = route.span
    return [Box(x1, y1, lane - x1, 0), Box(lane, top, 0, bottom - top), Box(x2, y2, lane - x2, 0)]


def stroked(line: Box) -> Box:
    """Return what a line covers that is two pixels wide."""
    return Box(line.x - 1, line.y - 1, line.width + 2, line.height + 2)


@pytest.mark.slow
@given(topologies())
def test_every_mirror_is_drawn_once_from_its_source_to_its_row_at_its_destination(topology: Topology) -> None:
    layout = layout_of(topology)
    cards = {card.name: card for site in layout.sites for card in site.clusters}
    cards |= {card.name: card for card in layout.strangers}
    assert sorted(map(repr, topology.mirrors)) == sorted(repr(route.mirror) for route in layout.routes)
    for route in layout.routes:
        source, row = cards[route.mirror.source].box, dict(cards[route.mirror.destination].mirrors)[route.mirror]
        assert route.start[0] == source.x + source.width
        assert source.y < route.start[1] < source.y + source.height
        assert route.end == (row.x + row.width, row.y + row.height / 2)


@given(topologies())
def test_lines_of_mirrors_never_run_on_top_of_each_other(topology: Topology) -> None:
    layout = layout_of(topology)
    lines = [segment for route in layout.routes for segment in segments(layout, route)]
    for one, other in itertools.combinations(lines, 2):
        assert (one.width > 0) != (other.width > 0) or apart(stroked(one), stroked(other))


@given(topologies())
def test_lines_of_mirrors_touch_no_box_that_holds_text_and_stay_inside_the_drawing(topology: Topology) -> None:
    layout = layout_of(topology)
    lines = [segment for route in layout.routes for segment in segments(layout, route)]
    cards = [*(card for site in layout.sites for card in site.clusters), *layout.strangers]
    boxes = [box for card in cards for _, box in card.mirrors]
    boxes += [rack.box for site in layout.sites for card in site.clusters for rack in card.racks]
    boxes += [card.box for site in layout.sites for card in site.ensembles]
    assert all(apart(line, box) for line in lines for box in boxes)
    assert all(inside(line, Box(0, 0, layout.width, layout.height)) for line in lines)


@given(topologies())
def test_the_drawing_is_only_wider_where_there_are_mirrors(topology: Topology) -> None:
    assert (layout_of(topology).width > layout_of(replace(topology, mirrors=())).width) is bool(topology.mirrors)
