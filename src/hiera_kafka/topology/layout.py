"""Where everything stands in the drawing: sizes and places in pixels, without any drawing."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.topology.graph import Broker, Cluster, Ensemble, Member, Site, Topology

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


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PlacedRack:
    """A rack of a cluster with its brokers."""

    name: str | None
    box: Box
    brokers: tuple[tuple[Broker, Box], ...]


@dataclass(frozen=True, slots=True)
class PlacedCluster:
    """A cluster's card."""

    cluster: Cluster
    box: Box
    racks: tuple[PlacedRack, ...]


@dataclass(frozen=True, slots=True)
class PlacedEnsemble:
    """An ensemble's card."""

    ensemble: Ensemble
    box: Box
    members: tuple[tuple[Member, Box], ...]


@dataclass(frozen=True, slots=True)
class PlacedSite:
    """A site's panel."""

    site: Site
    box: Box
    ensembles: tuple[PlacedEnsemble, ...]
    clusters: tuple[PlacedCluster, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole drawing."""

    width: float
    height: float
    sites: tuple[PlacedSite, ...]

    def links(self) -> list[tuple[PlacedEnsemble, PlacedCluster]]:
        """Return each cluster with the ensemble that it uses."""
        by_name = {placed.ensemble.name: placed for site in self.sites for placed in site.ensembles}
        placed = [cluster for site in self.sites for cluster in site.clusters]
        return [(by_name[item.cluster.ensemble], item) for item in placed if item.cluster.ensemble in by_name]


def layout_of(topology: Topology) -> Layout:
    """Return where everything stands: a panel a site, ensembles on the left, clusters on the right."""
    y: float = TITLE
    sites = []
    for site in topology.sites:
        placed = _site(site, y)
        sites.append(placed)
        y += placed.box.height + MARGIN
    return Layout(WIDTH, y, tuple(sites))


def _site(site: Site, top: float) -> PlacedSite:
    x = 2 * MARGIN
    y = top + SITE_HEADER
    ensembles = []
    for ensemble in site.ensembles:
        card = _ensemble(ensemble, x, y)
        ensembles.append(card)
        y += card.box.height + CARD_GAP
    below_ensembles = y
    x += ENSEMBLE_WIDTH + GAP
    y = top + SITE_HEADER
    clusters = []
    for cluster in site.clusters:
        placed = _cluster(cluster, x, y)
        clusters.append(placed)
        y += placed.box.height + CARD_GAP
    height = max(y, below_ensembles) - CARD_GAP + MARGIN - top
    return PlacedSite(site, Box(MARGIN, top, WIDTH - 2 * MARGIN, height), tuple(ensembles), tuple(clusters))


def _ensemble(ensemble: Ensemble, x: float, y: float) -> PlacedEnsemble:
    members = tuple(
        (member, Box(x + PADDING, y + HEADER + index * (CHIP + CHIP_GAP), ENSEMBLE_WIDTH - 2 * PADDING, CHIP))
        for index, member in enumerate(ensemble.members)
    )
    height = HEADER + len(members) * (CHIP + CHIP_GAP) - CHIP_GAP + PADDING
    return PlacedEnsemble(ensemble, Box(x, y, ENSEMBLE_WIDTH, height), members)


def _cluster(cluster: Cluster, x: float, y: float) -> PlacedCluster:
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
    return PlacedCluster(cluster, Box(x, y, CLUSTER_WIDTH, top - RACK_GAP + PADDING - y), tuple(placed))


def _rack(name: str | None, brokers: tuple[Broker, ...], box: Box) -> PlacedRack:
    first = box.y + RACK_LABEL + CHIP_GAP / 2
    return PlacedRack(
        name,
        box,
        tuple(
            (broker, Box(box.x + CHIP_GAP, first + index * (CHIP + CHIP_GAP), box.width - 2 * CHIP_GAP, CHIP))
            for index, broker in enumerate(brokers)
        ),
    )
