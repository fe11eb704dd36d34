"""Setting and restoring, over many histories and every place where a process can die; tests/local has real brokers."""

from __future__ import annotations

import copy
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.clients.groups import ActiveMember, Committed, Range, TopicPartition
from hiera_kafka.errors import ClientError, Diagnostic, HieraKafkaError, Position
from hiera_kafka.ops.offsets import execution
from hiera_kafka.ops.offsets.execution import OffsetRequest
from hiera_kafka.ops.offsets.journal import EntryState, Journal, JournalEntry
from hiera_kafka.ops.offsets.plan import RefusedError
from hiera_kafka.ops.offsets.restore import Standing
from hiera_kafka.ops.offsets.target import Selector, ShiftBy, ToEarliest, ToGiven, ToLatest, ToOffset, ToTime
from lib.clusters.memory_cluster import KilledError, MemoryCluster

PLACES = [TopicPartition("events", 0), TopicPartition("events", 1), TopicPartition("logs", 0)]
ALL = (Selector("events"), Selector("logs"))
STEPS = ["before the journal", "before the write", "after the write", "before the mark", None]


def _cluster() -> MemoryCluster:
    return MemoryCluster({place: Range(10, 110) for place in PLACES})


def _request(target: Any = ToEarliest(), selectors: tuple[Selector, ...] = ALL, group: str = "g") -> OffsetRequest:  # noqa: B008 - frozen
    return OffsetRequest(group, target, selectors, "what was asked")


def _journal(directory: Path) -> Journal:
    return Journal(directory)


def _set(cluster: Any, journal: Journal, request: OffsetRequest) -> JournalEntry:
    return execution.execute(cluster, request, execution.plan(cluster, request), journal)


def _given(offsets: dict[TopicPartition, int]) -> ToGiven:
    return ToGiven(offsets, {place: Position("offsets.csv", line) for line, place in enumerate(offsets, 1)})


class DyingJournal(Journal):
    """Dies where it would write."""

    def __init__(self, directory: Path, dies: str | None) -> None:
        super().__init__(directory)
        self.dies = dies

    def add(self, entry: JournalEntry) -> JournalEntry:
        if self.dies == "before the journal":
            raise KilledError
        return super().add(entry)

    def mark(self, entry: JournalEntry, state: EntryState) -> JournalEntry:
        if self.dies == "before the mark":
            raise KilledError
        return super().mark(entry, state)


committed = st.builds(Committed, st.integers(0, 200), st.sampled_from(["", "note"]), st.integers(-1, 3))
before = st.dictionaries(st.sampled_from(PLACES), committed)
still_there = st.dictionaries(
    st.sampled_from(PLACES),
    st.builds(Committed, st.integers(10, 110), st.sampled_from(["", "note"]), st.integers(-1, 3)),
)
targets = st.one_of(
    st.builds(ToOffset, st.integers(10, 110)),
    st.just(ToEarliest()),
    st.just(ToLatest()),
    st.builds(ToTime, st.integers(0, 200)),
    st.tuples(*[st.integers(10, 110)] * 3).map(lambda numbers: _given(dict(zip(PLACES, numbers, strict=True)))),
)


@given(still_there, targets, st.sampled_from(STEPS), st.sampled_from(STEPS))
def test_undo_gives_what_was_there_wherever_set_and_a_first_undo_were_killed(
    old: dict[TopicPartition, Committed], target: Any, first: str | None, second: str | None
) -> None:
    """The bar's other half is in tests/local: the same on a real broker."""
    cluster = _cluster()
    cluster.offsets["g"] = copy.copy(old)
    with tempfile.TemporaryDirectory() as directory:
        journal = _journal(Path(directory))
        for step, operation in ((first, "set"), (second, "undo"), (None, "undo")):
            cluster.dies = step
            dying = DyingJournal(Path(directory), step)
            try:
                if operation == "set":
                    _set(cluster, dying, _request(target))
                else:
                    execution.undo(cluster, execution.undo_plan(cluster, journal), dying)  # type: ignore[arg-type]
            except KilledError:
                continue
            except HieraKafkaError as error:
                # Nothing was to be set, it was never begun, or is undone already.
                if error.diagnostics[0].id != "nothing-to-undo":
                    raise
        assert cluster.committed("g") == dict(sorted(old.items()))
        assert not any(entry.can_be_undone for entry in journal.entries() if entry.undoes is None)


@given(before, targets)
def test_what_was_set_is_what_the_plan_showed(old: dict[TopicPartition, Committed], target: Any) -> None:
    cluster = _cluster()
    cluster.offsets["g"] = copy.copy(old)
    with tempfile.TemporaryDirectory() as directory:
        plan = execution.plan(cluster, _request(target))  # type: ignore[arg-type]
        if plan.needed:
            entry = _set(cluster, _journal(Path(directory)), _request(target))
            assert entry.state is EntryState.WRITTEN
        now = cluster.committed("g")

        assert {change.partition: change.new for change in plan.changes} == {
            place: value.offset for place, value in now.items()
        }
        assert all(now[place] == old[place] for place in old if place not in {c.partition for c in plan.needed})


@pytest.fixture
def cluster() -> MemoryCluster:
    made = _cluster()
    made.offsets["g"] = {place: Committed(50) for place in PLACES}
    return made


def test_planning_and_setting_are_refused_while_members_are_active(cluster: Any, tmp_path: Path) -> None:
    plan = execution.plan(cluster, _request())
    cluster.members["g"] = (ActiveMember("app-1", "10.0.0.1", "m"),)

    with pytest.raises(RefusedError, match=r"group-active.*app-1@10\.0\.0\.1"):
        execution.plan(cluster, _request())
    with pytest.raises(RefusedError, match="group-active"):
        execution.execute(cluster, _request(), plan, _journal(tmp_path))
    assert _journal(tmp_path).entries() == []


def test_offsets_that_changed_after_the_plan_are_not_overwritten(cluster: Any, tmp_path: Path) -> None:
    plan = execution.plan(cluster, _request())
    cluster.offsets["g"][PLACES[1]] = Committed(60)

    with pytest.raises(RefusedError, match=r"offsets-changed-meanwhile.*events:1 \(was 50, is 60\)"):
        execution.execute(cluster, _request(), plan, _journal(tmp_path))
    assert _journal(tmp_path).entries() == []


def test_what_the_broker_refuses_is_named_and_the_entry_closed_when_nothing_was_written(
    cluster: Any, tmp_path: Path
) -> None:
    cluster.refuses = set(PLACES)
    with pytest.raises(
        RefusedError, match=r"3 of 3 offsets.*events:0 \(wanted 10, is 50, the broker says UnknownMemberId\)"
    ):
        _set(cluster, _journal(tmp_path), _request())

    assert _journal(tmp_path).entry(1).state is EntryState.REFUSED
    with pytest.raises(HieraKafkaError, match="nothing-to-undo"):
        execution.undo_plan(cluster, _journal(tmp_path))


def test_what_was_written_in_part_can_be_undone(cluster: Any, tmp_path: Path) -> None:
    cluster.refuses = {PLACES[0]}
    with pytest.raises(
        RefusedError, match=r"offsets-not-as-written.*1 of 3 offsets(.|\n)*undo 1` restores what was written"
    ):
        _set(cluster, _journal(tmp_path), _request())

    found = execution.undo_plan(cluster, _journal(tmp_path))
    assert [one.standing for one in found.partitions] == [Standing.ALREADY, Standing.RESTORE, Standing.RESTORE]
    execution.undo(cluster, found, _journal(tmp_path))
    assert cluster.committed("g") == {place: Committed(50) for place in PLACES}


def test_a_cluster_that_stops_answering_leaves_an_entry_that_says_so(cluster: Any, tmp_path: Path) -> None:
    plan = execution.plan(cluster, _request())

    def lost(group: str, wanted: object) -> None:
        raise ClientError(Diagnostic("cluster-not-answering", "gone"))

    cluster.commit = lost
    with pytest.raises(ClientError, match=r"offsets-outcome-unknown(.|\n)*undo 1` looks"):
        execution.execute(cluster, _request(), plan, _journal(tmp_path))
    assert _journal(tmp_path).entry(1).state is EntryState.PLANNED


def test_consumers_that_went_on_are_not_set_back_unless_that_is_asked_for(cluster: Any, tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    _set(cluster, journal, _request())
    cluster.offsets["g"][PLACES[0]] = Committed(11)
    found = execution.undo_plan(cluster, journal)

    with pytest.raises(RefusedError, match=r"offsets-moved-on.*events:0 \(to 11\)"):
        execution.undo(cluster, found, journal)
    assert execution.undo(cluster, found, journal, moved=True) is not None
    assert cluster.committed("g") == {place: Committed(50) for place in PLACES}


def test_an_undo_can_be_undone_by_its_number(cluster: Any, tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    _set(cluster, journal, _request())
    done = execution.undo(cluster, execution.undo_plan(cluster, journal), journal)
    assert done is not None
    execution.undo(cluster, execution.undo_plan(cluster, journal, done.number), journal)

    assert cluster.committed("g") == {place: Committed(10) for place in PLACES}


def test_entries_are_undone_newest_first(cluster: Any, tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    _set(cluster, journal, _request(ToOffset(60)))
    _set(cluster, journal, _request(ToOffset(70)))

    for expected in (60, 50):
        execution.undo(cluster, execution.undo_plan(cluster, journal), journal)
        assert cluster.committed("g")[PLACES[0]].offset == expected


@given(before, targets)
def test_undo_restores_what_set_would_take_and_refuses_what_it_would_refuse(
    old: dict[TopicPartition, Committed], target: Any
) -> None:
    """Offsets of 0 to 200 were committed, and 10 to 110 are there."""
    cluster: Any = _cluster()
    cluster.offsets["g"] = copy.copy(old)
    with tempfile.TemporaryDirectory() as directory:
        journal = _journal(Path(directory))
        plan = execution.plan(cluster, _request(target))
        if not plan.needed:
            return
        execution.execute(cluster, _request(target), plan, journal)
        restored = {change.partition: old[change.partition] for change in plan.needed if change.partition in old}
        allowed = all(_is_taken(cluster, place, value.offset) for place, value in restored.items())
        if allowed:
            execution.undo(cluster, execution.undo_plan(cluster, journal), journal)
            assert cluster.committed("g") == dict(sorted(old.items()))
            return
        with pytest.raises(HieraKafkaError, match="offset-out-of-range") as caught:
            execution.undo(cluster, execution.undo_plan(cluster, journal), journal)
        assert {one.id for one in caught.value.diagnostics} == {"offset-out-of-range"}
        execution.undo(cluster, execution.undo_plan(cluster, journal, nearest=True), journal)
        nearest = {place: min(max(value.offset, 10), 110) for place, value in restored.items()}
        assert {place: cluster.committed("g")[place].offset for place in restored} == nearest


def _is_taken(cluster: Any, place: TopicPartition, offset: int) -> bool:
    """Whether a set to an offset is planned, in a group of its own."""
    try:
        execution.plan(cluster, _request(ToOffset(offset), (Selector(place.topic),), group="asks"))
    except HieraKafkaError as error:
        if {one.id for one in error.diagnostics} != {"offset-out-of-range"}:
            raise
        return False
    return True


def test_a_topic_that_was_made_again_is_not_crossed_and_the_rest_is_restored_where_that_is_asked_for(
    cluster: Any, tmp_path: Path
) -> None:
    cluster.ids = {"events": "first", "logs": "same"}
    journal = _journal(tmp_path)
    _set(cluster, journal, _request())
    cluster.ids["events"] = "second"
    found = execution.undo_plan(cluster, journal)

    assert [one.standing for one in found.partitions] == [Standing.RECREATED, Standing.RECREATED, Standing.RESTORE]
    with pytest.raises(
        RefusedError, match=r"'events' is not the one of entry 1 any more: it had id first and has id sec"
    ):
        execution.undo(cluster, found, journal, moved=True)
    assert cluster.committed("g") == {place: Committed(10) for place in PLACES}
    execution.undo(cluster, found, journal, leave_recreated=True)
    assert [cluster.committed("g")[place].offset for place in PLACES] == [10, 10, 50]


def test_a_topic_that_is_made_again_after_a_plan_is_not_written(cluster: Any, tmp_path: Path) -> None:
    cluster.ids = {"events": "first", "logs": "same"}
    journal = _journal(tmp_path)
    _set(cluster, journal, _request(ToOffset(20)))
    plan, undo = execution.plan(cluster, _request()), execution.undo_plan(cluster, journal)
    cluster.ids["events"] = "second"

    refusal = "'events' is not the one of the plan any more: it had id first and has id second"
    with pytest.raises(RefusedError, match=refusal):
        execution.execute(cluster, _request(), plan, journal)
    with pytest.raises(RefusedError, match=refusal):
        execution.undo(cluster, undo, journal)
    del cluster.ids["events"]
    with pytest.raises(RefusedError, match="it had id first and is gone"):
        execution.undo(cluster, undo, journal)
    assert cluster.committed("g") == {place: Committed(20) for place in PLACES}
    assert len(journal.entries()) == 1


def test_without_ids_a_topic_that_ends_earlier_than_it_did_is_another_one_and_else_nobody_knows(
    cluster: Any, tmp_path: Path
) -> None:
    """As of brokers older than Kafka 2.8."""
    journal = _journal(tmp_path)
    _set(cluster, journal, _request(selectors=(Selector("events"),)))
    cluster.logs[PLACES[1]] = Range(0, 60)
    found = execution.undo_plan(cluster, journal)
    with pytest.raises(RefusedError, match=r"it ended at 110 or later in events:1 and ends at 60"):
        execution.undo(cluster, found, journal)

    cluster.logs[PLACES[1]] = Range(0, 600)
    found = execution.undo_plan(cluster, journal)
    assert found.identity.unknown == ("events",)
    execution.undo(cluster, found, journal)
    assert cluster.committed("g") == {place: Committed(50) for place in PLACES}


def test_entries_of_other_clusters_are_left_alone(cluster: Any, tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    _set(cluster, journal, _request())
    other = replace(cluster, id="other")

    with pytest.raises(HieraKafkaError, match="nothing-to-undo"):
        execution.undo_plan(other, journal)
    with pytest.raises(HieraKafkaError, match="offsets-other-cluster"):
        execution.undo_plan(other, journal, 1)


def test_a_group_that_is_not_known_is_reported_with_the_nearest(cluster: Any) -> None:
    plan = execution.plan(cluster, _request(group="G"))

    assert (plan.group.exists, plan.near) == (False, "g")
    assert execution.plan(cluster, _request()).near is None


def test_first_offsets_in_some_partitions_only_are_refused(cluster: Any) -> None:
    with pytest.raises(HieraKafkaError, match="offsets-partitions-missing"):
        execution.plan(cluster, _request(selectors=(Selector("events", (0,)),), group="new"))


def test_a_shift_counts_from_what_is_committed(cluster: Any) -> None:
    plan = execution.plan(cluster, _request(ShiftBy(-7), selectors=()))

    assert [(change.new, change.reread) for change in plan.changes] == [(43, 7)] * 3


def test_the_old_offsets_are_synced_to_disk_before_the_first_write(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    fsync, commit = os.fsync, cluster.commit

    def synced(descriptor: int) -> None:
        events.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        fsync(descriptor)

    def committed_(group: str, wanted: Any) -> Any:
        events.append("commit")
        return commit(group, wanted)

    monkeypatch.setattr(os, "fsync", synced)
    cluster.commit = committed_
    _set(cluster, Journal(tmp_path / "journal"), _request())

    assert events[0].startswith(".000001.json.")
    assert events[1:3] == ["journal", "commit"]
