"""Where a group is to read from, as the command line or a file says it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position

MAX_FILE_BYTES = 16 * 1024 * 1024
"""Larger files are not read; a line is about 40 bytes."""
MAX_OFFSET = 2**63 - 1
_NUMBER = re.compile(r"\d{1,19}")
_DURATION = TypeAdapter(timedelta)
_NO_DURATION = "is no duration of ISO 8601, such as PT1H30M or P2D"
_NAME = r"[A-Za-z0-9._-]{1,249}"
_SELECTOR = re.compile(rf"(?P<topic>{_NAME})(:(?P<partitions>\d{{1,9}}(,\d{{1,9}})*))?")


@dataclass(frozen=True, slots=True)
class ToOffset:
    """The same offset in each partition."""

    offset: int


@dataclass(frozen=True, slots=True)
class ToEarliest:
    """The first message that is still there."""


@dataclass(frozen=True, slots=True)
class ToLatest:
    """The next message that will be written."""


@dataclass(frozen=True, slots=True)
class ToTime:
    """The first message of a time or later; the next one that will be written where there is none.

    Attributes:
        timestamp_ms: Milliseconds since 1970, UTC.
    """

    timestamp_ms: int


@dataclass(frozen=True, slots=True)
class ShiftBy:
    """So many messages on, or back when negative."""

    number: int


@dataclass(frozen=True, slots=True)
class ToGiven:
    """An offset of its own for each partition that is named.

    Attributes:
        offsets: Partition to offset.
        lines: Partition to where its line stands, of those that come from a file.
    """

    offsets: Mapping[TopicPartition, int]
    lines: Mapping[TopicPartition, Position] = field(default_factory=dict)


Target = ToOffset | ToEarliest | ToLatest | ToTime | ShiftBy | ToGiven


@dataclass(frozen=True, slots=True)
class Selector:
    """A topic, or some of its partitions.

    Attributes:
        topic: Name.
        partitions: Numbers, None for all.
    """

    topic: str
    partitions: tuple[int, ...] | None = None


def parse_selector(text: str) -> Selector:
    """Return what `TOPIC` or `TOPIC:0,2` names, as Kafka's own tools write it.

    Raises:
        ValueError: Neither.
    """
    match = _SELECTOR.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is neither TOPIC nor TOPIC:0,2 (a topic and numbers of its partitions)")
    numbers = match["partitions"]
    if numbers is None:
        return Selector(match["topic"])
    return Selector(match["topic"], tuple(sorted({int(number) for number in numbers.split(",")})))


def parse_datetime(text: str) -> ToTime:
    """Return the time of an ISO 8601 date and time; one without a zone is UTC, as in Kafka's own tools.

    Raises:
        ValueError: It is none, or before 1970.
    """
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no date and time of ISO 8601, such as 2026-01-31T12:00:00Z") from None
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    return _since_1970(time, text)


def parse_duration(text: str, now: datetime) -> ToTime:
    """Return the time that is an ISO 8601 duration before `now`.

    Raises:
        ValueError: It is none, not positive, or reaches back before 1970.
    """
    length = parse_length(text)
    try:
        return _since_1970(now - length, text)
    except OverflowError:
        raise ValueError(f"{text!r} {_NO_DURATION}") from None


def parse_length(text: str) -> timedelta:
    """Return an ISO 8601 duration.

    Raises:
        ValueError: It is none, or negative.
    """
    try:
        length = _DURATION.validate_python(text) if text.startswith("P") else None
    except ValidationError:
        length = None
    if length is None or length < timedelta(0):
        raise ValueError(f"{text!r} {_NO_DURATION}")
    return length


def _since_1970(time: datetime, text: str) -> ToTime:
    timestamp = (time - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    if timestamp < 0:
        raise ValueError(f"{text!r} is before 1970, and Kafka counts from there")
    return ToTime(timestamp)


def read_offsets(path: Path, group: str) -> ToGiven:
    """Read lines of `topic,partition,offset` or `group,topic,partition,offset`, as `--export` of Kafka's tool writes.

    Args:
        path: The file.
        group: Whose lines are wanted, in a file with groups.

    Raises:
        HieraKafkaError: It cannot be read, a line is wrong or names a partition again, or no line is the group's.
    """
    offsets: dict[TopicPartition, int] = {}
    lines: dict[TopicPartition, Position] = {}
    wrong: list[Diagnostic] = []
    for number, row in enumerate(_rows(path), start=1):
        position = Position(str(path), number, 1)
        if not row:
            continue
        *owner, topic, partition, offset = row if len(row) in (3, 4) else ["", "", ""]
        if owner and owner[0] != group:
            continue
        place = TopicPartition(topic, int(partition)) if _NUMBER.fullmatch(partition) else None
        if place is None or not re.fullmatch(_NAME, topic) or not _NUMBER.fullmatch(offset) or int(offset) > MAX_OFFSET:
            wrong.append(_wrong(f"{','.join(row)!r} is not `topic,partition,offset`", position))
        elif place in offsets:
            wrong.append(_wrong(f"partition {place} stands there twice", position, lines[place]))
        else:
            offsets[place], lines[place] = int(offset), position
    if not offsets and not wrong:
        wrong.append(_wrong(f"no line is for group {group!r}", Position(str(path))))
    if wrong:
        raise HieraKafkaError(wrong)
    return ToGiven(offsets, lines)


def _rows(path: Path) -> list[list[str]]:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise HieraKafkaError(_wrong(f"it is larger than {MAX_FILE_BYTES} bytes", Position(str(path))))
        text = path.read_text(encoding="utf-8-sig")
        # Physical lines: a quoted line break would shift the numbers that messages name.
        return [next(csv.reader([line], strict=True), []) for line in text.splitlines()]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise HieraKafkaError(_wrong(f"it cannot be read: {error}", Position(str(path)))) from error


def _wrong(message: str, *where: Position) -> Diagnostic:
    return Diagnostic(
        "offsets-file-invalid",
        message,
        where=where,
        hint="each line is `topic,partition,offset`, or `group,topic,partition,offset`, without a heading",
    )
