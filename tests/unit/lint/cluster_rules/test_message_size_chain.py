"""Sizes along a message's way."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import found, lint_tree
from lib.data.three_brokers import CLUSTER, CLUSTERS, THREE, hosts, mirror


def with_config(*lines: str) -> str:
    return THREE.replace(CLUSTER, CLUSTER + "    config:\n" + "".join(f"      {line}\n" for line in lines))


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["message.max.bytes: 2000000"], 14),
        (["replica.fetch.max.bytes: 1000"], 14),
        (["message.max.bytes: 2000000", "replica.fetch.max.bytes: 1500000"], 15),
        (["socket.request.max.bytes: 1000000"], 14),
    ],
)
def test_a_smaller_size_is_found_where_it_is_set(tmp_path: Path, lines: list[str], place: int) -> None:
    report = lint_tree(tmp_path, with_config(*lines), select="message-size-chain")

    assert found(report) == [("message-size-chain", "common.yaml", place)]


def test_the_key_that_sets_both_is_fine(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, f"kafka_message_max_bytes: 8388608\n{THREE}", select="message-size-chain")

    assert report.findings == ()


CLIENTS = [
    "{producer_properties: {max.request.size: 1000}}",
    "{consumer_properties: {max.partition.fetch.bytes: 1000}}",
]


@pytest.mark.parametrize("properties", CLIENTS)
def test_a_mirror_that_cannot_carry_the_messages_of_its_source_is_found(tmp_path: Path, properties: str) -> None:
    data = hosts(b=mirror("a-eqiad", "b-eqiad", properties))

    report = lint_tree(tmp_path, CLUSTERS, hosts=data, select="message-size-chain")

    assert found(report) == [("message-size-chain", "b1.example.org.yaml", 3)]
