"""The topology as one SVG: no script, no font and no image from elsewhere, light or dark as the reader's system is.

Everything goes through ElementTree, so that no name in the data can end an element or begin another one.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from hiera_kafka.text import one_line
from hiera_kafka.topology.graph import MirrorEdge, Topology
from hiera_kafka.topology.lanes import Box, Card, Route
from hiera_kafka.topology.layout import Layout, PlacedCluster, PlacedEnsemble, PlacedSite, layout_of
from hiera_kafka.topology.words import count, ends

_NAMESPACE = "http://www.w3.org/2000/svg"
_HUES = 8
"""Colours that ensembles and mirrored clusters, and the lines from them, have in turn."""
_BEND = 7

_STYLE = """
svg { color-scheme: light dark; font-family: ui-sans-serif, system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
  --page: #f6f7f9; --panel: #ffffff; --edge: #d8dde5; --card: #fbfcfd; --rack: #eff2f6; --chip: #ffffff;
  --ink: #1a2230; --soft: #55617a;
  --h0: #2563b8; --h1: #a3481a; --h2: #1d7a4b; --h3: #8a3aa8; --h4: #a8304f; --h5: #0f7285;
  --h6: #77620f; --h7: #4a5568; }
@media (prefers-color-scheme: dark) { svg { --page: #10141b; --panel: #171d27; --edge: #323c4d; --card: #1c2430;
  --rack: #232d3b; --chip: #2c384a; --ink: #e9edf4; --soft: #a9b5c8;
  --h0: #7db0f5; --h1: #f0a070; --h2: #6fd09c; --h3: #d09af0; --h4: #f590a8; --h5: #6fcfe0;
  --h6: #dcc46a; --h7: #b4c0d2; } }
.page { fill: var(--page); } .panel { fill: var(--panel); stroke: var(--edge); }
.card { fill: var(--card); stroke: var(--edge); }
.rack { fill: var(--rack); } .chip { fill: var(--chip); stroke: var(--edge); }
text { fill: var(--ink); } .soft { fill: var(--soft); }
.title { font-size: 26px; font-weight: 700; } .site { font-size: 20px; font-weight: 700; }
.name { font-size: 16px; font-weight: 650; } .host { font-size: 13px; font-weight: 550; }
.small { font-size: 12px; } .kind { font-size: 11px; letter-spacing: .06em; text-transform: uppercase; }
.link { fill: none; stroke-width: 2.5; opacity: .75; }
.mono { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.mirror { fill: none; stroke-width: 2; } .bridge { fill: none; stroke: var(--panel); stroke-width: 7; }
.stranger { fill: var(--panel); stroke: var(--soft); stroke-dasharray: 6 4; }
"""
_STYLE += "".join(f".l{hue} {{ stroke: var(--h{hue}); }} .f{hue} {{ fill: var(--h{hue}); }}\n" for hue in range(_HUES))


def topology_svg(topology: Topology) -> str:
    """Return the drawing as an SVG document with an XML declaration."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_text(svg_element(topology))}\n'


def svg_element(topology: Topology) -> Element:
    """Return the drawing as an `svg` element, to stand alone or in a page."""
    layout = layout_of(topology)
    hues = _hues(layout)
    root = Element(
        "svg",
        {
            "xmlns": _NAMESPACE,
            "viewBox": f"0 0 {layout.width:g} {layout.height:g}",
            "width": f"{layout.width:g}",
            "height": f"{layout.height:g}",
            "role": "img",
            "aria-labelledby": "topology-title topology-description",
        },
    )
    _add(root, "title", f"Topology of {topology.name}", id="topology-title")
    _add(root, "desc", "; ".join([_description(topology), *_mirrors(topology)]), id="topology-description")
    _add(root, "style", _STYLE)
    SubElement(root, "rect", {"class": "page", "width": "100%", "height": "100%"})
    _add(root, "text", f"Topology of {topology.name}", x="28", y="44", **{"class": "title"})
    _add(root, "text", _description(topology), x="28", y="68", **{"class": "soft small"})
    for site in layout.sites:
        _draw_site(root, site)
    for ensemble, cluster in layout.links():
        _draw_link(root, ensemble.box, cluster.box, hues[ensemble.ensemble.name])
    for site in layout.sites:
        for ensemble in site.ensembles:
            _draw_ensemble(root, ensemble, hues[ensemble.ensemble.name])
        for cluster in site.clusters:
            _draw_cluster(root, cluster, hues.get(cluster.cluster.metadata.ensemble))
    for card in layout.strangers:
        _draw_stranger(root, card)
    sources = {name: len(hues) + index for index, name in enumerate(sorted({m.source for m in topology.mirrors}))}
    for route in layout.routes:
        _draw_mirror(root, topology, route, layout.lane(route), sources[route.mirror.source] % _HUES)
    return root


def _hues(layout: Layout) -> dict[str, int]:
    names = [placed.ensemble.name for site in layout.sites for placed in site.ensembles]
    return {name: index % _HUES for index, name in enumerate(names)}


def _description(topology: Topology) -> str:
    clusters = [cluster for site in topology.sites for cluster in site.clusters]
    ensembles = [ensemble for site in topology.sites for ensemble in site.ensembles]
    brokers = sum(len(cluster.brokers) for cluster in clusters)
    members = sum(len(ensemble.members) for ensemble in ensembles)
    counts = [
        (len(topology.sites), "site"),
        (len(clusters), "Kafka cluster"),
        (brokers, "broker"),
        (len(ensembles), "ZooKeeper ensemble"),
        (members, "ensemble member"),
    ]
    if topology.mirrors:
        counts.append((len(topology.mirrors), "mirror"))
    return ", ".join(count(number, word) for number, word in counts)


def _mirrors(topology: Topology) -> list[str]:
    return [_sentence(topology, mirror) for mirror in topology.mirrors]


def _sentence(topology: Topology, mirror: MirrorEdge) -> str:
    source, destination = ends(topology, mirror)
    return f"mirror from {source} to {destination}, topics {mirror.pattern}, {count(mirror.hosts, 'host')}"


def _draw_site(root: Element, placed: PlacedSite) -> None:
    _box(root, placed.box, "panel", 16)
    _label(root, placed.site.name, placed.box.x + 28, placed.box.y + 38, "site", 100)


def _draw_link(root: Element, start: Box, end: Box, hue: int) -> None:
    x1, y1 = start.x + start.width, start.y + min(26, start.height / 2)
    x2, y2 = end.x, end.y + 26
    bend = (x1 + x2) / 2
    path = f"M{x1:g} {y1:g} C{bend:g} {y1:g} {bend:g} {y2:g} {x2:g} {y2:g}"
    SubElement(root, "path", {"class": f"link l{hue}", "d": path})


def _draw_ensemble(root: Element, placed: PlacedEnsemble, hue: int) -> None:
    group = SubElement(root, "g")
    _add(group, "title", f"ZooKeeper ensemble {placed.ensemble.name}")
    _box(group, placed.box, "card", 12)
    _bar(group, placed.box, hue)
    _label(group, "ZooKeeper", placed.box.x + 16, placed.box.y + 19, "soft kind", 30)
    _label(group, placed.ensemble.name, placed.box.x + 16, placed.box.y + 39, "name", 24)
    for member, box in placed.members:
        _chip(group, box, member.host, f"myid {member.id}", 26)


def _draw_cluster(root: Element, placed: PlacedCluster, hue: int | None) -> None:
    cluster, box = placed.cluster, placed.box
    group = SubElement(root, "g")
    _add(group, "title", f"Kafka cluster {cluster.name}")
    _box(group, box, "card", 12)
    if hue is not None:
        _bar(group, box, hue)
    _label(group, "Kafka", box.x + 16, box.y + 19, "soft kind", 30)
    _label(group, cluster.name, box.x + 16, box.y + 39, "name", 60)
    text = _label(group, cluster.metadata.text, box.x + box.width - 16, box.y + 39, "soft small", 70)
    text.set("text-anchor", "end")
    for rack in placed.racks:
        _box(group, rack.box, "rack", 8)
        name = f"rack {rack.name}" if rack.name is not None else "no rack"
        _label(group, name, rack.box.x + 10, rack.box.y + 17, "soft small", 22)
        for broker, chip in rack.brokers:
            _chip(group, chip, broker.host, f"id {broker.id} · port {broker.port}", 18)
    _draw_rows(group, placed)


def _draw_stranger(root: Element, card: Card) -> None:
    """Draw the card of a cluster that only mirrors name."""
    group = SubElement(root, "g")
    _add(group, "title", f"unknown Kafka cluster {card.name}")
    _box(group, card.box, "stranger", 12)
    _label(group, "Kafka, unknown", card.box.x + 16, card.box.y + 19, "soft kind", 30)
    _label(group, card.name, card.box.x + 16, card.box.y + 39, "name", 60)
    text = _label(group, "not in kafka_clusters", card.box.x + card.box.width - 16, card.box.y + 39, "soft small", 70)
    text.set("text-anchor", "end")
    _draw_rows(group, card)


def _draw_rows(root: Element, card: Card) -> None:
    for mirror, box in card.mirrors:
        _box(root, box, "rack", 8)
        base = box.y + 22
        _label(root, f"mirror from {mirror.source}", box.x + 12, base, "host", 38)
        _label(root, f"topics {mirror.pattern}", box.x + 300, base, "mono", 92)
        text = _label(root, count(mirror.hosts, "host"), box.x + box.width - 28, base, "soft small", 20)
        text.set("text-anchor", "end")


def _draw_mirror(root: Element, topology: Topology, route: Route, lane: float, hue: int) -> None:
    """Draw an arrow; lines below it are cut off on both sides, so that lines that cross differ from lines that meet."""
    (x1, y1), (x2, y2) = route.start, route.end
    bend = min(_BEND, abs(y2 - y1) / 2)
    turn = bend if y2 > y1 else -bend
    along = (
        f"H{lane - bend:g} Q{lane:g} {y1:g} {lane:g} {y1 + turn:g} "
        f"V{y2 - turn:g} Q{lane:g} {y2:g} {lane - bend:g} {y2:g} H{x2 + 8:g}"
    )
    group = SubElement(root, "g")
    _add(group, "title", _sentence(topology, route.mirror))
    SubElement(group, "path", {"class": "bridge", "d": f"M{x1 + 6:g} {y1:g} {along}"})
    SubElement(group, "path", {"class": f"mirror l{hue}", "d": f"M{x1:g} {y1:g} {along}"})
    SubElement(group, "circle", {"class": f"f{hue}", "cx": f"{x1:g}", "cy": f"{y1:g}", "r": "4"})
    head = f"M{x2:g} {y2:g} l12 -6 v12 Z"
    SubElement(group, "path", {"class": f"f{hue}", "d": head})


def _chip(root: Element, box: Box, host: str, detail: str, room: int) -> None:
    group = SubElement(root, "g")
    _add(group, "title", f"{host}, {detail}")
    _box(group, box, "chip", 6)
    _label(group, host.partition(".")[0], box.x + 10, box.y + 18, "host", room)
    _label(group, detail, box.x + 10, box.y + 34, "soft small", room + 4)


def _bar(root: Element, box: Box, hue: int) -> None:
    place = {"x": f"{box.x:g}", "y": f"{box.y + 12:g}", "width": "5", "height": "28", "rx": "2.5"}
    SubElement(root, "rect", {"class": f"f{hue}", **place})


def _box(root: Element, box: Box, class_: str, radius: int) -> None:
    place = {"x": f"{box.x:g}", "y": f"{box.y:g}", "width": f"{box.width:g}", "height": f"{box.height:g}"}
    SubElement(root, "rect", {"class": class_, **place, "rx": str(radius)})


def _label(root: Element, text: str, x: float, y: float, class_: str, room: int) -> Element:
    """Add a line of text; more than `room` characters do not fit, and the whole stands in the title then."""
    text = one_line(text)
    short = text if len(text) <= room else f"{text[: room - 1]}…"
    found = _add(root, "text", short, x=f"{x:g}", y=f"{y:g}", **{"class": class_})
    if short != text:
        _add(found, "title", text)
    return found


def _add(root: Element, tag: str, text: str, **attributes: str) -> Element:
    found = SubElement(root, tag, attributes)
    found.text = text if tag == "style" else one_line(text)
    return found


def _text(element: Element) -> str:
    return tostring(element, encoding="unicode")
