"""Keeps what offsets were before they were set, on disk before the first of them is written.

One JSON file an entry, numbered, in the user's state directory. An entry appears whole or not at all and survives a
loss of power; its state is what was known last, and undoing looks at the cluster for the rest.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from hiera_kafka import format_version
from hiera_kafka.clients.groups import Committed, TopicPartition
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position
from hiera_kafka.files import atomic, locks, user_directories
from hiera_kafka.ops.offsets.restore import Written

_FORMAT = 2
"""What is written. Format 1, of versions up to 0.3, has neither ids of topics nor ends of partitions."""


class EntryState(StrEnum):
    """How far an entry is known to have come."""

    PLANNED = "planned"
    """The old values are safe; whether the new ones were written, only the cluster knows."""
    WRITTEN = "written"
    """The new values were written and read back."""
    REFUSED = "refused"
    """The cluster wrote none of the new values."""
    UNDONE = "undone"
    """The old values are back."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One set of offsets that was written, or was about to be.

    Attributes:
        number: Names the entry, from 1.
        cluster_id: Kafka's own id of the cluster.
        bootstrap_servers: How it was reached.
        group: Consumer group.
        what: What was asked for, as on the command line.
        owner: User who asked.
        created: ISO 8601, UTC.
        state: How far it came.
        partitions: Old and new values.
        undoes: Number of the entry that this one undoes, None for one that sets.
        topic_ids: Topic to its id at that time, of the topics that had one.
    """

    number: int
    cluster_id: str
    bootstrap_servers: str
    group: str
    what: str
    owner: str
    created: str
    state: EntryState
    partitions: tuple[Written, ...]
    undoes: int | None = None
    topic_ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def can_be_undone(self) -> bool:
        """Whether something of it may still stand in the cluster."""
        return self.state in (EntryState.PLANNED, EntryState.WRITTEN)

    def to_dict(self) -> dict[str, Any]:
        """Return the form on disk."""
        return {
            "format": _FORMAT,
            "cluster_id": self.cluster_id,
            "bootstrap_servers": self.bootstrap_servers,
            "group": self.group,
            "what": self.what,
            "owner": self.owner,
            "created": self.created,
            "state": str(self.state),
            "undoes": self.undoes,
            "topic_ids": dict(self.topic_ids),
            "partitions": [
                {
                    "topic": one.partition.topic,
                    "partition": one.partition.partition,
                    "before": None if one.before is None else one.before.to_dict(),
                    "after": None if one.after is None else one.after.to_dict(),
                    "end": one.end,
                }
                for one in self.partitions
            ],
        }


def _entry(number: int, data: Mapping[str, Any], path: Path) -> JournalEntry:
    """Return what `to_dict` wrote, of this version of hiera-kafka or of an older one.

    Raises:
        HieraKafkaError: It is of a newer one.
        ValueError: A field has a value that none wrote.
        KeyError: A field is missing.
        TypeError: A field has another type.
    """
    form = format_version.known(data, path, _FORMAT)
    # Format 1 did not say what a topic was beside its name: that is unknown, and undoing says so.
    ids = data["topic_ids"] if form > 1 else {}
    texts = {name: data[name] for name in ("cluster_id", "bootstrap_servers", "group", "what", "owner", "created")}
    undoes = data["undoes"]
    if not all(isinstance(text, str) for text in texts.values()) or not (undoes is None or type(undoes) is int):
        raise TypeError("a field has another type")
    if not (isinstance(ids, dict) and all(isinstance(text, str) for text in ids.values())):
        raise TypeError("topic_ids has another type")
    return JournalEntry(
        number,
        **texts,
        state=EntryState(data["state"]),
        undoes=undoes,
        topic_ids=ids,
        partitions=tuple(
            Written(
                TopicPartition(str(one["topic"]), int(one["partition"])),
                None if one["before"] is None else Committed.of_dict(one["before"]),
                None if one["after"] is None else Committed.of_dict(one["after"]),
                _end(one["end"]) if form > 1 else None,
            )
            for one in data["partitions"]
        ),
    )


def _end(found: object) -> int | None:
    if found is not None and type(found) is not int:
        raise TypeError(f"no end of a partition: {found!r}")
    return found


class Journal:
    """The entries of one user on this machine."""

    def __init__(self, directory: Path) -> None:
        """Take the entries below `directory`, which need not exist yet."""
        self.directory = directory

    @classmethod
    def of_user(cls, environ: Mapping[str, str]) -> Journal:
        """Return the journal in the state directory of the user (XDG_STATE_HOME)."""
        return cls(user_directories.state(environ) / "offsets")

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Let no other process of this user write offsets or entries meanwhile; waits for one that does.

        Raises:
            HieraKafkaError: The directory cannot be made.
        """
        with self._refusing_unwritable():
            self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = locks.acquire(self.directory / "lock")
        with lock:
            yield

    def entries(self) -> list[JournalEntry]:
        """Return all entries, newest first.

        Raises:
            HieraKafkaError: One cannot be read.
        """
        return [self.entry(number) for number in sorted(self._numbers(), reverse=True)]

    def entry(self, number: int) -> JournalEntry:
        """Return one entry.

        Raises:
            HieraKafkaError: It is not there, or cannot be read.
        """
        path = self._path(number)
        try:
            return _entry(number, json.loads(path.read_text(encoding="utf-8")), path)
        except FileNotFoundError as error:
            known = ", ".join(map(str, sorted(self._numbers()))) or "none"
            text = f"the journal has no entry {number}, known are: {known}"
            hint = "`hiera-kafka offsets undo --list` shows them"
            raise HieraKafkaError(
                Diagnostic("unknown-journal-entry", text, (Position(str(self.directory)),), hint=hint)
            ) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            text = f"the journal's entry {number} cannot be read: {error}"
            hint = "what is legible can be set with `hiera-kafka offsets set --from-file`"
            raise HieraKafkaError(
                Diagnostic("offsets-journal-unreadable", text, (Position(str(path)),), hint=hint)
            ) from error

    def add(self, entry: JournalEntry) -> JournalEntry:
        """Keep a new entry under the next free number, and return it with that; call it with the lock held.

        When this returns, the entry is on disk.

        Raises:
            HieraKafkaError: It cannot be written.
        """
        numbered = replace(entry, number=max(self._numbers(), default=0) + 1)
        self._write(numbered)
        return numbered

    def mark(self, entry: JournalEntry, state: EntryState) -> JournalEntry:
        """Note how far an entry has come, and return it with that.

        Raises:
            HieraKafkaError: It cannot be written.
        """
        marked = replace(entry, state=state)
        self._write(marked)
        return marked

    def _write(self, entry: JournalEntry) -> None:
        content = f"{json.dumps(entry.to_dict(), indent=2)}\n".encode()
        with self._refusing_unwritable():
            atomic.write(self._path(entry.number), content, durability=atomic.Durability.ON_DISK)

    def _path(self, number: int) -> Path:
        return self.directory / f"{number:06}.json"

    def _numbers(self) -> list[int]:
        return [int(path.stem) for path in self.directory.glob("*.json") if path.stem.isdecimal()]

    @contextlib.contextmanager
    def _refusing_unwritable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            text = f"the journal of offsets cannot be written, so no offset is: {error.strerror or error}"
            where = (Position(str(error.filename or self.directory)),)
            hint = "make room or fix the permissions, or name another directory with XDG_STATE_HOME"
            raise HieraKafkaError(Diagnostic("offsets-journal-not-writable", text, where, hint=hint)) from error
