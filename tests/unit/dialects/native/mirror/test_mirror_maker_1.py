"""What MirrorMaker 1 is told; settings of its clients are held by test_mirror_properties.py."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from hiera_kafka.catalog.resources import Section, Service

Sections = Callable[..., dict[str, Section]]
DATA = """\
zookeeper_clusters: {z: {hosts: {z1: 1}}}
kafka_clusters:
  a: {zookeeper_cluster_name: z, brokers: {a1: {id: 1}}}
  b: {zookeeper_cluster_name: z, brokers: {b1: {id: 1}, b2: {id: 2}}}
kafka_mirrors:
  a_to_b: {source: a, destination: b, topics: 'a\\..+', processes: 2, streams: 3}
"""


def service(sections: Sections, data: str = DATA) -> Service:
    return sections(data, "b1")["kafka_mirror"].services[0]


def option(found: Service, name: str) -> str:
    return found.main[found.main.index(name) + 1]


def test_it_is_told_what_to_take_and_stops_rather_than_lose(sections: Sections) -> None:
    found = service(sections)
    assert found.main[1] == "kafka-mirror-maker"
    names = ["a.b", "a.internal", "b.a", "ab"]
    assert [name for name in names if re.fullmatch(option(found, "--include"), name)] == ["a.b"]
    assert option(found, "--num.streams") == "3"
    assert option(found, "--offset.commit.interval.ms") == "5000"
    assert option(found, "--abort.on.send.failure") == "true"


def test_its_command_rests_on_the_data(sections: Sections) -> None:
    assert service(sections).origin("main").positions()[0].line == 6


def test_it_reads_both_of_its_files(sections: Sections) -> None:
    section = sections(DATA, "b1")["kafka_mirror"]
    paths = {file.path for file in section.files}
    for side in ("consumer", "producer"):
        assert option(section.services[0], f"--{side}.config") in paths


@pytest.mark.parametrize(("version", "option"), [("2.8.1", "--whitelist"), ("3.0.0", "--include")])
def test_the_option_that_names_topics_was_renamed(sections: Sections, version: str, option: str) -> None:
    data = DATA.replace("brokers: {b1", f"kafka_version: {version}, brokers: {{b1")
    assert option in service(sections, data).main
