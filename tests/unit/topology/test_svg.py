"""The drawing is well-formed, names everything, and lets no name become markup."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, fromstring

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
        "svg", "title", "desc", "style", "rect", "text", "path", "circle", "g",
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
                            "events", "north", site.clusters[0].metadata, (type(broker)(name, 1, "A", 9092),)
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


def test_every_mirror_is_an_arrow_that_says_what_it_copies(mirrored: Topology) -> None:
    groups = [group for group in fromstring(topology_svg(mirrored)).iter(f"{SVG}g") if mirror_of(group)]
    assert sorted(str(group.findtext(f"{SVG}title")) for group in groups) == [
        "mirror from events to far, topics ^north\\..+, 1 host",
        "mirror from far to events, topics ^south\\..+, 3 hosts",
        "mirror from gone (unknown) to far, topics .*, 1 host",
    ]
    assert all(group.find(f"{SVG}circle") is not None for group in groups)


def mirror_of(group: Element) -> bool:
    return any("mirror" in str(path.get("class")) for path in group.iterfind(f"{SVG}path"))


def test_every_mirror_has_a_row_in_the_card_of_its_destination(mirrored: Topology) -> None:
    texts = [element.text for element in fromstring(topology_svg(mirrored)).iter(f"{SVG}text")]
    wanted = ["mirror from far", "topics ^south\\..+", "3 hosts"]
    assert texts[texts.index("mirror from far") :][:3] == wanted


def test_a_cluster_that_only_a_mirror_names_is_drawn_as_unknown(mirrored: Topology) -> None:
    root = fromstring(topology_svg(mirrored))
    titles = [element.text for element in root.iter(f"{SVG}title")]
    assert "unknown Kafka cluster gone" in titles
    assert "not in kafka_clusters" in [element.text for element in root.iter(f"{SVG}text")]


def test_mirrors_are_described_to_those_who_cannot_see_them(mirrored: Topology) -> None:
    described = fromstring(topology_svg(mirrored)).findtext(f"{SVG}desc")
    assert described == (
        "2 sites, 2 Kafka clusters, 4 brokers, 1 ZooKeeper ensemble, 1 ensemble member, 3 mirrors; "
        "mirror from events to far, topics ^north\\..+, 1 host; "
        "mirror from far to events, topics ^south\\..+, 3 hosts; "
        "mirror from gone (unknown) to far, topics .*, 1 host"
    )


def test_every_colour_that_is_drawn_with_is_one_of_both_schemes(mirrored: Topology) -> None:
    root = fromstring(topology_svg(mirrored))
    style = str(root.findtext(f"{SVG}style"))
    used = {name for element in root.iter() for name in str(element.get("class", "")).split()}
    hues = {name[1:] for name in used if re.fullmatch("[lf][0-9]", name)}
    assert hues
    assert all(style.count(f"--h{hue}:") == 2 for hue in hues)
