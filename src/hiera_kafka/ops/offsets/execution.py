"""Sets and restores the committed offsets of consumer groups.

Setting goes: look, plan, (the user agrees,) look again under the lock, keep the old values, write, read back. Where it
is interrupted, the journal's entry and the cluster together say what happened, and undoing works from both.
"""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from hiera_kafka.clients.groups import Committed, ConsumerGroup, TopicPartition
from hiera_kafka.clients.kafka import Cluster
from hiera_kafka.errors import ClientError, Diagnostic, HieraKafkaError, nearest
from hiera_kafka.ops.offsets.journal import EntryState, Journal, JournalEntry
from hiera_kafka.ops.offsets.plan import (
    Observed,
    OffsetChange,
    RefusedError,
    changes,
    check_complete,
    check_inactive,
    select,
)
from hiera_kafka.ops.offsets.restore import Restore, Standing, Written, restores
from hiera_kafka.ops.offsets.target import Selector, Target, ToTime


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be set.

    Attributes:
        group: Consumer group.
        target: Where it is to read from.
        selectors: Topics and partitions; none are those that it has committed offsets of.
        what: The same as text, for the journal.
    """

    group: str
    target: Target
    selectors: tuple[Selector, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What setting would change.

    Attributes:
        group: The group as it is.
        changes: Every partition that is meant, also those that already stand there.
        near: For a group that the cluster does not know, the known one whose name it was probably meant to be.
    """

    group: ConsumerGroup
    changes: tuple[OffsetChange, ...]
    near: str | None = None

    @property
    def needed(self) -> tuple[OffsetChange, ...]:
        """The partitions that there is something to write for."""
        return tuple(change for change in self.changes if change.needed)


@dataclass(frozen=True, slots=True)
class Undo:
    """What undoing an entry finds.

    Attributes:
        entry: The entry.
        group: Its group as it is.
        partitions: Each partition of the entry.
    """

    entry: JournalEntry
    group: ConsumerGroup
    partitions: tuple[Restore, ...]

    def to_write(self, *, moved: bool) -> tuple[Restore, ...]:
        """Return the partitions to write; `moved` includes those that have been changed since."""
        wanted = {Standing.RESTORE, Standing.MOVED} if moved else {Standing.RESTORE}
        return tuple(one for one in self.partitions if one.standing in wanted)


def plan(cluster: Cluster, request: Request) -> Plan:
    """Look at the cluster and return what the request would change.

    Raises:
        RefusedError: The group has active members.
        HieraKafkaError: Unknown topics or partitions, offsets out of range, partitions left out.
        ClientError: The cluster does not answer.
    """
    group = cluster.groups([request.group])[request.group]
    check_inactive(group)
    committed = cluster.committed(request.group)
    topics = cluster.topics()
    chosen = select(request.target, request.selectors, topics, committed, request.group)
    ranges = cluster.ranges(chosen)
    timed = isinstance(request.target, ToTime)
    at = cluster.offsets_at(chosen, request.target.timestamp_ms) if isinstance(request.target, ToTime) else {}
    observed = {one: Observed(ranges[one], committed.get(one), at.get(one) if timed else None) for one in chosen}
    planned = changes(request.target, observed)
    check_complete(planned, topics, committed)
    near = None if group.exists else nearest(request.group, cluster.group_names())
    return Plan(group, tuple(planned), near)


def execute(cluster: Cluster, request: Request, agreed: Plan, journal: Journal) -> JournalEntry:
    """Write what was agreed to, and return the journal's entry of it.

    Raises:
        RefusedError: The group has active members, somebody changed its offsets since the plan was made, or the
            cluster does not have the new offsets afterwards.
        HieraKafkaError: The journal cannot be written; then nothing is.
        ClientError: The cluster does not answer; the journal's entry stays planned when that may be too late.
    """
    with journal.locked():
        group = cluster.groups([request.group])[request.group]
        check_inactive(group)
        committed = cluster.committed(request.group)
        _check_unchanged(request.group, {change.partition: change.old for change in agreed.changes}, committed)
        written = tuple(Written(change.partition, change.old, Committed(change.new)) for change in agreed.needed)
        return _write(cluster, journal, _new_entry(cluster, request.group, request.what, written))


def undo_plan(cluster: Cluster, journal: Journal, number: int | None = None) -> Undo:
    """Return what undoing finds: of one entry, or of the newest of this cluster that sets and is not undone.

    Raises:
        HieraKafkaError: There is none, or it is of another cluster.
        ClientError: The cluster does not answer.
    """
    cluster_id = cluster.id
    entry = _newest(journal, cluster_id) if number is None else journal.entry(number)
    if entry.cluster_id != cluster_id:
        raise HieraKafkaError(
            Diagnostic(
                "offsets-other-cluster",
                f"entry {entry.number} is of the cluster with id {entry.cluster_id} ({entry.bootstrap_servers}), "
                f"and {cluster.bootstrap_servers} has id {cluster_id}",
                hint=f"name its cluster with --cluster, or --bootstrap-servers {entry.bootstrap_servers}",
            )
        )
    group = cluster.groups([entry.group])[entry.group]
    found = restores(entry.partitions, cluster.committed(entry.group), cluster.topics())
    return Undo(entry, group, tuple(found))


def undo(cluster: Cluster, agreed: Undo, journal: Journal, *, moved: bool = False) -> JournalEntry | None:
    """Put the old offsets back, and return the new entry of that; None when there was nothing to write.

    Args:
        cluster: The entry's cluster.
        agreed: What the user agreed to.
        journal: Where the entry is.
        moved: Whether offsets that were changed since go back as well.

    Raises:
        RefusedError: The group has active members, offsets were changed since, or are not as written afterwards.
        HieraKafkaError: The journal cannot be written; then no offset is.
        ClientError: The cluster does not answer.
    """
    entry = agreed.entry
    check_moved(agreed, moved=moved)
    with journal.locked():
        wanted = agreed.to_write(moved=moved)
        done = None
        if wanted:
            check_inactive(cluster.groups([entry.group])[entry.group])
            _check_unchanged(
                entry.group, {one.written.partition: one.now for one in wanted}, cluster.committed(entry.group)
            )
            written = tuple(Written(one.written.partition, one.now, one.written.before) for one in wanted)
            new = _new_entry(cluster, entry.group, f"undo {entry.number}", written, entry.number)
            done = _write(cluster, journal, new)
        journal.mark(entry, EntryState.UNDONE)
        return done


def check_moved(found: Undo, *, moved: bool) -> None:
    """Refuse to put offsets back that were changed after the entry, unless `moved` asks for it.

    Raises:
        RefusedError: Some have changed.
    """
    places = [one for one in found.partitions if one.standing is Standing.MOVED]
    if not places or moved:
        return
    raise RefusedError(
        Diagnostic(
            "offsets-moved-on",
            f"since entry {found.entry.number}, group {found.entry.group!r} has gone on in "
            + ", ".join(f"{one.written.partition} (to {_shown(one.now)})" for one in places),
            note="consumers ran, or the offsets were set again; undo later entries before this one",
            hint="--even-if-moved restores the old offsets anyway: what was read since is read again",
        )
    )


def _newest(journal: Journal, cluster_id: str) -> JournalEntry:
    for entry in journal.entries():
        if entry.cluster_id == cluster_id and entry.undoes is None and entry.can_be_undone:
            return entry
    raise HieraKafkaError(
        Diagnostic(
            "nothing-to-undo",
            "the journal has no entry of this cluster that is not undone",
            note=f"the journal is {journal.directory}, of this user on this machine",
            hint="`hiera-kafka offsets undo --list` shows all entries; any of them can be named",
        )
    )


def _new_entry(
    cluster: Cluster, group: str, what: str, written: tuple[Written, ...], undoes: int | None = None
) -> JournalEntry:
    created = datetime.now(UTC).isoformat(timespec="seconds")
    servers = cluster.bootstrap_servers
    return JournalEntry(
        0, cluster.id, servers, group, what, getpass.getuser(), created, EntryState.PLANNED, written, undoes
    )


def _check_unchanged(
    group: str, agreed: Mapping[TopicPartition, Committed | None], now: Mapping[TopicPartition, Committed]
) -> None:
    other = [partition for partition, old in agreed.items() if now.get(partition) != old]
    if other:
        text = ", ".join(f"{one} (was {_shown(agreed[one])}, is {_shown(now.get(one))})" for one in other)
        raise RefusedError(
            Diagnostic(
                "offsets-changed-meanwhile",
                f"offsets of group {group!r} were changed since the plan was made: {text}",
                note="nothing was written",
                hint="look for consumers that still run, then run the command again for a plan of what is now",
            )
        )


def _write(cluster: Cluster, journal: Journal, entry: JournalEntry) -> JournalEntry:
    """Keep an entry, write it to the cluster, read it back, and note the outcome."""
    entry = journal.add(entry)
    refused: dict[TopicPartition, str] = {}
    try:
        commits = {one.partition: one.after for one in entry.partitions if one.after is not None}
        if commits:
            refused |= cluster.commit(entry.group, commits)
        forgotten = [one.partition for one in entry.partitions if one.after is None]
        if forgotten:
            refused |= cluster.forget(entry.group, forgotten)
        now = cluster.committed(entry.group)
    except ClientError as error:
        raise ClientError((*error.diagnostics, _unknown(entry))) from error
    wrong = [one for one in entry.partitions if now.get(one.partition) != one.after]
    if not wrong:
        return journal.mark(entry, EntryState.WRITTEN)
    if all(now.get(one.partition) == one.before for one in entry.partitions):
        journal.mark(entry, EntryState.REFUSED)
    raise RefusedError(_not_as_written(entry, wrong, now, refused))


def _unknown(entry: JournalEntry) -> Diagnostic:
    return Diagnostic(
        "offsets-outcome-unknown",
        f"whether the offsets of group {entry.group!r} were written is not known",
        note=f"entry {entry.number} of the journal keeps what they were",
        hint=f"when the cluster answers again, `hiera-kafka offsets undo {entry.number}` looks, and restores them",
    )


def _not_as_written(
    entry: JournalEntry,
    wrong: Sequence[Written],
    now: Mapping[TopicPartition, Committed],
    refused: Mapping[TopicPartition, str],
) -> Diagnostic:
    partial = len(wrong) < len(entry.partitions)
    return Diagnostic(
        "offsets-not-as-written",
        f"{len(wrong)} of {len(entry.partitions)} offsets of group {entry.group!r} are not what was to be written: "
        + ", ".join(_mismatch(one, now.get(one.partition), refused.get(one.partition)) for one in wrong),
        note="a consumer that has joined since is the usual reason; the broker calls it UnknownMemberId",
        hint=f"stop the consumers; `hiera-kafka offsets undo {entry.number}` restores what was written"
        if partial
        else "stop the consumers, and run the command again",
    )


def _mismatch(one: Written, now: Committed | None, refusal: str | None) -> str:
    reason = f", the broker says {refusal}" if refusal else ""
    return f"{one.partition} (wanted {_shown(one.after)}, is {_shown(now)}{reason})"


def _shown(committed: Committed | None) -> str:
    return "none" if committed is None else str(committed.offset)
