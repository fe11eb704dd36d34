"""What may be written to a destination: never less than it has, and nothing that drops what it keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.clients.topics import NewTopic, Option, Topic
from hiera_kafka.ops.mirrors.settings import (
    GROWING,
    POLICY,
    Action,
    Difference,
    TopicPlan,
    completed,
    differences,
    first_form,
)

BASE = {
    POLICY: "delete",
    "retention.ms": "604800000",
    "retention.bytes": "-1",
    "max.message.bytes": "1048588",
    "delete.retention.ms": "86400000",
    "min.compaction.lag.ms": "0",
    "max.compaction.lag.ms": "9223372036854775807",
    "compression.type": "producer",
    "min.insync.replicas": "1",
}
POLICIES = st.sampled_from(["delete", "compact", "delete,compact", "compact, delete"])


def topic(partitions: int = 3, own: tuple[str, ...] = (), **changed: str) -> Topic:
    values = {**BASE, **{name.replace("_", "."): value for name, value in changed.items()}}
    return Topic("t", partitions, 2, {name: Option(value, name in own) for name, value in values.items()})


@pytest.mark.parametrize(
    ("name", "source", "destination", "action"),
    [
        ("retention.ms", "1000", "900", Action.RAISE),
        ("retention.ms", "-1", "900", Action.RAISE),
        ("retention.ms", "1000", "-1", Action.LARGER),
        ("retention.bytes", "5", "-1", Action.LARGER),
        ("max.message.bytes", "5", "4", Action.RAISE),
        ("max.message.bytes", "4", "5", Action.LARGER),
        ("compression.type", "zstd", "producer", Action.SET),
        (POLICY, "compact", "delete", Action.UNSAFE),
        (POLICY, "delete", "compact", Action.UNSAFE),
        (POLICY, "compact,delete", "compact", Action.UNSAFE),
        (POLICY, "compact", "compact,delete", Action.SET),
    ],
)
def test_what_becomes_of_an_option(name: str, source: str, destination: str, action: Action) -> None:
    values = {name.replace(".", "_"): source}, {name.replace(".", "_"): destination}
    assert differences(topic(**values[0]), topic(**values[1]), empty=False) == (
        Difference(name, source, destination, action),
    )


def test_an_order_of_policies_is_no_difference_and_an_empty_topic_may_have_any() -> None:
    assert (
        differences(topic(cleanup_policy="delete,compact"), topic(cleanup_policy="compact,delete"), empty=False) == ()
    )
    (found,) = differences(topic(cleanup_policy="compact"), topic(), empty=True)
    assert found.action is Action.SET


def test_what_is_each_clusters_own_affair_is_not_compared() -> None:
    other = Topic("t", 3, 1, {**topic().options, "min.insync.replicas": Option("2", own=True)})

    assert differences(topic(), other, empty=False) == ()


@given(
    source=st.fixed_dictionaries({name: st.integers(-1, 9) for name in GROWING[:2]} | {POLICY: POLICIES}),
    had=st.fixed_dictionaries({name: st.integers(-1, 9) for name in GROWING[:2]} | {POLICY: POLICIES}),
    partitions=st.tuples(st.integers(1, 9), st.integers(1, 9)),
)
def test_whatever_is_written_keeps_at_least_what_was_kept(
    source: dict[str, object], had: dict[str, object], partitions: tuple[int, int]
) -> None:
    sides = [
        Topic("t", count, 1, {name: Option(str(value), own=True) for name, value in side.items()})
        for count, side in zip(partitions, (source, had), strict=True)
    ]
    plan = TopicPlan("t", "t", None, differences(*sides, empty=False))
    now = {**{name: str(value) for name, value in had.items()}, **plan.options}

    assert (plan.partitions or partitions[1]) >= partitions[1]
    for name in GROWING[:2]:
        before, after = int(str(had[name])), int(now[name])
        assert after == -1 or (before != -1 and after >= before)
    dropped = {part.strip() for part in now[POLICY].split(",")}
    assert dropped <= {part.strip() for part in str(had[POLICY]).split(",")}
    done = Topic(
        "t", plan.partitions or partitions[1], 1, {name: Option(value, own=True) for name, value in now.items()}
    )
    assert not TopicPlan("t", "t", None, differences(sides[0], done, empty=False)).needed, (
        "a second run has nothing to do"
    )


def test_a_new_topic_gets_what_is_the_sources_own_and_what_it_would_have_less_of() -> None:
    source = topic(12, own=(POLICY, "min.insync.replicas"), cleanup_policy="compact", retention_ms="1000")
    form = first_form(source, 3)
    would_be = topic(12, cleanup_policy="compact", retention_ms="900", max_message_bytes="9000000").options

    assert form == NewTopic(12, 3, {POLICY: "compact"})
    assert completed(form, source, would_be) == NewTopic(12, 3, {POLICY: "compact", "retention.ms": "1000"})
    assert completed(form, source, {}) == form, "older brokers do not tell"


def test_a_plan_goes_into_json() -> None:
    plan = TopicPlan("t", "t", NewTopic(2, 1, {"retention.ms": "5"}))

    assert plan.needed
    assert plan.to_dict() == {
        "topic": "t",
        "destination_topic": "t",
        "create": {"partitions": 2, "replicas": 1, "options": {"retention.ms": "5"}},
        "differences": [],
        "refused": None,
    }
    assert TopicPlan("t", "t", None, differences(topic(4), topic(3), empty=False)).to_dict()["differences"] == [
        {"name": "partitions", "source": "4", "destination": "3", "action": "raise"}
    ]
