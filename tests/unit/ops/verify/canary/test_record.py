"""The records of the canary."""

from __future__ import annotations

import json

import pytest

from hiera_kafka.ops.verify.canary.record import CanaryRun, is_ours


def test_no_two_records_are_alike() -> None:
    one, other = CanaryRun(), CanaryRun()
    records = [one.record("main:1:PLAINTEXT"), one.record("main:2:PLAINTEXT"), other.record("main:1:PLAINTEXT")]

    assert len({record.key for record in records}) == len({record.value for record in records}) == 3
    assert one.record("main:1:PLAINTEXT").value != records[0].value


def test_a_record_says_where_it_comes_from_and_is_small() -> None:
    run = CanaryRun()
    record = run.record(f"{'n' * 128}_to_{'n' * 128}:2147483647")

    value = json.loads(record.value)
    assert (value["run"], value["way"]) == (run.id, record.key.decode().split(":", 2)[2])
    assert len(record.key) + len(record.value) < 1024


@pytest.mark.parametrize("key", [None, b"", b"hiera-kafka-canary", b"orders:1"])
def test_records_of_others_are_told_from_ours(key: bytes | None) -> None:
    assert is_ours(CanaryRun().record("a").key)
    assert not is_ours(key)
