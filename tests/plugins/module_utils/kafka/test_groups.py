"""What Kafka says of a group, against answers that a real broker gave (Kafka 3.9.2, recorded/groups-3.9.2.json).

The consumers are a MirrorMaker 1 with two streams, the worker is a MirrorMaker 2 with internal REST.
"""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka import groups
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.cluster_state import AnswerError
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.codec import (
    CORRELATION,
    ProtocolError,
    encode_text,
)
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.groups import Group, GroupMember
from lib.clusters.recorded_groups import GROUP, RECORDED, answer, broker


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("coordinator", groups.encode_coordinator_request(GROUP)),
        ("consumers", groups.encode_groups_request(GROUP)),
        ("workers", groups.encode_groups_request("main-eqiad-mm2")),
        ("no-group", groups.encode_groups_request("nobody")),
    ],
)
def test_questions_are_those_that_the_broker_answered(name: str, request_: bytes) -> None:
    assert request_.hex() == RECORDED[name]["request"]


def test_the_coordinator_is_read() -> None:
    assert groups.decode_coordinator_response(answer("coordinator")) == ("127.0.2.1", 9092)


def test_members_are_read_with_the_name_and_the_address_of_their_client() -> None:
    members = tuple(GroupMember(f"{GROUP}-{stream}", "127.0.0.1") for stream in (0, 1))
    assert groups.decode_groups_response(answer("consumers")) == Group("Stable", members)
    worker = GroupMember("kafka-mirror-host-x@0", "127.0.0.1")
    assert groups.decode_groups_response(answer("workers")) == Group("Stable", (worker,))


def test_a_group_that_nobody_made_is_dead_and_empty() -> None:
    assert groups.decode_groups_response(answer("no-group")) == Group("Dead", ())


def test_a_group_is_asked_of_the_coordinator_that_the_first_broker_names() -> None:
    with broker([b"", answer("consumers")]) as port:
        found = groups.ask_group(GROUP, "127.0.0.1", port)
    assert found.own_address == "127.0.0.1"
    assert len(found.members) == 2


def test_a_coordinator_that_is_not_there_yet_is_an_error_of_its_own() -> None:
    words = "The coordinator is not available."
    told = struct.pack(">iih", CORRELATION, 0, 15) + encode_text(words) + struct.pack(">i", -1)
    with pytest.raises(AnswerError, match=words) as caught:
        groups.decode_coordinator_response(told + encode_text("") + struct.pack(">i", -1))
    assert caught.value.code == 15


def test_a_broker_that_coordinates_the_group_no_more_says_so() -> None:
    empty = encode_text("")
    told = struct.pack(">iiih", CORRELATION, 0, 1, 16) + encode_text(GROUP) + empty * 3 + struct.pack(">i", 0)
    with pytest.raises(AnswerError, match="Kafka's error 16"):
        groups.decode_groups_response(told)


def test_an_answer_without_the_group_is_none() -> None:
    with pytest.raises(ProtocolError, match="about 0 groups"):
        groups.decode_groups_response(struct.pack(">iii", CORRELATION, 0, 0))


@given(st.binary(max_size=400))
def test_no_bytes_after_the_header_are_anything_but_read_or_refused(data: bytes) -> None:
    for decode in (groups.decode_groups_response, groups.decode_coordinator_response):
        try:
            decode(struct.pack(">i", CORRELATION) + data)
        except (ProtocolError, AnswerError):
            continue


@given(st.integers(0, len(RECORDED["consumers"]["answer"]) // 2 - 1))
def test_a_real_answer_that_is_cut_off_is_refused(length: int) -> None:
    with pytest.raises(ProtocolError):
        groups.decode_groups_response(answer("consumers")[:length])
