"""Which mirror takes a topic."""

from __future__ import annotations

from hiera_kafka.ops.offsets.translate.request import Ask, Flow


def _flow(source: str, destination: str, *topics: str) -> Flow:
    return Flow(f"{source}_to_{destination}", source, destination, topics.__contains__, "g")


def test_a_mirror_counts_in_either_direction_and_between_the_two_alone() -> None:
    flows = (_flow("a", "c", "a.x", "b.x"), _flow("a", "b", "a.x"), _flow("b", "a", "b.x"))
    ask = Ask("app", "a", "b", flows)

    assert [getattr(ask.flow(topic), "name", None) for topic in ("a.x", "b.x", "c.x")] == ["a_to_b", "b_to_a", None]
