"""What a broker is asked, and how its answer is read."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka import broker_metadata

REQUEST = bytes.fromhex("0000001a0003000568696b61000b68696572612d6b61666b610000000000")


def text(value: str | None) -> bytes:
    return struct.pack(">h", -1) if value is None else struct.pack(">h", len(value.encode())) + value.encode()


def response(brokers: list[tuple[int, str, int, str | None]], controller: int) -> bytes:
    answer = struct.pack(">iii", 0x68696B61, 0, len(brokers))
    for number, host, port, rack in brokers:
        answer += struct.pack(">i", number) + text(host) + struct.pack(">i", port) + text(rack)
    return answer + text("cluster") + struct.pack(">ii", controller, 0)


def test_the_question_is_metadata_version_5_for_no_topic() -> None:
    assert broker_metadata.encode_metadata_request() == REQUEST


def test_an_answer_names_the_registered_brokers_and_the_controller() -> None:
    metadata = broker_metadata.decode_metadata_response(response([(1, "k1", 9092, "a"), (2, "k2", 9092, None)], 2))
    assert metadata == broker_metadata.Metadata(
        (broker_metadata.RegisteredBroker(1, "k1", 9092), broker_metadata.RegisteredBroker(2, "k2", 9092)), 2
    )


def test_a_cluster_without_controller_says_so() -> None:
    assert broker_metadata.decode_metadata_response(response([], -1)).controller is None


def test_an_answer_to_another_question_is_refused() -> None:
    with pytest.raises(broker_metadata.ProtocolError, match="another question"):
        broker_metadata.decode_metadata_response(b"\0" * 40)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_decoder_do_anything_but_decode_or_refuse(data: bytes) -> None:
    with contextlib.suppress(broker_metadata.ProtocolError):
        broker_metadata.decode_metadata_response(struct.pack(">i", 0x68696B61) + data)


def test_every_shortened_answer_is_refused() -> None:
    answer = response([(1, "k1", 9092, None)], 1)[:-4]
    for end in range(4, len(answer)):
        with pytest.raises(broker_metadata.ProtocolError, match="ends in the middle"):
            broker_metadata.decode_metadata_response(answer[:end])
