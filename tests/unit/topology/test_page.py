"""The page holds the drawing and the same as tables."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

from hiera_kafka.topology.graph import Topology
from hiera_kafka.topology.page import topology_page


def test_every_host_has_a_row_with_a_header(topology: Topology, hosts: list[str]) -> None:
    root = fromstring(topology_page(topology).removeprefix("<!DOCTYPE html>"))
    headers = [cell.text for cell in root.iter("th") if cell.get("scope") == "row"]
    assert sorted(str(header) for header in headers) == sorted(hosts)


def test_no_cell_is_empty_since_html_would_not_close_it(topology: Topology) -> None:
    root = fromstring(topology_page(topology).removeprefix("<!DOCTYPE html>"))
    assert all(cell.text for cell in root.iter("td"))


def test_the_page_has_a_language_a_title_and_the_drawing(topology: Topology) -> None:
    root = fromstring(topology_page(topology).removeprefix("<!DOCTYPE html>"))
    assert root.get("lang") == "en"
    assert root.findtext("head/title") == "Topology of test"
    assert root.find(".//{http://www.w3.org/2000/svg}svg") is not None


def test_names_never_become_markup(hostile: Topology) -> None:
    root = fromstring(topology_page(hostile).removeprefix("<!DOCTYPE html>"))
    assert root.find(".//script") is None
