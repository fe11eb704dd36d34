"""The journal on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hiera_kafka.clients.groups import Committed, TopicPartition
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.ops.offsets.journal import EntryState, Journal, JournalEntry
from hiera_kafka.ops.offsets.restore import Written

ENTRY = JournalEntry(
    0,
    "cluster",
    "b:9092",
    "g",
    "--to-earliest",
    "me",
    "2026-01-31T12:00:00+00:00",
    EntryState.PLANNED,
    (
        Written(TopicPartition("events", 0), Committed(5, "note", 3), Committed(1), 70),
        Written(TopicPartition("events", 1), None, Committed(1)),
        Written(TopicPartition("events", 2), Committed(5), None),
    ),
    topic_ids={"events": "Hf9hhVqVQY2dO4qBkkDMsg"},
)

FORMAT_1 = {
    "format": 1,
    "cluster_id": "cluster",
    "bootstrap_servers": "b:9092",
    "group": "g",
    "what": "--to-earliest",
    "owner": "me",
    "created": "2026-01-31T12:00:00+00:00",
    "state": "written",
    "undoes": None,
    "partitions": [
        {
            "topic": "events",
            "partition": 0,
            "before": {"offset": 5, "metadata": "note", "leader_epoch": 3},
            "after": {"offset": 1, "metadata": "", "leader_epoch": -1},
        },
        {"topic": "events", "partition": 1, "before": None, "after": None},
    ],
}
"""As hiera-kafka 0.1 to 0.3 wrote it."""


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    made = Journal.of_user({"XDG_STATE_HOME": str(tmp_path)})
    with made.locked():
        return made


def test_it_lies_in_the_state_directory_of_the_user_who_alone_may_read_it(journal: Journal, tmp_path: Path) -> None:
    assert journal.directory == tmp_path / "hiera-kafka/offsets"
    assert journal.directory.stat().st_mode & 0o777 == 0o700
    assert Journal.of_user({}).directory == Path.home() / ".local/state/hiera-kafka/offsets"


def test_a_relative_state_home_counts_as_none(tmp_path: Path) -> None:
    """Where an undo is found must not depend on the directory that a command was started in."""
    found = Journal.of_user({"XDG_STATE_HOME": "state", "HOME": str(tmp_path)})
    assert found.directory == tmp_path / ".local/state/hiera-kafka/offsets"


def test_entries_are_numbered_and_come_back_as_they_were_newest_first(journal: Journal) -> None:
    first, second = journal.add(ENTRY), journal.add(ENTRY)

    assert (first.number, second.number) == (1, 2)
    assert journal.entries() == [second, first]
    assert journal.entry(1).partitions == ENTRY.partitions


def test_marking_changes_the_state_alone(journal: Journal) -> None:
    entry = journal.add(ENTRY)
    journal.mark(entry, EntryState.WRITTEN)

    assert journal.entry(1).state is EntryState.WRITTEN
    assert journal.entry(1).partitions == ENTRY.partitions


@pytest.mark.parametrize(
    ("state", "undoable"), [("planned", True), ("written", True), ("refused", False), ("undone", False)]
)
def test_what_may_still_stand_in_the_cluster_can_be_undone(journal: Journal, state: str, undoable: bool) -> None:
    assert journal.mark(journal.add(ENTRY), EntryState(state)).can_be_undone is undoable


def test_a_write_that_was_cut_off_leaves_no_entry(journal: Journal) -> None:
    (journal.directory / ".000001.json.0123456789abcdef").write_text('{"format": 1, "clu')

    assert journal.entries() == []
    assert journal.add(ENTRY).number == 1


def test_an_unknown_entry_is_refused_with_those_that_are_there(journal: Journal) -> None:
    journal.add(ENTRY)
    with pytest.raises(HieraKafkaError, match="no entry 7, known are: 1") as caught:
        journal.entry(7)
    assert caught.value.diagnostics[0].id == "unknown-journal-entry"


@pytest.mark.parametrize(
    "damage",
    [
        {"format": 0},
        {"format": "2"},
        {"topic_ids": {"events": 1}},
        {"topic_ids": None},
        {"partitions": [{"topic": "t", "partition": 0, "before": None, "after": None, "end": "1"}]},
        {"partitions": [{"topic": "t", "partition": 0, "before": None, "after": None}]},
        {"state": "half"},
        {"group": None},
        {"undoes": "1"},
        {"partitions": [{"topic": "t", "partition": 0, "before": {"offset": "1"}, "after": None}]},
        {"partitions": [1]},
    ],
)
def test_an_entry_that_is_damaged_is_named_and_not_guessed(journal: Journal, damage: dict[str, object]) -> None:
    journal.add(ENTRY)
    path = journal.directory / "000001.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **damage}))

    with pytest.raises(HieraKafkaError) as caught:
        journal.entries()
    assert caught.value.diagnostics[0].id == "offsets-journal-unreadable"
    assert caught.value.diagnostics[0].where[0].file == str(path)


def test_an_entry_of_an_older_version_is_read_without_what_that_did_not_know(journal: Journal) -> None:
    path = journal.directory / "000007.json"
    path.write_text(json.dumps(FORMAT_1))
    entry = journal.entry(7)

    assert (entry.group, entry.state, entry.topic_ids) == ("g", EntryState.WRITTEN, {})
    assert entry.partitions == (
        Written(TopicPartition("events", 0), Committed(5, "note", 3), Committed(1), None),
        Written(TopicPartition("events", 1), None, None, None),
    )
    journal.mark(entry, EntryState.UNDONE)
    assert journal.entry(7).partitions == entry.partitions


def test_an_entry_of_a_newer_version_is_refused_as_such(journal: Journal) -> None:
    journal.add(ENTRY)
    path = journal.directory / "000001.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 3}))

    for read in (journal.entries, lambda: journal.entry(1)):
        with pytest.raises(HieraKafkaError, match=f"{path} has the format 3, understood is up to 2") as caught:
            read()
        assert caught.value.diagnostics[0].id == "record-newer"


def test_a_directory_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "hiera-kafka").write_text("a file is in the way")
    with pytest.raises(HieraKafkaError) as caught, Journal.of_user({"XDG_STATE_HOME": str(tmp_path)}).locked():
        pass
    assert caught.value.diagnostics[0].id == "offsets-journal-not-writable"
