"""Tables of `hiera-kafka offsets`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiera_kafka.cli.offsets import text
from hiera_kafka.clients.groups import ActiveMember, Committed, ConsumerGroup, Range, TopicPartition
from hiera_kafka.ops.offsets.execution import OffsetPlan, Undo
from hiera_kafka.ops.offsets.identity import Identity
from hiera_kafka.ops.offsets.journal import EntryState, JournalEntry
from hiera_kafka.ops.offsets.plan import OffsetChange
from hiera_kafka.ops.offsets.restore import Restore, Standing, Written
from hiera_kafka.ops.offsets.view import GroupPosition, GroupView

PLACE = TopicPartition("t", 0)
MEMBER = ActiveMember("app", "10.0.0.1", "m", (PLACE,))


def _plan(old: int | None, new: int) -> OffsetPlan:
    committed = None if old is None else Committed(old)
    return OffsetPlan(ConsumerGroup("g", "Empty"), (OffsetChange(PLACE, Range(0, 9), committed, new),))


def test_each_change_says_what_it_means_for_the_reader() -> None:
    effects = [text.change_rows(_plan(*pair))[0][-1] for pair in ((5, 5), (None, 2), (5, 7), (5, 1), (12, 9))]

    assert effects == [
        "stays",
        "starts there, 7 to read",
        "2 skipped",
        "4 read again",
        "nothing skipped or read again",
    ]


def test_a_plan_ends_with_its_sum() -> None:
    assert text.plan_end(_plan(5, 1)) == "1 partition to write: at most 0 messages skipped, 4 read again."
    assert text.plan_end(_plan(5, 5)) == "Every partition is there already: nothing to write."


def test_a_group_is_shown_with_its_consumers() -> None:
    view = GroupView(
        ConsumerGroup("g", "Stable", (MEMBER,)), (GroupPosition(PLACE, Committed(3), Range(0, 9), MEMBER),)
    )

    assert text.head(view) == "Group g is Stable: app@10.0.0.1; lag 6"
    assert text.position_rows(view) == [("t", "0", "0", "3", "9", "6", "app@10.0.0.1")]
    assert text.group_rows([view]) == [("g", "Stable", "1", "1", "1", "6")]
    assert text.head(GroupView(ConsumerGroup("g", "Empty"), ())) == "Group g is Empty: no active consumer, lag 0"


def test_partitions_that_are_gone_and_offsets_that_are_not_there_are_reported() -> None:
    view = GroupView(ConsumerGroup("g", "Empty"), (GroupPosition(PLACE, None, None, None),))

    assert text.position_rows(view) == [("t", "0", "gone", "none", "gone", "?", "-")]


def test_undoing_shows_what_was_what_was_set_and_what_is() -> None:
    written = Written(PLACE, None, Committed(5))
    entry = JournalEntry(
        3, "id", "b:1", "g", "--to-offset 5", "me", "2026-01-31T12:00:00+00:00", EntryState.WRITTEN, (written,)
    )
    rows = {
        standing: text.restore_rows(
            Undo(entry, ConsumerGroup("g", "Empty"), (Restore(written, Committed(5), standing),))
        )[0]
        for standing in Standing
    }

    assert rows[Standing.RESTORE] == ("t", "0", "none", "5", "5", "back to none")
    assert [row[-1] for row in rows.values()] == [
        "back to none",
        "is as it was",
        "has moved on since",
        "the partition is gone",
        "the topic was made again since",
    ]
    found = Undo(entry, ConsumerGroup("g", "Empty"), (Restore(written, None, Standing.ALREADY),))
    assert text.undo_head(found) == "Entry 3, 2026-01-31T12:00:00+00:00, by me: --to-offset 5 of group g"
    assert "as they were before" in text.nothing_to_restore(found)
    gone = Undo(entry, ConsumerGroup("g", "Empty"), (Restore(written, None, Standing.GONE),))
    assert "is gone" in text.nothing_to_restore(gone)
    again = Undo(entry, ConsumerGroup("g", "Empty"), (Restore(written, None, Standing.RECREATED),))
    assert "made again" in text.nothing_to_restore(again)
    assert text.undo_notes(gone) == []
    (note,) = text.undo_notes(replace(gone, identity=Identity({}, ("t", "u"))))
    assert note.startswith("Whether t, u was deleted and made again since cannot be told")
    assert text.entry_rows([entry]) == [("3", "2026-01-31T12:00:00+00:00", "me", "g", "--to-offset 5", "1", "written")]


@pytest.mark.parametrize(
    ("committed", "stable", "note"),
    [
        (None, 9, None),
        (5, 9, None),
        (1, 9, "t:0 has deleted 2 offsets that the group did not read. Consumers go on where their auto.offset.reset"),
        (12, 9, "t:0 ends at 9, before what the group committed: the topic was made again, or lost its end. Consumers"),
        (5, 7, "t:0 has an open transaction from offset 7 on: consumers with isolation.level=read_committed are given"),
    ],
)
def test_what_keeps_a_group_from_going_on_is_said(committed: int | None, stable: int, note: str | None) -> None:
    old = None if committed is None else Committed(committed)
    view = GroupView(ConsumerGroup("g", "Empty"), (GroupPosition(PLACE, old, Range(3, 9), None, stable),))

    assert [found.startswith(note or "-") for found in text.position_notes(view)] == ([True] if note else [])
