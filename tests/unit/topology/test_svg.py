"""The drawing is well-formed, names everything, and lets no name become markup."""

from __future__ import annotations

import re
from xml.etree.ElementTree import fromstring

from hiera_kafka.topology.graph import Topology
from hiera_kafka.topology.svg import topology_svg

SVG = "{http://www.w3.org/2000/svg}"


def test_every_host_is_named_in_full(topology: Topology, hosts: list[str]) -> None:
    words = " ".join(fromstring(topology_svg(topology)).itertext())
    assert [host for host in hosts if host not in words] == []


def test_it_needs_nothing_from_elsewhere(topology: Topology) -> None:
    text = topology_svg(topology).replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|url\(|@import|<script|<image|href", text)


def test_it_says_what_it_shows_to_those_who_cannot_see_it(topology: Topology) -> None:
    root = fromstring(topology_svg(topology))
    assert root.get("role") == "img"
    described = {element.get("id"): element.text for element in root if element.get("id")}
    assert described == {
        "topology-title": "Topology of test",
        "topology-description": "2 sites, 2 Kafka clusters, 4 brokers, 1 ZooKeeper ensemble, 1 ensemble member",
    }
    assert root.get("aria-labelledby") == " ".join(described)


def test_names_never_become_markup(hostile: Topology) -> None:
    root = fromstring(topology_svg(hostile))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "text", "path", "g",
    }  # fmt: skip
    assert any("<script>" in text for text in root.itertext())


def test_a_long_name_is_shortened_and_stands_whole_beside(topology: Topology) -> None:
    site = topology.sites[0]
    broker = site.clusters[0].brokers[0]
    name = "a" * 60
    changed = topology_svg(
        Topology(
            "long",
            (
                type(site)(
                    "north",
                    (),
                    (
                        type(site.clusters[0])(
                            "events", "north", "main", "/kafka/events", (type(broker)(name, 1, "A", 9092),)
                        ),
                    ),
                ),
            ),
        )
    )
    texts = [element.text for element in fromstring(changed).iter(f"{SVG}text")]
    assert f"{'a' * 17}…" in texts
    assert name in [element.text for element in fromstring(changed).iter(f"{SVG}title")]


def test_reader_in_the_dark_get_dark_colours(topology: Topology) -> None:
    assert "prefers-color-scheme: dark" in topology_svg(topology)
