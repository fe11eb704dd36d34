"""Which rule decides what a mirror does with a topic."""

from __future__ import annotations

import pytest

from hiera_kafka.model.mirror.names import name_rules, puppet_name_rules
from hiera_kafka.ops.mirrors.topics import Rule, TopicVerdict, verdicts

ONE = name_rules(1, "main-eqiad", "main-codfw")
TWO = name_rules(2, "main-eqiad", "main-codfw")
JUMBO = r"^(?!.*change-prop\.|.*changeprop\.|.*cpjobqueue\.|.*mediawiki\.job\.cirrus).+$"


@pytest.mark.parametrize(
    ("topic", "rule", "why"),
    [
        ("eqiad.events", Rule.TAKEN, r"matches eqiad\..+"),
        ("codfw.events", Rule.UNMATCHED, "no pattern matches"),
        ("eqiad.", Rule.UNMATCHED, "no pattern matches"),
        ("xeqiad.events", Rule.UNMATCHED, "no pattern matches"),
        ("eqiad.private.x", Rule.EXCLUDED, r"excluded by eqiad\.private\..*"),
        ("codfw.private.x", Rule.UNMATCHED, "no pattern matches"),
        ("eqiad.checkpoints.internal", Rule.INTERNAL, "of Kafka or MirrorMaker itself (.*[.-]internal)"),
        ("__consumer_offsets", Rule.INTERNAL, "of Kafka or MirrorMaker itself (__.*)"),
        ("heartbeats", Rule.INTERNAL, "of Kafka or MirrorMaker itself (heartbeats)"),
    ],
)
def test_each_topic_has_one_rule_that_decides(topic: str, rule: Rule, why: str) -> None:
    (found,) = verdicts([topic], [r"eqiad\..+", "extra"], [r"eqiad\.private\..*", r".*\.private\..*"], ONE)

    assert (found.rule, found.why, found.taken) == (rule, why, rule is Rule.TAKEN)


def test_wikimedias_pattern_for_jumbo_leaves_the_job_topics() -> None:
    topics = ["eqiad.mediawiki.job.cirrusSearch", "eqiad.mediawiki.revision-create", "eqiad.cpjobqueue.x", "local"]

    assert [found.topic for found in verdicts(topics, [JUMBO], [], ONE) if found.taken] == [
        "eqiad.mediawiki.revision-create",
        "local",
    ]


def test_verdicts_are_sorted_and_go_into_json() -> None:
    found = verdicts(["b", "a"], ["a"], [], ONE)

    assert [one.topic for one in found] == ["a", "b"]
    assert found[0].to_dict() == {
        "topic": "a",
        "taken": True,
        "rule": "taken",
        "pattern": "a",
        "destination_topic": "a",
    }
    assert found[1] == TopicVerdict("b", Rule.UNMATCHED, None)


def test_a_pattern_outside_of_what_is_proven_is_read_as_python_does_and_else_not_guessed() -> None:
    backwards, of_java = r"(a|b)\.\1", r"[a-z&&[^b]]+\.\p{javaLowerCase}+"

    assert [one.taken for one in verdicts(["a.a", "a.b"], [backwards], [], ONE)] == [True, False]
    (found,) = verdicts(["a.x"], [of_java], [], ONE)
    assert (found.rule, found.taken) == (Rule.UNREAD, False)
    assert found.why == f"not known: {of_java} cannot be read here"
    assert [one.rule for one in verdicts(["a.x"], [of_java, "a.*"], [], ONE)] == [Rule.TAKEN]
    assert [one.rule for one in verdicts(["a.x"], ["a.*"], [of_java], ONE)] == [Rule.UNREAD]


@pytest.mark.parametrize(
    ("topic", "rule", "copy"),
    [
        ("eqiad.events", Rule.TAKEN, "eqiad.events"),
        ("heartbeats", Rule.HEARTBEATS, "main-eqiad.heartbeats"),
        ("local.heartbeats", Rule.HEARTBEATS, "main-eqiad.local.heartbeats"),
        ("eqiad.private.heartbeats", Rule.HEARTBEATS, "main-eqiad.eqiad.private.heartbeats"),
        ("eqiad.heartbeats", Rule.TAKEN, "main-eqiad.eqiad.heartbeats"),
        ("eqiad.no-heartbeats", Rule.TAKEN, "main-eqiad.eqiad.no-heartbeats"),
        ("local.no-heartbeats", Rule.UNMATCHED, None),
        ("eqiad.Heartbeats", Rule.TAKEN, "eqiad.Heartbeats"),
        ("main-codfw.heartbeats", Rule.RETURNING, None),
        ("eqiad.main-codfw.no-heartbeats", Rule.RETURNING, None),
        ("main-codfw.events", Rule.UNMATCHED, None),
        (".heartbeats", Rule.INTERNAL, None),
        ("__heartbeats", Rule.INTERNAL, None),
    ],
)
def test_mirrormaker_2_takes_and_renames_what_looks_like_heartbeats(topic: str, rule: Rule, copy: str | None) -> None:
    (found,) = verdicts([topic], [r"eqiad\..+"], [r"eqiad\.private\..*"], TWO)

    assert (found.rule, found.destination_topic) == (rule, copy)
    assert ("its copy is" in found.why) == (copy not in (None, topic))


def test_puppets_mirrormaker_1_leaves_what_no_consumer_takes() -> None:
    found = verdicts(["__consumer_offsets", "__other", "heartbeats", "x.internal"], [".*"], [], puppet_name_rules("b"))

    assert [one.topic for one in found if one.taken] == ["__other", "heartbeats", "x.internal"]
