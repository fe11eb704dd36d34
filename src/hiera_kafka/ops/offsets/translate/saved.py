"""Translations that were saved while both datacenters answered, for the night when one does not.

A saved translation stays true: the group only goes on, and what arrives later lies after it. Only setting the group
back at the source makes it wrong; the file says when it was taken, so that an operator can see it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hiera_kafka import format_version
from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position
from hiera_kafka.files import atomic, user_directories

MAX_BYTES = 64 * 1024 * 1024
"""Larger files are not read; a partition is about ten bytes."""

_FORMAT = 2

_Offset = Annotated[int, Field(ge=0, lt=2**63)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class _File(_Strict):
    """The form on disk."""

    # Files of format 1, of versions up to 0.3, have no ids of topics.
    format: Annotated[int, Field(ge=1, le=_FORMAT)]
    taken_ms: _Offset
    source: str
    source_id: str
    destination: str
    destination_id: str
    # Group to topic to the offset of each partition, in order of their numbers.
    groups: dict[str, dict[str, list[_Offset]]]
    topic_ids: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """Translations of groups at one time.

    Attributes:
        path: The file.
        taken_ms: When they were made, in milliseconds since 1970.
        source: Name of the cluster that the groups read.
        source_id: Kafka's own id of it.
        destination: Name of the cluster that the offsets are of.
        destination_id: Kafka's own id of it.
        groups: Group to topic to the offset of each partition.
        topic_ids: Topic of the destination to its id at that time, of those that have one and offsets here.
    """

    path: Path
    taken_ms: int
    source: str
    source_id: str
    destination: str
    destination_id: str
    groups: Mapping[str, Mapping[str, list[int]]]
    topic_ids: Mapping[str, str] = field(default_factory=dict)

    def recreated(self, topic: str, now: Mapping[str, str]) -> str | None:
        """Return how it shows that a topic of the destination was deleted and made again since; None when nothing does.

        Args:
            topic: Its name.
            now: Topic to its id, of those that have one.
        """
        before, after = self.topic_ids.get(topic), now.get(topic)
        if before is None or after is None or before == after:
            return None
        return f"{topic} was made again since: it had id {before} in {self.destination} and has id {after}"

    def topics(self, group: str) -> set[str]:
        """Return the topics that it has offsets of."""
        return set(self.groups.get(group, {}))

    def offsets(self, group: str, topic: str) -> dict[TopicPartition, int] | None:
        """Return the offsets of a group and topic, None when it has none."""
        found = self.groups.get(group, {}).get(topic)
        return None if found is None else {TopicPartition(topic, number): offset for number, offset in enumerate(found)}

    def check(self, source: str, destination: str, destination_id: str) -> None:
        """Refuse to be used for other clusters.

        Raises:
            HieraKafkaError: It is of other clusters, or of one that was made anew under its name.
        """
        ours, asked = f"{self.source} to {self.destination}", f"{source} to {destination}"
        if ours != asked:
            raise HieraKafkaError(_wrong(self.path, f"it is of {ours}, not of {asked}"))
        if self.destination_id != destination_id:
            text = f"it is of a {destination} with id {self.destination_id}, and this one has {destination_id}"
            raise HieraKafkaError(_wrong(self.path, text))


def standard_path(environ: Mapping[str, str], source: str, destination: str) -> Path:
    """Return where translations of two clusters are saved when no file is named: in the user's state directory."""
    return user_directories.state(environ) / "translations" / f"{source}_to_{destination}.json"


def read_picture(path: Path) -> Picture:
    """Read a file.

    Raises:
        HieraKafkaError: It cannot be read, or is none, or is of a newer version of hiera-kafka.
    """
    content = b""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise HieraKafkaError(_wrong(path, f"it is larger than {MAX_BYTES} bytes"))
        content = path.read_bytes()
        found = _File.model_validate_json(content)
    except OSError as error:
        raise HieraKafkaError(_wrong(path, f"it cannot be read: {error.strerror or error}")) from error
    except ValidationError as error:
        with contextlib.suppress(ValueError, RecursionError):  # what is none at all is said below
            format_version.known(json.loads(content), path, _FORMAT)
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise HieraKafkaError(_wrong(path, f"{where or 'it'}: {first['msg']}")) from error
    data: dict[str, Any] = {name: getattr(found, name) for name in _File.model_fields if name != "format"}
    return Picture(path, **data)


def write_picture(picture: Picture) -> None:
    """Write its file: whole, or not at all; what was there before stays until then.

    Raises:
        HieraKafkaError: It cannot be written.
    """
    names = ("taken_ms", "source", "source_id", "destination", "destination_id", "groups", "topic_ids")
    data = {"format": _FORMAT, **{name: getattr(picture, name) for name in names}}
    path = picture.path
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        atomic.write(path, f"{json.dumps(data, indent=1, ensure_ascii=False)}\n".encode())
    except OSError as error:
        text = f"the translations cannot be saved: {error.strerror or error}"
        where = (Position(str(error.filename or path)),)
        hint = "make room or fix the permissions, or name another file with --file"
        raise HieraKafkaError(Diagnostic("translation-not-writable", text, where, hint=hint)) from error


def time_text(timestamp_ms: int) -> str:
    """Return a time in ISO 8601, UTC, to the millisecond."""
    try:
        return (
            datetime.fromtimestamp(timestamp_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        )
    except (OverflowError, ValueError, OSError):
        return f"{timestamp_ms} ms after 1970"  # producers may write any number


def _wrong(path: Path, text: str) -> Diagnostic:
    return Diagnostic(
        "translation-invalid",
        f"the saved translations cannot be used: {text}",
        (Position(str(path)),),
        hint="`hiera-kafka offsets save --from SOURCE --to DESTINATION` writes them, while both clusters answer",
    )
