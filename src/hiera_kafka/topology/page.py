"""The topology as one HTML page: the drawing, and below it the same as tables, which any reader can be read."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from hiera_kafka.text import one_line
from hiera_kafka.topology.graph import Site, Topology
from hiera_kafka.topology.svg import svg_element
from hiera_kafka.topology.words import ends

NONE = "-"
_STYLE = """
:root { color-scheme: light dark; --page: #f6f7f9; --ink: #1a2230; --soft: #55617a; --edge: #d8dde5; }
@media (prefers-color-scheme: dark) { :root { --page: #10141b; --ink: #e9edf4; --soft: #a9b5c8; --edge: #323c4d; } }
body { margin: 0; background: var(--page); color: var(--ink); line-height: 1.45;
  font-family: ui-sans-serif, system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1560px; margin: 0 auto; padding: 8px; }
svg { width: 100%; height: auto; display: block; }
section { padding: 0 28px 28px; }
h2 { margin: 24px 0 8px; font-size: 20px; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { text-align: left; color: var(--soft); padding: 4px 0; }
th, td { text-align: left; padding: 6px 18px 6px 0; border-bottom: 1px solid var(--edge); white-space: nowrap; }
"""


def topology_page(topology: Topology) -> str:
    """Return the page, as HTML that is well-formed XML too."""
    html = Element("html", {"lang": "en"})
    head = SubElement(html, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    SubElement(head, "title").text = one_line(f"Topology of {topology.name}")
    SubElement(head, "style").text = _STYLE
    main = SubElement(SubElement(html, "body"), "main")
    main.append(svg_element(topology))
    for site in topology.sites:
        _hosts(main, site)
    if topology.mirrors:
        _mirrors(main, topology)
    return f"<!DOCTYPE html>\n{tostring(html, encoding='unicode')}\n"


def _hosts(main: Element, site: Site) -> None:
    columns = ("Cluster", "Host", "Id", "Rack", "Port")
    body = _table(main, site.name, f"Hosts of {site.name}", columns)
    for ensemble in site.ensembles:
        for member in ensemble.members:
            _row(body, f"ZooKeeper {ensemble.name}", member.host, str(member.id), NONE, NONE)
    for cluster in site.clusters:
        for broker in cluster.brokers:
            _row(body, f"Kafka {cluster.name}", broker.host, str(broker.id), broker.rack or NONE, str(broker.port))


def _mirrors(main: Element, topology: Topology) -> None:
    body = _table(main, "Mirrors", f"Mirrors of {topology.name}", ("From", "To", "Topics", "Hosts"))
    for mirror in topology.mirrors:
        _row(body, *ends(topology, mirror), mirror.pattern, str(mirror.hosts))


def _table(main: Element, heading: str, caption: str, columns: tuple[str, ...]) -> Element:
    """Add a section with a table, and return the body of that."""
    heading = one_line(heading)
    section = SubElement(main, "section")
    SubElement(section, "h2").text = heading
    box = SubElement(section, "div", {"class": "table", "tabindex": "0", "role": "region", "aria-label": heading})
    table = SubElement(box, "table")
    SubElement(table, "caption").text = one_line(caption)
    row = SubElement(SubElement(table, "thead"), "tr")
    for title in columns:
        SubElement(row, "th", {"scope": "col"}).text = title
    return SubElement(table, "tbody")


def _row(body: Element, *cells: str) -> None:
    row = SubElement(body, "tr")
    for index, cell in enumerate(cells):
        SubElement(row, "td" if index != 1 else "th", {"scope": "row"} if index == 1 else {}).text = (
            one_line(cell) or NONE
        )
