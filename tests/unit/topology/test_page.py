"""The page holds the drawing and the same as tables."""

from __future__ import annotations

from dataclasses import replace
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


def test_mirrors_have_a_table_and_only_where_there_are_some(topology: Topology, mirrored: Topology) -> None:
    assert rows(mirrored) == [
        ["events", "far", "^north\\..+", "1"],
        ["far", "events", "^south\\..+", "3"],
        ["gone (unknown)", "far", ".*", "1"],
    ]
    assert rows(topology) == []


def rows(topology: Topology) -> list[list[str]]:
    root = fromstring(topology_page(topology).removeprefix("<!DOCTYPE html>"))
    sections = [section for section in root.iter("section") if section.findtext("h2") == "Mirrors"]
    return [[str(cell.text) for cell in row] for section in sections for row in section.iterfind(".//tbody/tr")]


def test_a_pattern_without_a_character_leaves_no_cell_empty(mirrored: Topology) -> None:
    root = fromstring(
        topology_page(replace(mirrored, mirrors=(replace(mirrored.mirrors[0], pattern=""),))).removeprefix(
            "<!DOCTYPE html>"
        )
    )
    assert all(cell.text for cell in root.iter("td"))
