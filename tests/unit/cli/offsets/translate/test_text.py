"""Tables and sentences of `hiera-kafka offsets translate`."""

from __future__ import annotations

from dataclasses import replace

from hiera_kafka.cli.offsets.translate import text
from hiera_kafka.clients.groups import ActiveMember, Committed, ConsumerGroup, Range, TopicPartition
from hiera_kafka.ops.offsets.execution import OffsetPlan
from hiera_kafka.ops.offsets.plan import OffsetChange
from hiera_kafka.ops.offsets.translate.bounds import Bound, Proof, Side
from hiera_kafka.ops.offsets.translate.request import Ask, Flow
from hiera_kafka.ops.offsets.translate.translation import Translated, Translation

PLACE = TopicPartition("t", 0)
FLOW = Flow("a_to_b", "a", "b", {"t": "t"}.get, "kafka-mirror-a_to_b")
TOPIC = Translated(
    "t", FLOW, Side("b", {PLACE: Range(0, 100)}), Proof.TIMESTAMPS, Bound({PLACE: 60}, "so it is", 42, 7)
)
FOUND = Translation(Ask("app", "a", "b", (FLOW,)), (TOPIC,), {"u": "no mirror takes it"}, ConsumerGroup("app", "Empty"))


def _plan(old: int | None, new: int = 60) -> OffsetPlan:
    committed = None if old is None else Committed(old)
    return OffsetPlan(ConsumerGroup("app", "Empty"), (OffsetChange(PLACE, Range(0, 100), committed, new),))


def test_each_topic_has_its_numbers_and_its_reason() -> None:
    assert text.topic_rows(FOUND) == [("t", "timestamps", "42", "7", "40", "5", "so it is")]
    unproven = replace(TOPIC, way=None, bound=None, unproven={Proof.SAVED: "no file", Proof.CHECKPOINTS: "none"})
    rows = text.topic_rows(replace(FOUND, topics=(unproven,)))
    assert rows == [("t", "nothing", "?", "?", "?", "?", "by saved: no file; by checkpoints: none")]


def test_the_head_says_how_the_group_is_at_the_source() -> None:
    assert text.head(FOUND) == "Group app, from a to b; it has no active consumer in a."
    assert text.head(replace(FOUND, source_group=None)) == "Group app, from a to b; a does not answer."
    assert any("that only a could name" in line for line in text.notes(replace(FOUND, source_group=None)))
    active = ConsumerGroup("app", "Stable", (ActiveMember("me", "10.0.0.1", "m"),))
    found = replace(FOUND, source_group=active)
    assert text.head(found) == "Group app, from a to b; it is still active in a: me@10.0.0.1."
    assert "What it processes from now on is read again." in text.notes(found)


def test_what_is_left_what_is_missing_and_what_is_yet_to_come_is_reported() -> None:
    assert text.notes(FOUND) == [
        "Left as it is: u: no mirror takes it.",
        "At most 7 unprocessed messages are not in b yet: the mirror brings them, as long as a runs.",
    ]
    deleted = replace(TOPIC, destination=Side("b", {PLACE: Range(70, 100)}), bound=Bound({PLACE: 70}, "", 50, 0))
    assert "20 unprocessed messages are no longer in b: it has deleted them." in text.notes(
        replace(FOUND, topics=(deleted,))
    )
    skipping = replace(TOPIC, flow=replace(FLOW, skips=True))
    assert text.notes(replace(FOUND, topics=(skipping,)))[-1].startswith("Mirror a_to_b skips messages written")
    word = replace(TOPIC, way=Proof.TIME)
    assert "Only you can know" in text.notes(replace(FOUND, topics=(word,)))[-1]


def test_partitions_say_what_changes_and_how_much_is_to_read() -> None:
    effects = [text.change_rows(_plan(old))[0][-1] for old in (None, 60, 50, 75)]
    assert effects == ["40 to read", "stays, 40 to read", "10 on, 40 to read", "15 back, 40 to read"]


def test_the_end_sums_up() -> None:
    assert text.end(FOUND, _plan(50)) == "1 partition to write: none skipped, about 5 messages read again."
    assert text.end(FOUND, _plan(60)) == "Every partition is there already: nothing to write."
    word = replace(TOPIC, way=Proof.TIME, bound=Bound({PLACE: 60}, ""))
    assert text.end(replace(FOUND, topics=(word,)), _plan(50)) == (
        "1 partition to write: skipped ones unknown, an unknown number of messages read again."
    )


def test_programs_get_the_same() -> None:
    found = text.to_dict(FOUND, _plan(50), 3)

    assert {name: found[name] for name in ("group", "from", "to", "entry", "executed", "left")} == {
        "group": "app",
        "from": "a",
        "to": "b",
        "entry": 3,
        "executed": True,
        "left": {"u": "no mirror takes it"},
    }
    assert found["topics"] == [
        {
            "topic": "t",
            "mirror": "a_to_b",
            "by": "timestamps",
            "because": "so it is",
            "unprocessed": 42,
            "waiting": 7,
            "lost": 0,
            "skipped": 0,
            "to_read": 40,
            "again": 5,
        }
    ]
    assert [(one["old"], one["new"]) for one in found["partitions"]] == [(50, 60)]


def test_what_is_saved_is_listed() -> None:
    assert text.saved_rows(FOUND) == [("app", "t", "timestamps", "42", "5")]
    unproven = replace(TOPIC, way=None, bound=None, unproven={Proof.TIMESTAMPS: "too many"})
    rows = text.saved_rows(replace(FOUND, topics=(unproven,)))
    assert rows == [("app", "t", "nothing, not saved: by timestamps: too many", "?", "?")]
