"""Where everything stands in the drawing: sizes and places in pixels, without any drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hiera_kafka.topology.graph import BrokerNode, ClusterNode, EnsembleNode, MemberNode, MirrorEdge, Site, Topology
from hiera_kafka.topology.lanes import EXIT, FIRST_LANE, LANE, Box, Card, Route, entering, routes_of

MARGIN = 28
ENSEMBLE_WIDTH = 236
GAP = 84
"""Between ensembles and clusters, where the lines between them run."""
RACK_WIDTH = 176
RACK_GAP = 10
COLUMNS = 6
PADDING = 16
CHIP = 42
CHIP_GAP = 8
HEADER = 52
RACK_LABEL = 24
SITE_HEADER = 60
CARD_GAP = 22
CLUSTER_WIDTH = COLUMNS * RACK_WIDTH + (COLUMNS - 1) * RACK_GAP + 2 * PADDING
TITLE = 84
WIDTH = 4 * MARGIN + ENSEMBLE_WIDTH + GAP + CLUSTER_WIDTH
CARDS = 2 * MARGIN + ENSEMBLE_WIDTH + GAP
"""Where the cards of clusters begin."""
MIRROR = 34
MIRROR_GAP = 8


@dataclass(frozen=True, slots=True)
class PlacedRack:
    """A rack of a cluster with its brokers."""

    name: str | None
    box: Box
    brokers: tuple[tuple[BrokerNode, Box], ...]


@dataclass(frozen=True, slots=True)
class PlacedCluster(Card):
    """A cluster's card."""

    cluster: ClusterNode
    racks: tuple[PlacedRack, ...]


@dataclass(frozen=True, slots=True)
class PlacedEnsemble:
    """An ensemble's card."""

    ensemble: EnsembleNode
    box: Box
    members: tuple[tuple[MemberNode, Box], ...]


@dataclass(frozen=True, slots=True)
class PlacedSite:
    """A site's panel."""

    site: Site
    box: Box
    ensembles: tuple[PlacedEnsemble, ...]
    clusters: tuple[PlacedCluster, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole drawing.

    Attributes:
        width: In pixels.
        height: In pixels.
        sites: A panel a site.
        strangers: Cards of clusters that only mirrors name, below all sites.
        routes: The ways of all mirrors.
    """

    width: float
    height: float
    sites: tuple[PlacedSite, ...]
    strangers: tuple[Card, ...] = ()
    routes: tuple[Route, ...] = ()

    def links(self) -> list[tuple[PlacedEnsemble, PlacedCluster]]:
        """Return each cluster with the ensemble that it uses."""
        by_name = {placed.ensemble.name: placed for site in self.sites for placed in site.ensembles}
        placed = [cluster for site in self.sites for cluster in site.clusters]
        return [
            (by_name[item.cluster.metadata.ensemble], item)
            for item in placed
            if item.cluster.metadata.ensemble in by_name
        ]

    def lane(self, route: Route) -> float:
        """Return where the lane of a mirror is, from the left."""
        return CARDS + CLUSTER_WIDTH + FIRST_LANE + route.lane * LANE


def layout_of(topology: Topology) -> Layout:
    """Return where everything stands: a panel a site, ensembles on the left, clusters on the right, mirrors beside."""
    unknown = topology.unknown()
    order = [cluster.name for site in topology.sites for cluster in site.clusters] + list(unknown)
    entries = {name: entering(name, topology.mirrors, order) for name in order}
    y: float = TITLE
    sites = []
    for site in topology.sites:
        placed = _site(site, entries, y)
        sites.append(placed)
        y += placed.box.height + MARGIN
    strangers = []
    for name in unknown:
        # Two leave beside the header; without racks the card has no room for more.
        head = HEADER + EXIT * max(0, sum(mirror.source == name for mirror in topology.mirrors) - 2)
        rows = _mirrors(entries[name], CARDS, y + head)
        height = head + (len(rows) * (MIRROR + MIRROR_GAP) - MIRROR_GAP + PADDING if rows else 0)
        strangers.append(Card(name, Box(CARDS, y, CLUSTER_WIDTH, height), rows))
        y += height + MARGIN
    routes = routes_of([*(card for site in sites for card in site.clusters), *strangers])
    lanes = max((route.lane + 1 for route in routes), default=0)
    beside = FIRST_LANE + (lanes - 1) * LANE if lanes else 0
    return Layout(WIDTH + beside, y, tuple(_widened(site, beside) for site in sites), tuple(strangers), routes)


def _widened(site: PlacedSite, by: float) -> PlacedSite:
    return replace(site, box=replace(site.box, width=site.box.width + by))


def _site(site: Site, entries: Mapping[str, Sequence[MirrorEdge]], top: float) -> PlacedSite:
    x = 2 * MARGIN
    y = top + SITE_HEADER
    ensembles = []
    for ensemble in site.ensembles:
        card = _ensemble(ensemble, x, y)
        ensembles.append(card)
        y += card.box.height + CARD_GAP
    below_ensembles = y
    y = top + SITE_HEADER
    clusters = []
    for cluster in site.clusters:
        placed = _cluster(cluster, entries[cluster.name], CARDS, y)
        clusters.append(placed)
        y += placed.box.height + CARD_GAP
    height = max(y, below_ensembles) - CARD_GAP + MARGIN - top
    return PlacedSite(site, Box(MARGIN, top, WIDTH - 2 * MARGIN, height), tuple(ensembles), tuple(clusters))


def _ensemble(ensemble: EnsembleNode, x: float, y: float) -> PlacedEnsemble:
    members = tuple(
        (member, Box(x + PADDING, y + HEADER + index * (CHIP + CHIP_GAP), ENSEMBLE_WIDTH - 2 * PADDING, CHIP))
        for index, member in enumerate(ensemble.members)
    )
    height = HEADER + len(members) * (CHIP + CHIP_GAP) - CHIP_GAP + PADDING
    return PlacedEnsemble(ensemble, Box(x, y, ENSEMBLE_WIDTH, height), members)


def _cluster(cluster: ClusterNode, mirrors: Sequence[MirrorEdge], x: float, y: float) -> PlacedCluster:
    racks = list(cluster.racks().items())
    placed: list[PlacedRack] = []
    top = y + HEADER
    for begin in range(0, len(racks), COLUMNS):
        row = racks[begin : begin + COLUMNS]
        tallest = max(len(brokers) for _, brokers in row)
        height = RACK_LABEL + tallest * (CHIP + CHIP_GAP) + CHIP_GAP
        placed += [
            _rack(rack, brokers, Box(x + PADDING + column * (RACK_WIDTH + RACK_GAP), top, RACK_WIDTH, height))
            for column, (rack, brokers) in enumerate(row)
        ]
        top += height + RACK_GAP
    rows = _mirrors(mirrors, x, top)
    top += len(rows) * (MIRROR + MIRROR_GAP) + (RACK_GAP - MIRROR_GAP if rows else 0)
    box = Box(x, y, CLUSTER_WIDTH, top - RACK_GAP + PADDING - y)
    return PlacedCluster(cluster.name, box, rows, cluster, tuple(placed))


def _mirrors(mirrors: Sequence[MirrorEdge], x: float, top: float) -> tuple[tuple[MirrorEdge, Box], ...]:
    """Return a row for each mirror that writes to the cluster whose card begins at x."""
    return tuple(
        (mirror, Box(x + PADDING, top + index * (MIRROR + MIRROR_GAP), CLUSTER_WIDTH - 2 * PADDING, MIRROR))
        for index, mirror in enumerate(mirrors)
    )


def _rack(name: str | None, brokers: tuple[BrokerNode, ...], box: Box) -> PlacedRack:
    first = box.y + RACK_LABEL + CHIP_GAP / 2
    return PlacedRack(
        name,
        box,
        tuple(
            (broker, Box(box.x + CHIP_GAP, first + index * (CHIP + CHIP_GAP), box.width - 2 * CHIP_GAP, CHIP))
            for index, broker in enumerate(brokers)
        ),
    )
