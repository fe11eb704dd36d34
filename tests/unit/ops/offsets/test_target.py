"""Targets as the command line and files say them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.ops.offsets import target
from hiera_kafka.ops.offsets.target import Selector, parse_datetime, parse_duration, parse_selector, read_offsets

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("events", Selector("events")),
        ("eqiad.swift.search_updates.upload-complete", Selector("eqiad.swift.search_updates.upload-complete")),
        ("events:0", Selector("events", (0,))),
        ("events:2,0,2", Selector("events", (0, 2))),
    ],
)
def test_a_topic_may_come_with_partitions(text: str, expected: Selector) -> None:
    assert parse_selector(text) == expected


@pytest.mark.parametrize(
    "text", ["", "a b", "events:", "events:1,", "events:-1", "events:1-3", ":1", "../x", "a" * 250]
)
def test_what_is_no_topic_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is neither TOPIC nor TOPIC:0,2"):
        parse_selector(text)


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("1970-01-01", 0),
        ("1970-01-01T00:00:01", 1000),
        ("1970-01-01T00:00:00.123", 123),
        ("1970-01-01T02:00:00+02:00", 0),
        ("1970-01-01T00:00:00Z", 0),
        ("2026-01-31T12:00:00Z", 1769860800000),
    ],
)
def test_a_time_without_a_zone_is_utc(text: str, milliseconds: int) -> None:
    assert parse_datetime(text).timestamp_ms == milliseconds


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "1769860800000", "1969-12-31T23:59:59Z"])
def test_what_is_no_time_that_kafka_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"ISO 8601|before 1970"):
        parse_datetime(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("PT1H30M", 5400), ("P2D", 172800), ("P1DT1S", 86401), ("PT0S", 0), ("PT0.5S", 0.5)],
)
def test_a_duration_counts_back_from_now(text: str, seconds: float) -> None:
    assert parse_duration(text, NOW).timestamp_ms == NOW.timestamp() * 1000 - seconds * 1000


@pytest.mark.parametrize("text", ["", "P", "1h", "3600", "-PT1H", "PT", "1 day", "P99999Y", "P9999999999D"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"ISO 8601|before 1970"):
        parse_duration(text, NOW)


def _file(directory: Path, text: str) -> Path:
    path = directory / "offsets.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_both_forms_of_kafkas_own_tool_are_read(tmp_path: Path) -> None:
    path = _file(tmp_path, '"g","events",0,5\nother,events,0,7\n\nevents,1,6\n')
    found = read_offsets(path, "g")

    assert found.offsets == {TopicPartition("events", 0): 5, TopicPartition("events", 1): 6}
    assert [position.line for position in found.lines.values()] == [1, 4]


def test_every_wrong_line_is_named_with_its_place(tmp_path: Path) -> None:
    path = _file(tmp_path, "events,0,5\nevents,0,6\ntopic,partition,offset\nevents,1,-1\na/b,1,1\nx,1\n")

    with pytest.raises(HieraKafkaError) as caught:
        read_offsets(path, "g")

    assert {diagnostic.id for diagnostic in caught.value.diagnostics} == {"offsets-file-invalid"}
    assert [diagnostic.where[0].line for diagnostic in caught.value.diagnostics] == [2, 3, 4, 5, 6]
    assert caught.value.diagnostics[0].where[1].line == 1


@pytest.mark.parametrize(("text", "words"), [("", "no line is for group 'g'"), ("h,events,0,1\n", "no line is for")])
def test_a_file_without_the_group_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(HieraKafkaError, match=words):
        read_offsets(_file(tmp_path, text), "g")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "bytes", tmp_path / "missing", tmp_path, _file(tmp_path, '"events,0,1\n')):
        with pytest.raises(HieraKafkaError, match="it cannot be read"):
            read_offsets(path, "g")
    monkeypatch.setattr(target, "MAX_FILE_BYTES", 3)
    with pytest.raises(HieraKafkaError, match="larger than 3 bytes"):
        read_offsets(_file(tmp_path, "events,0,1\n"), "g")


@given(st.dictionaries(st.integers(0, 1000), st.integers(0, target.MAX_OFFSET), min_size=1))
def test_what_is_written_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, offsets: dict[int, int]) -> None:
    lines = "".join(f"events,{partition},{offset}\n" for partition, offset in offsets.items())
    path = _file(tmp_path_factory.mktemp("csv"), lines)

    found = read_offsets(path, "g").offsets
    assert found == {TopicPartition("events", partition): offset for partition, offset in offsets.items()}
