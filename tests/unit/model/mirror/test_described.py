"""The mirror that a host's own keys describe, in Wikimedia's form."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import HieraError
from hiera_kafka.model.mirror.described import described_mirror
from hiera_kafka.model.mirror.mirror import EVERYTHING, Mirror
from lib.data.project_trees import project_tree
from lib.data.three_brokers import CLUSTERS, HOST, hosts, mirror

PREFIX = "profile::kafka::mirror::"


def made(directory: Path, text: str, more: str = "") -> Mirror | None:
    compiler = Compiler.load(project_tree(directory, CLUSTERS, hosts=hosts(b=text), more=more))
    scope = compiler.scope(HOST)
    return described_mirror(lambda key: compiler.hiera.find(key, scope), scope)


def the(directory: Path, text: str, more: str = "") -> Mirror:
    found = made(directory, text, more)
    assert found is not None
    return found


def lines(found: Mirror, *keys: str) -> list[int | None]:
    return [place.line for key in keys if (place := found.place(key)) is not None]


def test_a_mirror_has_names_whitelist_and_places(tmp_path: Path) -> None:
    found = the(tmp_path, mirror("a-eqiad", "b-eqiad", "{whitelist: 'x'}"))

    assert (found.name, found.topics, found.engine) == ("a-eqiad_to_b-eqiad", ("x",), 1)
    assert lines(found, "topics", "source", "destination") == [3, 1, 2]


def test_without_a_whitelist_everything_is_copied_and_the_place_is_the_source(tmp_path: Path) -> None:
    found = the(tmp_path, mirror("a-eqiad", "b-eqiad"))

    assert found.pattern == EVERYTHING
    assert lines(found, "topics") == [1]


def test_properties_may_be_missing(tmp_path: Path) -> None:
    found = the(tmp_path, f"{PREFIX}source_cluster_name: a-eqiad\n{PREFIX}destination_cluster_name: b-eqiad\n")

    assert (found.pattern, found.producer, found.streams, found.processes) == (EVERYTHING, {}, 1, 1)
    assert found.group == "kafka-mirror-a-eqiad_to_b-eqiad"


def test_properties_are_those_of_each_process(tmp_path: Path) -> None:
    properties = "{num_streams: 4, group_id: g, producer_properties: {acks: 1}, consumer_properties: 7}"
    found = the(tmp_path, mirror("a-eqiad", "b-eqiad", properties, f"{PREFIX}num_processes: 2"))

    assert (found.streams, found.processes, found.group) == (4, 2, "g")
    assert (found.producer, found.consumer) == ({"acks": 1}, {})


def test_what_no_process_could_be_given_is_passed_over(tmp_path: Path) -> None:
    found = the(tmp_path, mirror("a-eqiad", "b-eqiad", "{num_streams: x, whitelist: 7}", f"{PREFIX}num_processes: x"))

    assert (found.streams, found.processes, found.pattern) == (1, 1, EVERYTHING)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{PREFIX}source_cluster_name: a-eqiad\n",
        f"{PREFIX}destination_cluster_name: b-eqiad\n",
        mirror("7", "b-eqiad"),
        mirror("a-eqiad", "b-eqiad", "{}", f"{PREFIX}enabled: false"),
        mirror("a-eqiad", "b-eqiad", "{enabled: false}"),
    ],
    ids=[
        "no key",
        "no destination",
        "no source",
        "a name that is none",
        "turned off",
        "turned off among the properties",
    ],
)
def test_without_two_names_or_turned_off_there_is_none(tmp_path: Path, text: str) -> None:
    assert made(tmp_path, text) is None


def test_a_property_wins_over_the_key_of_the_same_name(tmp_path: Path) -> None:
    assert made(tmp_path, mirror("a-eqiad", "b-eqiad", "{enabled: true}", f"{PREFIX}enabled: false")) is not None


def test_prefixes_are_completed_by_the_hosts_own_site(tmp_path: Path) -> None:
    more = f"nodes: {{{HOST}: {{variables: {{realm: production, site: eqiad}}}}}}\n"
    found = the(tmp_path, mirror("a", "b"), more)

    assert (found.source, found.destination) == ("a-eqiad", "b-eqiad")


def test_a_lookup_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(HieraError):
        made(tmp_path, mirror("a-eqiad", "\"%{nosuch('x')}\""))


def test_what_the_data_says_is_read_whatever_else_is_wrong_with_it(tmp_path: Path) -> None:
    found = the(tmp_path, "kafka_mirrors: {wrong: 1}\n" + mirror("nowhere", "b-eqiad"))

    assert found.name == "nowhere-analytics_to_b-eqiad"
