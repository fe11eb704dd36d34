"""What a switch to the other engine would do to topics."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiera_kafka.model.endpoints import Endpoint
from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.mirrors.switch import switched

ONE = Mirror("a_to_b", 1, "a", (Endpoint("a", 1),), "b", (Endpoint("b", 1),), (r"x\..+",), (), "g", ())
TWO = replace(ONE, engine=2)


@pytest.mark.parametrize(
    ("mirror", "topic", "text"),
    [
        (ONE, "x.heartbeats", "MirrorMaker 2 would write x.heartbeats as a.x.heartbeats; what is copied so far stays"),
        (TWO, "x.heartbeats", "MirrorMaker 1 would write x.heartbeats as x.heartbeats; what is copied so far stays"),
        (ONE, "x.no-heartbeats", "MirrorMaker 2 would write x.no-heartbeats as a.x.no-heartbeats; what is copied"),
        (
            ONE,
            "heartbeats",
            "MirrorMaker 2 would take heartbeats as a.heartbeats: heartbeats, which MirrorMaker 2 takes",
        ),
        (TWO, "heartbeats", "MirrorMaker 1 would leave heartbeats: of Kafka or MirrorMaker itself (heartbeats)."),
        (ONE, "y.heartbeats", "MirrorMaker 2 would take y.heartbeats as a.y.heartbeats: heartbeats, which"),
        (TWO, "y.heartbeats", "MirrorMaker 1 would leave y.heartbeats: no pattern matches."),
        (ONE, "x.b.heartbeats", "MirrorMaker 2 would leave x.b.heartbeats: named as a copy of what came from the dest"),
    ],
)
def test_a_topic_that_engines_treat_otherwise_is_named(mirror: Mirror, topic: str, text: str) -> None:
    (found,) = switched(mirror, [topic, "x.y", "y", "x.y.internal"])

    assert found.text.startswith(text)
    assert found.to_dict()["topic"] == topic


def test_a_mirror_of_wikimedias_puppet_has_one_engine() -> None:
    assert switched(replace(ONE, wikimedia=True), ["x.heartbeats"]) == ()
