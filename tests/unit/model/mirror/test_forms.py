"""Both forms of mirrors are read into one; messages are held by tests/cases/diagnostics."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.three_brokers import OWN, mirror, nodes, problems

PROPERTIES = (
    "{whitelist: 'x, y', num_streams: 12, offset_commit_interval_ms: 7000, heap_opts: -Xmx2G -Xms2G, acks: 1, "
    "linger_ms: 5, compression_type: lz4, producer_properties: {batch.size: 65536}, group_id: g, java_opts: -Dx=y, "
    "consumer_properties: {fetch.min.bytes: 2}}"
)


def test_wikimedias_form_makes_the_same_as_our_own(tmp_path: Path) -> None:
    more = (
        "profile::kafka::mirror::num_processes: 2",
        "profile::kafka:mirror:jmx_base_port: 7000",
        "kafka_mirror_engine: 2",
    )
    (theirs,) = nodes(tmp_path / "theirs", own=mirror("a-eqiad", "b-eqiad", PROPERTIES, *more))
    own = """\
kafka_mirrors:
  a-eqiad_to_b-eqiad:
    source: a-eqiad
    destination: b-eqiad
    topics: x|y
    streams: 12
    offset_commit_interval_ms: 7000
    heap: 2G
    acks: 1
    linger_ms: 5
    compression_type: lz4
    producer: {batch.size: 65536}
    consumer: {fetch.min.bytes: 2}
    group_id: g
    java_opts: -Dx=y
    processes: 2
    jmx_port: 7000
    engine: 2
"""
    (ours,) = nodes(tmp_path / "ours", own)
    assert theirs.settings.model == ours.settings.model
    assert (theirs.name, theirs.engine, theirs.processes) == (ours.name, 2, 2)


def test_settings_of_wikimedias_form_know_where_they_stand(tmp_path: Path) -> None:
    (node,) = nodes(tmp_path, own=mirror("a-eqiad", "b-eqiad", PROPERTIES, "profile::kafka::mirror::num_processes: 2"))
    places = [node.origin(*path).positions()[0] for path in [("source",), ("topics",), ("heap",), ("processes",)]]
    assert [place.line for place in places] == [1, 3, 3, 4]
    assert node.origin("producer", "batch.size").positions()[0].column > places[2].column
    assert node.origin("exclude").positions() == ()


def test_without_a_whitelist_everything_is_taken(tmp_path: Path) -> None:
    (node,) = nodes(tmp_path, own=mirror("a-eqiad", "b-eqiad"))
    assert node.topics == (".*",)
    assert node.origin("topics").rule == "profile::kafka::mirror: whitelist"


@pytest.mark.parametrize(
    ("data", "id_"),
    [
        ("kafka_mirrors: [a]\n", "wrong-type"),
        ("kafka_mirrors: {a_to_b: 1}\n", "wrong-type"),
        (OWN.replace("source: a-eqiad, ", ""), "missing-key"),
        (OWN.replace("  a-eqiad_to_b-eqiad:", "  x:"), "mirror-name-invalid"),
        (
            OWN.replace("source: a-eqiad", "source: a-eqiat").replace("  a-eqiad_to", "  a-eqiat_to"),
            "mirror-unknown-cluster",
        ),
        (OWN.replace("n: a-eqiad", "n: b-eqiad").replace("to_a-", "to_b-"), "mirror-unknown-cluster"),
        (OWN.replace("topics: x", "topics: x, engine: 2"), None),
    ],
)
def test_what_is_wrong_is_said_once_though_every_host_sees_it(tmp_path: Path, data: str, id_: str | None) -> None:
    assert [problem.id for problem in problems(tmp_path, data)] == ([id_] if id_ else [])
