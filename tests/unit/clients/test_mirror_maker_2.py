"""The records that MirrorMaker 2 writes; tests/local/test_offsets_translate.py has those of a real one."""

from __future__ import annotations

import struct

import pytest

from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.clients.mirror_maker_2 import Checkpoint, checkpoints, checkpoints_topic, copied, source_offsets_topic

PLACE = TopicPartition("eqiad.events", 3)
KEY = bytes.fromhex("0003") + b"app" + bytes.fromhex("000c") + b"eqiad.events" + bytes.fromhex("00000003")
"""Texts with their lengths, then the partition; in the order of Kafka's Checkpoint."""
VALUE = struct.pack(">hqqh", 0, 100, 98, 0)


def test_a_checkpoint_is_read() -> None:
    assert checkpoints({KEY: VALUE}) == [Checkpoint("app", PLACE, 100, 98)]
    assert checkpoints_topic("main-eqiad") == "main-eqiad.checkpoints.internal"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (KEY[:-1], VALUE),
        (KEY + b"\0", VALUE),
        (KEY, b"\0\1" + VALUE[2:]),
        (KEY, VALUE[:9]),
        (KEY, struct.pack(">hqqh", 0, 100, -1, 0)),
        (b"\xff\xff", VALUE),
        (b"\x7f\xffapp", VALUE),
        (b"\0\1\xff\0\0\0\0\0\0", VALUE),
        (b"", b""),
    ],
)
def test_what_is_no_checkpoint_proves_nothing(key: bytes, value: bytes) -> None:
    assert checkpoints({key: value}) == []


def test_how_far_a_mirror_has_copied_is_one_past_its_last_message() -> None:
    assert source_offsets_topic("main-eqiad") == "mm2-offsets.main-eqiad.internal"
    key = b'["MirrorSourceConnector",{"cluster":"main-eqiad","partition":3,"topic":"eqiad.events"}]'

    assert copied({key: b'{"offset":41}'}, "main-eqiad") == {PLACE: 42}
    assert copied({key: b'{"offset":41}'}, "main-codfw") == {}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (b'["MirrorHeartbeatConnector",{"cluster":"main-eqiad","partition":3,"topic":"t"}]', b'{"offset":1}'),
        (b'["MirrorSourceConnector",{"cluster":"main-eqiad","partition":"3","topic":"t"}]', b'{"offset":1}'),
        (b'["MirrorSourceConnector",{"cluster":"main-eqiad","partition":3,"topic":"t"}]', b'{"offset":-1}'),
        (b'["MirrorSourceConnector",{"cluster":"main-eqiad","partition":3,"topic":"t"}]', b'{"offset":"1"}'),
        (b'["MirrorSourceConnector",{"cluster":"main-eqiad","partition":3,"topic":"t"}]', b"[1]"),
        (b"[" * 100_000, b'{"offset":1}'),
        (b"\xff", b"\xff"),
    ],
)
def test_records_of_another_form_say_nothing(key: bytes, value: bytes) -> None:
    assert copied({key: value}, "main-eqiad") == {}
