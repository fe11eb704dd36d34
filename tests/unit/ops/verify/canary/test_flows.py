"""Which topics of canaries come to which clusters."""

from __future__ import annotations

from dataclasses import replace

from hiera_kafka.model.endpoints import Endpoint
from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.verify.canary.flows import carried, copy_of, verdict_of


def mirror(source: str, destination: str, *topics: str, excluded: tuple[str, ...] = (), secret: bool = False) -> Mirror:
    ends = {end: (Endpoint(end, 9092),) for end in (source, destination)}
    return Mirror(
        f"{source}_to_{destination}",
        1,
        source,
        ends[source],
        destination,
        ends[destination],
        topics,
        excluded,
        "g",
        (),
        secret=secret,
    )


def test_why_a_mirror_leaves_a_topic_is_said_and_no_secret() -> None:
    assert verdict_of(mirror("a", "b", r"a\..+"), "a.canary").taken
    assert verdict_of(mirror("a", "b", r"a\..+"), "canary").why == "no pattern matches"
    assert verdict_of(mirror("a", "b", ".+", excluded=("can.*",)), "canary").why == "excluded by can.*"
    assert "can" not in verdict_of(mirror("a", "b", ".+", excluded=("can.*",), secret=True), "canary").why


def test_topics_move_on_over_several_mirrors() -> None:
    mirrors = [
        mirror("b", "c", ".+", excluded=("not.*",)),
        mirror("a", "b", r"a\..+", "not"),
        mirror("b", "a", r"b\..+"),
    ]

    assert carried({"a": "a.canary", "b": "b.canary", "c": "c.canary"}, mirrors) == {
        "a": {"b.canary": "b"},
        "b": {"a.canary": "a"},
        "c": {"a.canary": "a", "b.canary": "b"},
    }
    assert carried({"a": "not"}, mirrors) == {"b": {"not": "a"}}


def test_a_topic_that_each_cluster_has_comes_from_the_source_and_a_circle_ends() -> None:
    both = [mirror("a", "b", ".+"), mirror("b", "a", ".+")]

    assert carried({"a": "canary", "b": "canary"}, both) == {"a": {"canary": "b"}, "b": {"canary": "a"}}
    assert carried({}, both) == {}


def test_a_canary_comes_under_the_name_that_mirrormaker_2_gives_it_and_a_growing_name_ends() -> None:
    two = replace(mirror("a", "b", ".*"), engine=2)

    assert copy_of(two, "canary") == "canary"
    assert copy_of(two, "heartbeats") == "a.heartbeats"
    assert carried({"a": "heartbeats"}, [two]) == {"b": {"a.heartbeats": "a"}}
    # MirrorMaker 1 brings it back, and MirrorMaker 2 takes that for another one.
    found = carried({"a": "heartbeats"}, [two, mirror("b", "a", ".*")])
    assert max(map(len, found["b"])) == len("a." * 119 + "heartbeats")
