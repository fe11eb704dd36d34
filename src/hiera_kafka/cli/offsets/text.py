"""Tables of `hiera-kafka offsets`."""

from __future__ import annotations

from collections.abc import Sequence

from hiera_kafka.clients.groups import Committed
from hiera_kafka.ops.offsets.execution import Plan, Undo
from hiera_kafka.ops.offsets.journal import JournalEntry
from hiera_kafka.ops.offsets.plan import OffsetChange, totals
from hiera_kafka.ops.offsets.restore import Restore, Standing
from hiera_kafka.ops.offsets.view import GroupView

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
            "gone" if position.range is None else str(position.range.latest),
            "?" if position.lag is None else str(position.lag),
            "-" if position.member is None else str(position.member),
        )
        for position in view.positions
    ]


def change_rows(plan: Plan) -> list[Row]:
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


def plan_end(plan: Plan) -> str:
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
        Standing.RESTORE: f"back to {_offset(one.written.before)}",
        Standing.ALREADY: "is as it was",
        Standing.MOVED: "has moved on since",
        Standing.GONE: "the partition is gone",
    }[one.standing]


def undo_head(undo: Undo) -> str:
    """Return one line on an entry that is to be undone."""
    entry = undo.entry
    return f"Entry {entry.number}, {entry.created}, by {entry.owner}: {entry.what} of group {entry.group}"


def nothing_to_restore(undo: Undo) -> str:
    """Return why undoing an entry has nothing to write."""
    standings = {one.standing for one in undo.partitions}
    if standings == {Standing.ALREADY}:
        return "All offsets are as they were before: nothing of it was written, or it is undone already."
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
