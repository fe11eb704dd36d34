"""A mirror in the one form that all read."""

from __future__ import annotations

from typing import Any

import pytest

from hiera_kafka.errors import Position
from hiera_kafka.model.mirror.mirror import Mirror
from hiera_kafka.source import Origin, Trace
from hiera_kafka.topic_patterns import Form

HERE, THERE = Position("a.yaml", 1, 1), Position("a.yaml", 2, 1)
TRACE = Trace(Origin.given("source", HERE), {"producer": Trace(Origin.given("producer", THERE))})


def made(**given: Any) -> Mirror:
    return Mirror(**{"source": "a", "destination": "b", "topics": ("x",), "group": "g", "trace": TRACE, **given})


def test_it_and_its_processes_are_called_after_both_ends() -> None:
    assert (made().name, made().service(1)) == ("a_to_b", "kafka-mirror-a_to_b@1")


@pytest.mark.parametrize(
    ("topics", "excluded", "pattern"),
    [
        (("x",), (), "x"),
        (("x", "y|z"), (), "(?:x)|(?:y|z)"),
        (("x", "y"), ("xx",), "(?!(?:(?:xx))$)(?:(?:x)|(?:y))"),
    ],
)
def test_several_patterns_are_joined_to_one(topics: tuple[str, ...], excluded: tuple[str, ...], pattern: str) -> None:
    assert made(topics=topics, excluded=excluded).pattern == pattern


def test_java_is_given_what_mirrormaker_makes_of_a_pattern() -> None:
    assert made(topics=(" x, y ",), form=Form.MIRROR_MAKER_1).java_patterns == ("x|y",)
    assert made(topics=("x,y",)).java_patterns == ("x,y",)


def test_what_the_data_does_not_give_has_the_place_of_the_source() -> None:
    assert (made().place("producer", "acks"), made().place("topics")) == (THERE, HERE)
