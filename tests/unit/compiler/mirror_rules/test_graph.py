"""Circles and overlaps of mirrors, against records that hop from cluster to cluster."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Sequence

import pytest

from hiera_kafka.compiler.mirror_rules.graph import MirrorLink, circles, overlaps, prefix_hint
from hiera_kafka.errors import Position
from hiera_kafka.topic_patterns import Pattern, Topics

JUMBO = r"^(?!.*change-prop\.|.*changeprop\.|.*cpjobqueue\.|.*mediawiki\.job\.cirrus).+$"
HOSTILE = r"(?!(a|b)*a(a|b){20}$)[ab]*a[ab]{20}"


def link(
    source: str, destination: str, *taken: str, left: tuple[str, ...] = (), line: int = 0, hosts: int = 1
) -> MirrorLink:
    topics = Topics(tuple(map(Pattern.parse, taken)), tuple(map(Pattern.parse, left)))
    place = Position("data.yaml", line, 1) if line else None
    return MirrorLink(f"{source}_to_{destination}", source, destination, topics, place, hosts)


WIKIMEDIA = [
    link("main-codfw", "main-eqiad", r"^codfw\..+"),
    link("main-eqiad", "main-codfw", r"^eqiad\..+"),
    link("main-eqiad", "jumbo-eqiad", JUMBO),
    link("jumbo-eqiad", "test-eqiad", r"^((eqiad|codfw)\.mediawiki\.revision-create|eventlogging_SearchSatisfaction)$"),
]


def test_wikimedias_mirrors_are_in_order() -> None:
    assert list(circles(WIKIMEDIA)) == []
    assert list(overlaps(WIKIMEDIA)) == []


def test_a_circle_of_two_is_told_once_and_begins_with_the_one_that_takes_anothers() -> None:
    (found,) = circles([link("x-codfw", "x-eqiad", r"codfw\..*", line=1), link("x-eqiad", "x-codfw", ".*", line=2)])

    assert found.topic == "codfw."
    assert found.way == "x-codfw -> x-eqiad -> x-codfw"
    assert [place.line for place in found.places] == [2, 1]


def test_a_circle_of_three_needs_a_topic_that_all_three_take() -> None:
    way = [link("a", "b", "x.*"), link("b", "c", ".*y"), link("c", "a", ".*z.*")]

    assert [found.topic for found in circles(way)] == ["xzy"]
    assert list(circles([*way[:2], link("c", "a", "[^z]*", left=("x.*",))])) == []


def test_the_way_back_past_other_clusters_is_found() -> None:
    jumbo = link("jumbo-eqiad", "main-codfw", r"codfw\.mediawiki\..*")

    assert [found.way for found in circles([*WIKIMEDIA, jumbo])] == [
        "main-codfw -> main-eqiad -> jumbo-eqiad -> main-codfw"
    ]


def test_mirrors_without_patterns_in_common_are_no_circle_though_each_two_neighbours_have_one() -> None:
    assert list(circles([link("a", "b", "x|y"), link("b", "c", "y|z"), link("c", "a", "z|x")])) == []


def test_a_mirror_to_itself_is_told_elsewhere() -> None:
    assert list(circles([link("a", "a", ".*")])) == []


def test_two_mirrors_that_write_a_topic_are_told_with_the_rarer_first() -> None:
    usual, rare = link("a", "j", ".*", line=1, hosts=9), link("b", "j", r"b\..+", line=2)
    (found,) = overlaps([usual, rare])

    assert found.links == (rare, usual)
    assert found.topic == "b.a"
    assert list(overlaps([rare, link("b", "j", "b.*"), link("a", "k", ".*")])) == []


@pytest.mark.slow
def test_what_cannot_be_decided_is_said() -> None:
    assert [found.topic for found in circles([link("a", "b", HOSTILE), link("b", "a", "[ab]*")])] == [None]
    assert [found.topic for found in overlaps([link("a", "c", HOSTILE), link("b", "c", "[ab]*")])] == [None]


def test_many_clusters_that_all_mirror_each_other_are_decided() -> None:
    names = [f"c{number}" for number in range(8)]
    every = [link(one, other, rf"{one}\..*") for one in names for other in names if one != other]

    assert list(circles(every)) == []
    assert len(list(circles([*every, link("c0", "c1", "c1.*")]))) == 1


def test_ways_that_multiply_are_given_up() -> None:
    layers = [[f"{layer}{letter}" for letter in "abcd"] for layer in range(8)]
    ways = [
        link(one, other, "(x|y).*")
        for layer, following in itertools.pairwise(layers)
        for one in layer
        for other in following
    ]
    back = [link(last, "0a", "z.*|.*q(?!.*x)(?!y).*") for last in layers[-1]]

    assert all(found.topic is None or found.topic[0] in "xy" for found in circles([*ways, *back]))


def test_the_way_out_is_the_prefix_of_the_source() -> None:
    assert prefix_hint(WIKIMEDIA[1]).endswith("main-eqiad_to_main-codfw such as '^eqiad\\..+'")


POOL = [
    r"^eqiad\..+",
    r"^codfw\..+",
    ".*",
    "(eqiad|codfw).*",
    r"(?!eqiad\.).*",
    r".*\.a",
    r"[^.]+",
    r"(?!.*job).+",
    "a|b",
]
POOL += [r".*\.job.*", "b.*"]
NAMES = ["a", "b", "job", "eqiad.a", "eqiad.b", "codfw.a", "codfw.b", "eqiad.job", "codfw.job", "eqiadx", "bb", "x.a"]


def deliveries(links: Sequence[MirrorLink], name: str) -> tuple[bool, bool]:
    """Let a record be written once in each cluster, and follow its copies.

    Returns:
        Whether one comes back to where it was, and whether a cluster gets a topic from two others.
    """
    takes = [one for one in links if one.topics.matches(name)]
    comes_back = False
    for begin in {one.source for one in takes}:
        at, steps = Counter({begin: 1}), 0
        while at and steps <= len(takes):
            steps += 1
            at = Counter(one.destination for one in takes for _ in range(min(at[one.source], 1)))
        comes_back |= bool(at)
    writers = Counter(destination for destination, _ in {(one.destination, one.source) for one in takes})
    return comes_back, any(count > 1 for count in writers.values())


@pytest.mark.parametrize("seed", range(40))
def test_the_verdict_is_that_of_records_that_hop(seed: int) -> None:
    chance = random.Random(seed)
    clusters = ["x-eqiad", "x-codfw", "jumbo", "test"][: chance.randint(2, 4)]
    pairs = [(one, other) for one in clusters for other in clusters if one != other]
    links = []
    for source, destination in chance.sample(pairs, chance.randint(1, min(5, len(pairs)))):
        left = (chance.choice(POOL),) if chance.random() < 0.3 else ()
        links.append(link(source, destination, *chance.sample(POOL, chance.randint(1, 2)), left=left))

    seen = [deliveries(links, name) for name in NAMES]
    found = list(circles(links)), list(overlaps(links))

    for index, kind in enumerate(found):
        # Records of these names show it, or the name that was told does.
        told = [one.topic for one in kind if one.topic is not None]
        assert len(told) == len(kind)
        assert not any(verdicts[index] for verdicts in seen) or told, [one.name for one in links]
        assert all(deliveries(one.links, str(one.topic))[index] for one in kind)
