"""Topics that several patterns take."""

from __future__ import annotations

import re

import pytest

from hiera_kafka.lint.patterns import normalized, samples, shared_topic

JUMBO = r"^(?!.*change-prop\.|.*changeprop\.|.*cpjobqueue\.|.*mediawiki\.job\.cirrus).+$"


@pytest.mark.parametrize(
    "patterns",
    [
        (".*", ".+"),
        (r"^codfw\..+", ".*"),
        (r"^codfw\..+", JUMBO),
        (r"^((eqiad|codfw)\.mediawiki\.revision-create|eventlogging_Search)$", JUMBO),
        ("a,b,c", "c|d"),
        (r"[a-z]+\.x", r"a\.x"),
        (r"eqiad\.{1}t?x{2}", r"eqiad\.xx"),
    ],
)
def test_patterns_with_a_common_topic_share_one_that_both_take(patterns: tuple[str, ...]) -> None:
    topic = shared_topic(patterns)

    assert topic
    assert all(re.fullmatch(normalized(pattern), topic) for pattern in patterns)


@pytest.mark.parametrize(
    "patterns",
    [(r"^eqiad\..+", r"^codfw\..+"), ("a", "b"), (r"change-prop\.x", JUMBO), ("(", ".*")],
)
def test_patterns_without_one_share_none(patterns: tuple[str, ...]) -> None:
    assert shared_topic(patterns) is None


def test_a_whitelist_is_read_as_mirrormaker_reads_it() -> None:
    assert normalized(' "a, b" ') == "a|b"


def test_patterns_that_could_make_millions_of_names_make_few() -> None:
    assert len(samples("(a|b|c|d)" * 20)) <= 64
    assert samples("x{1000000}") == ["x" * 64]


@pytest.mark.parametrize("broken", ["(", "[", "\\", "a)b", "(?P<x>a", "{", "*"])
def test_broken_patterns_do_no_harm(broken: str) -> None:
    assert shared_topic([broken, ".*"]) in (None, broken, *samples(broken))
