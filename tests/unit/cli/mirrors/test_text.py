"""What people read of mirrors."""

from __future__ import annotations

import pytest

from hiera_kafka.cli.mirrors import text
from hiera_kafka.clients.groups import ActiveMember, ConsumerGroup, Range, TopicPartition
from hiera_kafka.clients.topics import NewTopic
from hiera_kafka.model.endpoints import Endpoint
from hiera_kafka.model.mirror.names import name_rules
from hiera_kafka.ops.look.seen import LogError
from hiera_kafka.ops.mirrors.carry import CarryPlan
from hiera_kafka.ops.mirrors.clusters import SourceState
from hiera_kafka.ops.mirrors.health import MirrorView
from hiera_kafka.ops.mirrors.hosts import Seen
from hiera_kafka.ops.mirrors.inventory import Mirror, MirrorProcess
from hiera_kafka.ops.mirrors.lag import Lag, Standing
from hiera_kafka.ops.mirrors.settings import Action, Difference, TopicPlan
from hiera_kafka.ops.mirrors.topics import verdicts

PROCESS = MirrorProcess("c1.example.org", "kafka-mirror-a_to_b@0")
MIRROR = Mirror(
    "a_to_b", 1, "a", (Endpoint("a", 1),), "b", (Endpoint("b", 1),), ("t", "u"), (), "kafka-mirror-a_to_b", (PROCESS,)
)
NOW = 1_000_000
ERROR = LogError(
    "2026-11-23 16:55:36", "a first line that is much longer than what a table has room for, really\nCaused by: x"
)


def view(next_: int | None, *errors: LogError, runs: bool = True) -> MirrorView:
    readers = ConsumerGroup(MIRROR.group, "Stable", (ActiveMember("c", "h", "m"),))
    lag = Lag((Standing(TopicPartition("t", 0), next_, Range(0, 10), NOW - 65_000),), NOW)
    seen = Seen(PROCESS, "running" if runs else "failed", "words", 7 if runs else None, 900.0 if runs else None, errors)
    return MirrorView(
        MIRROR,
        SourceState(tuple(verdicts(["t", "v"], ["t"], [], name_rules(1, "a", "b"))), lag, readers),
        None,
        (seen,),
        now_ms=NOW,
    )


def test_a_row_says_how_far_it_is_and_what_went_wrong_last() -> None:
    short = "2026-11-23 16:55:36: a first line that is much longer than what a table has ro..."

    assert text.mirror_rows([view(4, ERROR)]) == [("a_to_b", "1", "ok", "1/1", "6", "1 min 5 s", "1", "1", short)]
    assert text.mirror_rows([view(10)]) == [("a_to_b", "1", "ok", "1/1", "0", "-", "1", "1", "-")]


def test_what_is_not_known_is_a_question_mark_and_no_zero() -> None:
    nothing = MirrorView(MIRROR, None, None, (), now_ms=NOW)

    assert text.mirror_rows([nothing]) == [("a_to_b", "1", "ok", "?/1", "?", "?", "?", "?", "?")]
    assert text.head(nothing) == "a_to_b, MirrorMaker 1: a to b; state ok, lag unknown"


def test_the_head_names_topics_of_which_nothing_is_committed() -> None:
    assert text.head(view(None)) == (
        "a_to_b, MirrorMaker 1: a to b; state ok, 10 messages to mirror, the first 1 min 5 s old; "
        "nothing committed yet of t"
    )


def test_topics_come_with_their_rule_and_processes_with_their_errors() -> None:
    made = view(4, ERROR)
    assert made.source is not None

    assert text.topic_rows(made.source) == [
        ("t", "taken", "6", "1 min 5 s", "matches t"),
        ("v", "left", "-", "-", "no pattern matches"),
    ]
    assert text.process_rows(made, NOW) == [
        ("c1.example.org", PROCESS.service, "running", "1 min 40 s", "2026-11-23 16:55:36")
    ]
    assert list(text.error_lines(made)) == [
        f"c1.example.org {PROCESS.service} {ERROR.at}: {ERROR.text.splitlines()[0]}",
        "    Caused by: x",
    ]


def test_an_error_without_words_is_a_line_all_the_same() -> None:
    assert list(text.error_lines(view(4, LogError(None, "")))) == [f"c1.example.org {PROCESS.service} : "]


def test_findings_name_the_mirror() -> None:
    assert list(text.finding_lines([view(4, runs=False)])) == [
        "a_to_b is broken: kafka-mirror-a_to_b@0 on c1.example.org is failed (words)"
    ]


@pytest.mark.parametrize(
    ("action", "becomes"),
    [
        (Action.RAISE, "2"),
        (Action.SET, "2"),
        (Action.LARGER, "stays: larger here"),
        (Action.UNSAFE, "stays: messages could be dropped"),
    ],
)
def test_a_difference_says_what_becomes_of_it(action: Action, becomes: str) -> None:
    plan = CarryPlan(MIRROR, (TopicPlan("t", "t", None, (Difference("x", "2", "1", action),)),))

    assert text.setting_rows(plan) == [("t", "x", "2", "1", becomes)]


def test_a_plan_is_summed_up_and_refusals_keep_the_brokers_words() -> None:
    made = TopicPlan("t", "t", NewTopic(2, 3, {"retention.ms": "5"}), (), "PolicyViolation: no")
    plan = CarryPlan(MIRROR, (made, TopicPlan("u", "u", None)))

    assert text.setting_rows(plan) == [
        ("t", "topic", "2 partitions", "missing", "made with 2 partitions, 3 replicas, retention.ms=5")
    ]
    assert text.settings_end(plan) == "2 topics taken: 1 to make, 0 to change."
    assert list(text.refusal_lines(plan)) == ["t: b refuses: PolicyViolation: no"]
    assert text.settings_end(CarryPlan(MIRROR, (TopicPlan("u", "u", None),))) == "1 topic taken, nothing to write."
