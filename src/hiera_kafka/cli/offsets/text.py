"""Tables of `hiera-kafka offsets`."""

from __future__ import annotations

from collections.abc import Sequence

from hiera_kafka.clients.groups import Committed
from hiera_kafka.ops.offsets.execution import OffsetPlan, Undo
from hiera_kafka.ops.offsets.journal import JournalEntry
from hiera_kafka.ops.offsets.plan import OffsetChange, totals
from hiera_kafka.ops.offsets.restore import Restore, Standing
from hiera_kafka.ops.offsets.view import GroupPosition, GroupView

_RESET = "Consumers go on where their auto.offset.reset says."

Row = tuple[str, ...]

GROUPS = ("group", "state", "members", "topics", "partitions", "lag")
POSITIONS = ("topic", "partition", "first", "committed", "end", "lag", "read by")
CHANGES = ("topic", "partition", "may be", "is", "becomes", "effect")
RESTORES = ("topic", "partition", "was", "was set to", "is", "effect")
ENTRIES = ("entry", "when", "who", "group", "what", "partitions", "state")


def group_rows(views: Sequence[GroupView]) -> list[Row]:
    """Return a row for each group."""
    return [
        (
            view.group.name,
            view.group.state,
            str(len(view.group.members)),
            str(len({position.partition.topic for position in view.positions})),
            str(len(view.positions)),
            str(view.lag),
        )
        for view in views
    ]


def head(view: GroupView) -> str:
    """Return one line on a group: its state, and who its active consumers are."""
    members = view.group.members
    if not view.group.is_active:
        return f"Group {view.group.name} is {view.group.state}: no active consumer, lag {view.lag}"
    named = ", ".join(str(member) for member in members) or "members that are just joining"
    return f"Group {view.group.name} is {view.group.state}: {named}; lag {view.lag}"


def position_rows(view: GroupView) -> list[Row]:
    """Return a row for each partition of a group."""
    return [
        (
            position.partition.topic,
            str(position.partition.partition),
            "gone" if position.range is None else str(position.range.earliest),
            _offset(position.committed),
            "gone" if position.end is None else str(position.end),
            "?" if position.lag is None else str(position.lag),
            "-" if position.member is None else str(position.member),
        )
        for position in view.positions
    ]


def position_notes(view: GroupView) -> list[str]:
    """Return a line for each partition in which consumers do not simply go on from what is committed."""
    return [note for position in view.positions if (note := _note(position))]


def _note(position: GroupPosition) -> str | None:
    place, committed = position.partition, position.committed
    if committed is None or position.range is None:
        return None
    if position.is_past_the_end:
        why = "the topic was made again, or lost its end"
        return f"{place} ends at {position.range.latest}, before what the group committed: {why}. {_RESET}"
    if committed.offset < position.range.earliest:
        number = position.range.earliest - committed.offset
        return f"{place} has deleted {number} offsets that the group did not read. {_RESET}"
    if position.open_from is not None:
        end = position.range.latest
        return (
            f"{place} has an open transaction from offset {position.open_from} on: consumers with "
            f"isolation.level=read_committed are given nothing from there to {end} before it ends."
        )
    return None


def change_rows(plan: OffsetPlan) -> list[Row]:
    """Return a row for each partition of a plan."""
    return [
        (
            change.partition.topic,
            str(change.partition.partition),
            str(change.range),
            _offset(change.old),
            str(change.new),
            _effect(change),
        )
        for change in plan.changes
    ]


def _effect(change: OffsetChange) -> str:
    if not change.needed:
        return "stays"
    if change.old is None:
        return f"starts there, {change.range.latest - change.new} to read"
    if change.skipped:
        return f"{change.skipped} skipped"
    return f"{change.reread} read again" if change.reread else "nothing skipped or read again"


def plan_end(plan: OffsetPlan) -> str:
    """Return the sum of a plan in one line."""
    if not plan.needed:
        return "Every partition is there already: nothing to write."
    skipped, reread = totals(plan.needed)
    return f"{_partitions(len(plan.needed))} to write: at most {skipped} messages skipped, {reread} read again."


def restore_rows(undo: Undo) -> list[Row]:
    """Return a row for each partition of undoing."""
    return [
        (
            one.written.partition.topic,
            str(one.written.partition.partition),
            _offset(one.written.before),
            _offset(one.written.after),
            _offset(one.now),
            _standing(one),
        )
        for one in undo.partitions
    ]


def _standing(one: Restore) -> str:
    return {
        Standing.RESTORE: _back(one),
        Standing.ALREADY: "is as it was",
        Standing.MOVED: "has moved on since",
        Standing.GONE: "the partition is gone",
        Standing.RECREATED: "the topic was made again since",
    }[one.standing]


def _back(one: Restore) -> str:
    if one.target == one.written.before:
        return f"back to {_offset(one.written.before)}"
    return f"to {_offset(one.target)}, the nearest to {_offset(one.written.before)} that is there"


def undo_notes(undo: Undo) -> list[str]:
    """Return lines on what undoing cannot tell."""
    if not undo.identity.unknown:
        return []
    topics = ", ".join(undo.identity.unknown)
    why = "the entry is of an older hiera-kafka, or the brokers are older than Kafka 2.8"
    return [f"Whether {topics} was deleted and made again since cannot be told: no id is known, since {why}."]


def undo_head(undo: Undo) -> str:
    """Return one line on an entry that is to be undone."""
    entry = undo.entry
    return f"Entry {entry.number}, {entry.created}, by {entry.owner}: {entry.what} of group {entry.group}"


def nothing_to_restore(undo: Undo) -> str:
    """Return why undoing an entry has nothing to write."""
    standings = {one.standing for one in undo.partitions}
    if standings == {Standing.ALREADY}:
        return "All offsets are as they were before: nothing of it was written, or it is undone already."
    if Standing.RECREATED in standings:
        return "Nothing can be restored: what is not as it was before is gone, or of a topic that was made again."
    return "Nothing can be restored: what is not as it was before is gone."


def entry_rows(entries: Sequence[JournalEntry]) -> list[Row]:
    """Return a row for each entry of the journal."""
    return [
        (
            str(entry.number),
            entry.created,
            entry.owner,
            entry.group,
            entry.what,
            str(len(entry.partitions)),
            str(entry.state),
        )
        for entry in entries
    ]


def _offset(committed: Committed | None) -> str:
    return "none" if committed is None else str(committed.offset)


def _partitions(number: int) -> str:
    return "1 partition" if number == 1 else f"{number} partitions"
