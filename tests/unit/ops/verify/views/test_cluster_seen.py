"""Why a broker did not tell something."""

from __future__ import annotations

import pytest

from lib.data.healthy_cluster import seen, without

OPTIONS = "the broker does not tell its options"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"silent": {"1002": "no answer within 5 s"}}, f"{OPTIONS}: no answer within 5 s"),
        (
            {"refused": {1002: {"its options": "not authorized"}}},
            "the broker does not tell its options: not authorized",
        ),
        ({"refused": {1002: {"its log directories": "x"}}}, f"{OPTIONS}: no answer"),
    ],
)
def test_the_reason_is_silence_or_a_refusal(fields: dict[str, object], words: str) -> None:
    assert seen(**fields).why_silent(1002, "its options") == words


def test_one_that_is_not_registered_was_not_asked() -> None:
    assert without(1002).why_silent(1002, "its options") == "the broker is not registered"
