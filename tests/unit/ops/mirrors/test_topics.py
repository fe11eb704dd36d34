"""Which rule decides what a mirror does with a topic."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.mirrors.topics import Rule, TopicVerdict, verdicts

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
    (found,) = verdicts([topic], [r"eqiad\..+", "extra"], [r"eqiad\.private\..*", r".*\.private\..*"])

    assert (found.rule, found.why, found.taken) == (rule, why, rule is Rule.TAKEN)


def test_wikimedias_pattern_for_jumbo_leaves_the_job_topics() -> None:
    topics = ["eqiad.mediawiki.job.cirrusSearch", "eqiad.mediawiki.revision-create", "eqiad.cpjobqueue.x", "local"]

    assert [found.topic for found in verdicts(topics, [JUMBO], []) if found.taken] == [
        "eqiad.mediawiki.revision-create",
        "local",
    ]


def test_verdicts_are_sorted_and_go_into_json() -> None:
    found = verdicts(["b", "a"], ["a"], [])

    assert [one.topic for one in found] == ["a", "b"]
    assert found[0].to_dict() == {"topic": "a", "taken": True, "rule": "taken", "pattern": "a"}
    assert found[1] == TopicVerdict("b", Rule.UNMATCHED, None)


def test_a_pattern_outside_of_what_is_proven_is_read_as_python_does_and_else_not_guessed() -> None:
    backwards, of_java = r"(a|b)\.\1", r"[a-z&&[^b]]+\.\p{javaLowerCase}+"

    assert [one.taken for one in verdicts(["a.a", "a.b"], [backwards], [])] == [True, False]
    (found,) = verdicts(["a.x"], [of_java], [])
    assert (found.rule, found.taken) == (Rule.UNREAD, False)
    assert found.why == f"not known: {of_java} cannot be read here"
    assert [one.rule for one in verdicts(["a.x"], [of_java, "a.*"], [])] == [Rule.TAKEN]
    assert [one.rule for one in verdicts(["a.x"], ["a.*"], [of_java])] == [Rule.UNREAD]
