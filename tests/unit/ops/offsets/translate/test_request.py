"""Which mirror takes a topic."""

from __future__ import annotations

from hiera_kafka.ops.offsets.translate.request import Ask, Flow


def _flow(source: str, destination: str, *topics: str) -> Flow:
    return Flow(
        f"{source}_to_{destination}", source, destination, lambda topic: topic if topic in topics else None, "g"
    )


def test_a_mirror_counts_in_either_direction_and_between_the_two_alone() -> None:
    flows = (_flow("a", "c", "a.x", "b.x"), _flow("a", "b", "a.x"), _flow("b", "a", "b.x"))
    ask = Ask("app", "a", "b", flows)

    assert [getattr(ask.flow(topic), "name", None) for topic in ("a.x", "b.x", "c.x")] == ["a_to_b", "b_to_a", None]


def test_a_topic_whose_copy_has_another_name_is_none_to_go_on_with() -> None:
    there = Flow("a_to_b", "a", "b", {"x.heartbeats": "a.x.heartbeats", "y": "y"}.get, "g")
    ask = Ask("app", "a", "b", (there,))

    assert [ask.flow(topic) for topic in ("x.heartbeats", "a.x.heartbeats", "y")] == [None, None, there]
    assert [ask.renamed(topic) for topic in ("x.heartbeats", "a.x.heartbeats", "y", "z")] == [
        "its copy in b has another name, a.x.heartbeats",
        "it is the copy of x.heartbeats, which has another name in a",
        None,
        None,
    ]
    back = Ask("app", "b", "a", (there,))
    assert back.renamed("x.heartbeats") is None
