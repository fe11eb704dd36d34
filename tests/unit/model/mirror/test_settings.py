"""Settings of mirrors, their engines and the names and ports of their processes."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from hiera_kafka.model.base import Traced
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.mirror.settings import (
    MirrorNode,
    MirrorProperties,
    MirrorSettings,
    default_engine,
    serves,
    wikimedia_whitelist,
)
from hiera_kafka.source import Origin, Trace

ENDS = {"source": "a", "destination": "b"}
TRACE = Trace(Origin.given("test"))


def node(position: int = 0, **settings: Any) -> MirrorNode:
    raw = {**ENDS, "topics": ".*", **settings}
    cluster = Traced(
        KafkaCluster.model_validate({"zookeeper_cluster_name": "z", "brokers": {"k": {"id": 1}}}), {}, TRACE, "cluster"
    )
    model = Traced(MirrorSettings.model_validate(raw), raw, TRACE, "kafka_mirrors.a_to_b")
    return MirrorNode("a_to_b", "a", cluster, "b", cluster, 1, model, 1, Origin.default("x"), position)


def problems(**settings: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        MirrorSettings.model_validate({**ENDS, "topics": "x", **settings})
    return [problem["type"] for problem in caught.value.errors()]


def test_one_pattern_is_a_list_of_one() -> None:
    assert node(topics="x").topics == node(topics=["x"]).topics == ("x",)
    assert node(exclude="y").excluded == ("y",)


@pytest.mark.parametrize("pattern", ["", "a b", "a,b", "'a'", '"a"', "é", "a\n", 7, None])
def test_what_mirrormaker_would_read_otherwise_is_no_pattern(pattern: object) -> None:
    assert problems(topics=[pattern]) == ["mirror-pattern-invalid"]


@pytest.mark.parametrize(
    ("settings", "type_"),
    [
        ({"topics": []}, "too_short"),
        ({"engine": 3}, "literal_error"),
        ({"engine": "1"}, "literal_error"),
        ({"processes": 0}, "out-of-range"),
        ({"processes": 11}, "out-of-range"),
        ({"linger_ms": -1}, "greater_than_equal"),
        ({"heap": "big"}, "heap-size-invalid"),
        ({"stream": 1}, "extra_forbidden"),
    ],
)
def test_settings_are_strict(settings: dict[str, Any], type_: str) -> None:
    assert problems(**settings) == [type_]


@pytest.mark.parametrize(
    ("options", "heap"), [("-Xmx2G -Xms2G", "2G"), ("-Xms1g -Xmx2g", "2g"), ("  -Xmx512m ", "512m")]
)
def test_a_heap_in_options_of_a_jvm_is_its_largest_size(options: str, heap: str) -> None:
    assert MirrorProperties(heap_opts=options).heap_opts == heap


@pytest.mark.parametrize("options", ["2g", "-Xms2g", "-Xmx2g -XX:+UseG1GC", "", 2])
def test_other_options_are_no_heap(options: object) -> None:
    with pytest.raises(ValidationError, match="is no heap"):
        MirrorProperties.model_validate({"heap_opts": options})


def test_a_whitelist_is_read_as_mirrormaker_1_reads_it() -> None:
    assert wikimedia_whitelist(" 'eqiad\\..+, codfw\\..+' ") == r"eqiad\..+|codfw\..+"


@pytest.mark.parametrize(
    ("version", "engine", "both"),
    [("1.1.0", 1, False), ("3.4.1", 1, False), ("3.5.0", 1, True), ("3.9.2", 1, True), ("4.0.0", 2, False)],
)
def test_the_engine_follows_from_the_version(version: str, engine: int, both: bool) -> None:
    assert default_engine(version) == engine
    assert (serves(1, version) and serves(2, version)) is both


def test_each_mirror_of_a_host_has_room_for_ten_ports() -> None:
    nodes = [node(position, processes=2) for position in range(2)]
    assert [[one.rest_port(number) for number in range(2)] for one in nodes] == [[8083, 8084], [8093, 8094]]


def test_there_is_jmx_only_where_the_data_asks_for_it() -> None:
    assert node(2).jmx_port(0) is None


def test_ports_may_be_given() -> None:
    one = node(2, jmx_port=7000, rest_port=7100)
    assert [one.jmx_port(1), one.rest_port(1)] == [7001, 7101]


def test_names_follow_from_the_mirrors() -> None:
    assert node().service(1) == "kafka-mirror-a_to_b@1"
    assert (node().group, node(group_id="own").group) == ("kafka-mirror-a_to_b", "own")
