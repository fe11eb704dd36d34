"""Sets and restores the committed offsets of consumer groups.

Setting goes: look, plan, (the user agrees,) look again under the lock, keep the old values, write, read back. Where it
is interrupted, the journal's entry and the cluster together say what happened, and undoing works from both.
"""

from __future__ import annotations

import getpass
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hiera_kafka.clients.groups import Committed, ConsumerGroup, TopicPartition
from hiera_kafka.clients.kafka import Cluster
from hiera_kafka.errors import ClientError, Diagnostic, HieraKafkaError, nearest
from hiera_kafka.ops.offsets.identity import Identity, check_same_topics, identify, ids_of
from hiera_kafka.ops.offsets.journal import EntryState, Journal, JournalEntry
from hiera_kafka.ops.offsets.limits import out_of_range
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
class OffsetRequest:
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
class OffsetPlan:
    """What setting would change.

    Attributes:
        group: The group as it is.
        changes: Every partition that is meant, also those that already stand there.
        near: For a group that the cluster does not know, the known one whose name it was probably meant to be.
        topic_ids: Topic to its id, of those that have one.
    """

    group: ConsumerGroup
    changes: tuple[OffsetChange, ...]
    near: str | None = None
    topic_ids: Mapping[str, str] = field(default_factory=dict)

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
        identity: Whether its topics are still the same.
        topic_ids: Topic to its id now, of those that have one.
    """

    entry: JournalEntry
    group: ConsumerGroup
    partitions: tuple[Restore, ...]
    identity: Identity = field(default_factory=Identity)
    topic_ids: Mapping[str, str] = field(default_factory=dict)

    def to_write(self, *, moved: bool) -> tuple[Restore, ...]:
        """Return the partitions to write; `moved` includes those that have been changed since."""
        wanted = {Standing.RESTORE, Standing.MOVED} if moved else {Standing.RESTORE}
        return tuple(one for one in self.partitions if one.standing in wanted)


def plan(cluster: Cluster, request: OffsetRequest) -> OffsetPlan:
    """Look at the cluster and return what the request would change.

    Raises:
        RefusedError: The group has active members.
        HieraKafkaError: Unknown topics or partitions, offsets out of range, partitions left out.
        ClientError: The cluster does not answer.
    """
    group = cluster.groups([request.group])[request.group]
    check_inactive(group)
    # Before anything that is said of these topics: one that is made again meanwhile is then seen at the write.
    ids = cluster.topic_ids()
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
    return OffsetPlan(group, tuple(planned), near, ids_of(ids, (change.partition for change in planned)))


def execute(cluster: Cluster, request: OffsetRequest, agreed: OffsetPlan, journal: Journal) -> JournalEntry:
    """Write what was agreed to, and return the journal's entry of it.

    Raises:
        RefusedError: The group has active members, somebody changed its offsets or made a topic again since the plan
            was made, or the cluster does not have the new offsets afterwards.
        HieraKafkaError: The journal cannot be written; then nothing is.
        ClientError: The cluster does not answer; the journal's entry stays planned when that may be too late.
    """
    with journal.locked():
        group = cluster.groups([request.group])[request.group]
        check_inactive(group)
        committed = cluster.committed(request.group)
        _check_unchanged(request.group, {change.partition: change.old for change in agreed.changes}, committed)
        check_same_topics(agreed.topic_ids, cluster.topic_ids())
        written = tuple(
            Written(change.partition, change.old, Committed(change.new), change.range.latest)
            for change in agreed.needed
        )
        return _write(cluster, journal, _new_entry(cluster, request.group, request.what, written, agreed.topic_ids))


def undo_plan(cluster: Cluster, journal: Journal, number: int | None = None, *, nearest: bool = False) -> Undo:
    """Return what undoing finds: of one entry, or of the newest of this cluster that sets and is not undone.

    Args:
        cluster: Where.
        journal: Where the entry is.
        number: Of the entry.
        nearest: Whether an old offset that is no longer in range is replaced by the nearest that is.

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
    ids = cluster.topic_ids()
    group = cluster.groups([entry.group])[entry.group]
    topics = cluster.topics()
    places = [one.partition for one in entry.partitions]
    ranges = cluster.ranges(place for place in places if place.partition in topics.get(place.topic, ()))
    identity = identify(entry.topic_ids, ids, entry.partitions, ranges)
    committed = cluster.committed(entry.group)
    found = restores(entry.partitions, committed, topics, ranges, identity.recreated, nearest=nearest)
    return Undo(entry, group, tuple(found), identity, ids_of(ids, places))


def undo(
    cluster: Cluster, agreed: Undo, journal: Journal, *, moved: bool = False, leave_recreated: bool = False
) -> JournalEntry | None:
    """Put the old offsets back, and return the new entry of that; None when there was nothing to write.

    Args:
        cluster: The entry's cluster.
        agreed: What the user agreed to.
        journal: Where the entry is.
        moved: Whether offsets that were changed since go back as well.
        leave_recreated: Whether topics that were made again are left as they are, and the rest is restored.

    Raises:
        RefusedError: The group has active members, offsets were changed or topics made again since, or the offsets are
            not as written afterwards.
        HieraKafkaError: Old offsets are no longer in range, or the journal cannot be written; then no offset is.
        ClientError: The cluster does not answer.
    """
    entry = agreed.entry
    check_undo(agreed, moved=moved, leave_recreated=leave_recreated)
    with journal.locked():
        wanted = agreed.to_write(moved=moved)
        done = None
        if wanted:
            check_inactive(cluster.groups([entry.group])[entry.group])
            _check_unchanged(
                entry.group, {one.written.partition: one.now for one in wanted}, cluster.committed(entry.group)
            )
            check_same_topics(ids_of(agreed.topic_ids, (one.written.partition for one in wanted)), cluster.topic_ids())
            written = tuple(
                Written(one.written.partition, one.now, one.target, one.range.latest if one.range else None)
                for one in wanted
            )
            new = _new_entry(
                cluster, entry.group, f"undo {entry.number}", written, agreed.topic_ids, undoes=entry.number
            )
            done = _write(cluster, journal, new)
        journal.mark(entry, EntryState.UNDONE)
        return done


def check_undo(found: Undo, *, moved: bool, leave_recreated: bool) -> None:
    """Refuse to put offsets back where they stand for something else, or for nothing, by now.

    Args:
        found: What undoing finds.
        moved: Whether offsets that were changed since go back as well.
        leave_recreated: Whether topics that were made again are left as they are.

    Raises:
        RefusedError: A topic was made again, or offsets were changed.
        HieraKafkaError: Old offsets are no longer in range.
    """
    if not leave_recreated:
        _check_not_recreated(found)
    if not moved:
        _check_not_moved(found)
    hint = "--nearest restores the nearest offset that is there, in each partition where the old one is not"
    refusals = [
        refusal
        for one in found.to_write(moved=moved)
        if one.target is not None
        and one.range is not None
        and (refusal := out_of_range(one.written.partition, one.target.offset, one.range, hint))
    ]
    if refusals:
        raise HieraKafkaError(refusals)


def _check_not_recreated(found: Undo) -> None:
    topics = {one.written.partition.topic for one in found.partitions if one.standing is Standing.RECREATED}
    if not topics:
        return
    group, number = found.entry.group, found.entry.number
    raise RefusedError(
        [
            Diagnostic(
                "offsets-topic-recreated",
                f"topic {topic!r} is not the one of entry {number} any more: it {found.identity.recreated[topic]}",
                note="it was deleted and made again since, and an offset of the first stands for other messages in the "
                "second",
                hint="--leave-recreated restores the offsets of the other topics; for this one, say where: "
                f"`hiera-kafka offsets set {shlex.quote(group)} --topic {topic}`",
            )
            for topic in sorted(topics)
        ]
    )


def _check_not_moved(found: Undo) -> None:
    places = [one for one in found.partitions if one.standing is Standing.MOVED]
    if not places:
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
    cluster: Cluster,
    group: str,
    what: str,
    written: tuple[Written, ...],
    topic_ids: Mapping[str, str],
    *,
    undoes: int | None = None,
) -> JournalEntry:
    created = datetime.now(UTC).isoformat(timespec="seconds")
    servers = cluster.bootstrap_servers
    user, state = getpass.getuser(), EntryState.PLANNED
    ids = ids_of(topic_ids, (one.partition for one in written))
    return JournalEntry(0, cluster.id, servers, group, what, user, created, state, written, undoes, ids)


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
