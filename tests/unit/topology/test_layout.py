"""Nothing overlaps, and everything lies inside what it belongs to."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.topology.graph import Broker, Cluster, Ensemble, Member, Site, Topology
from hiera_kafka.topology.layout import Box, Layout, layout_of

racks = st.sampled_from([None, *"ABCDEFGH"])


@st.composite
def topologies(draw: st.DrawFn) -> Topology:
    sites = []
    for number in range(draw(st.integers(0, 3))):
        name = f"site{number}"
        ensembles = tuple(
            Ensemble(f"e{number}{index}", name, tuple(Member(f"z{i}", i) for i in range(draw(st.integers(1, 5)))))
            for index in range(draw(st.integers(0, 3)))
        )
        clusters = tuple(
            Cluster(
                f"c{number}{index}",
                name,
                f"e{number}0",
                "/kafka/c",
                tuple(Broker(f"k{i}", i, draw(racks), 9092) for i in range(draw(st.integers(1, 12)))),
            )
            for index in range(draw(st.integers(0, 3)))
        )
        sites.append(Site(name, ensembles, clusters))
    return Topology("any", tuple(sites))


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
    found = [(Box(0, 0, layout.width, layout.height), [site.box for site in layout.sites])]
    for site in layout.sites:
        found.append((site.box, [card.box for card in (*site.ensembles, *site.clusters)]))
        found += [(card.box, [box for _, box in card.members]) for card in site.ensembles]
        found += [(card.box, [rack.box for rack in card.racks]) for card in site.clusters]
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
    wanted = [cluster for site in topology.sites for cluster in site.clusters if cluster.ensemble in drawn]
    assert [placed.cluster for _, placed in layout.links()] == wanted
