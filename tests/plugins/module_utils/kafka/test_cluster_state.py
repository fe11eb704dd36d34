"""What a gate asks of Kafka, against answers that a real broker gave (Kafka 3.9.2, recorded/)."""

from __future__ import annotations

import contextlib
import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka import cluster_state
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.cluster_state import Partition
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.codec import (
    CORRELATION,
    LARGE_ANSWER,
    ProtocolError,
    encode_array,
    encode_text,
)

RECORDED = json.loads((Path(__file__).parent / "recorded/kafka-3.9.2.json").read_text())
MIN_INSYNC = "min.insync.replicas"
DECODERS: dict[str, Callable[[bytes], Any]] = {
    "versions": cluster_state.decode_versions_response,
    "partitions": cluster_state.decode_partitions_response,
    "configs": lambda answer: cluster_state.decode_configs_response(answer, MIN_INSYNC),
    "reassignments": cluster_state.decode_reassignments_response,
}


def answer(name: str) -> bytes:
    return bytes.fromhex(RECORDED[name]["answer"])


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("versions", cluster_state.encode_versions_request()),
        ("partitions", cluster_state.encode_partitions_request()),
        ("configs", cluster_state.encode_configs_request(cluster_state.TOPIC, ["events", "gone"], MIN_INSYNC)),
        ("reassignments", cluster_state.encode_reassignments_request()),
    ],
)
def test_questions_are_those_that_the_broker_answered(name: str, request_: bytes) -> None:
    assert request_.hex() == RECORDED[name]["request"]


def test_every_partition_is_read_with_its_leader_replicas_and_isr() -> None:
    metadata, partitions = cluster_state.decode_partitions_response(answer("partitions"))
    assert [broker.id for broker in metadata.brokers] == [1001, 1003, 1002]
    assert metadata.controller == 1001
    assert partitions[0] == Partition("moving", 0, 1001, (1002, 1001), (1001,))
    assert {partition.name for partition in partitions[1:]} == {f"events-{number}" for number in range(6)}
    assert all(sorted(partition.isr) == [1001, 1002, 1003] for partition in partitions[1:])


def test_the_effective_option_of_each_topic_is_read_and_a_topic_that_is_gone_left_out() -> None:
    assert cluster_state.decode_configs_response(answer("configs"), MIN_INSYNC) == {"events": "2"}


def test_an_option_of_a_broker_is_read() -> None:
    option = "authorizer.class.name"
    assert cluster_state.decode_configs_response(answer("authorizer"), option) == {"1001": ""}


def test_reassignments_that_go_on_are_named() -> None:
    assert cluster_state.decode_reassignments_response(answer("reassignments")) == ("moving-0",)
    assert cluster_state.decode_reassignments_response(answer("no-reassignments")) == ()


def test_a_broker_that_is_not_the_controller_says_so() -> None:
    with pytest.raises(
        cluster_state.AnswerError, match="Kafka's error 41, This is not the correct controller"
    ) as caught:
        cluster_state.decode_reassignments_response(answer("not-controller"))
    assert caught.value.code == cluster_state.NOT_CONTROLLER


def test_what_a_broker_serves_is_read() -> None:
    served = cluster_state.decode_versions_response(answer("versions"))
    assert 0 in served[cluster_state.LIST_PARTITION_REASSIGNMENTS]
    assert 1 in served[cluster_state.DESCRIBE_CONFIGS]
    assert 5 in served[3]


def test_what_may_not_be_described_is_an_error_and_not_an_empty_answer() -> None:
    refused = struct.pack(">iiih", CORRELATION, 0, 1, 29) + encode_text("Topic authorization failed.")
    refused += b"\2" + encode_text("secret") + encode_array([])
    with pytest.raises(
        cluster_state.AnswerError, match=r"min\.insync\.replicas of secret is not in the answer: Kafka's error 29"
    ):
        cluster_state.decode_configs_response(refused, MIN_INSYNC)


def test_a_hundred_thousand_partitions_fit_into_the_limit() -> None:
    name = "t" * 249
    partition = struct.pack(">hii", 0, 0, 1) + 2 * struct.pack(">4i", 3, 1, 2, 3) + struct.pack(">i", 0)
    topic = struct.pack(">h", 0) + encode_text(name) + b"\0" + struct.pack(">i", 1) + partition
    head = struct.pack(">iii", CORRELATION, 0, 0) + struct.pack(">h", -1) + struct.pack(">i", 1)
    whole = head + struct.pack(">i", 100_000) + topic * 100_000
    assert len(whole) < LARGE_ANSWER
    _, partitions = cluster_state.decode_partitions_response(whole)
    assert len(partitions) == 100_000
    assert partitions[-1] == Partition(name, 0, 1, (1, 2, 3), (1, 2, 3))


@pytest.mark.parametrize("name", DECODERS)
def test_every_shortened_answer_is_refused(name: str) -> None:
    whole = answer(name)
    DECODERS[name](whole)
    for end in range(4, len(whole)):
        with pytest.raises(ProtocolError, match="ends in the middle"):
            DECODERS[name](whole[:end])


@pytest.mark.parametrize("name", DECODERS)
@given(data=st.binary(max_size=120))
def test_no_bytes_make_a_decoder_do_anything_but_decode_or_refuse(name: str, data: bytes) -> None:
    with contextlib.suppress(ProtocolError):
        DECODERS[name](struct.pack(">i", CORRELATION) + data)


@pytest.mark.parametrize("name", DECODERS)
@given(data=st.data())
def test_no_damaged_byte_does_more_than_give_another_answer_or_none(name: str, data: st.DataObject) -> None:
    damaged = bytearray(answer(name))
    damaged[data.draw(st.integers(4, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ProtocolError):
        DECODERS[name](bytes(damaged))
