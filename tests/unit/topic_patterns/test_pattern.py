"""Patterns as the two MirrorMakers read them."""

from __future__ import annotations

import pytest

from hiera_kafka.topic_patterns import Form, Pattern, PatternError

ONE, TWO = Form.MIRROR_MAKER_1, Form.MIRROR_MAKER_2


@pytest.mark.parametrize(
    ("form", "given", "text"),
    [
        (ONE, " a, b ", "a|b"),
        (ONE, '"a,b"', "a|b"),
        (ONE, "'\"a b\"'", "ab"),
        (ONE, ["a", "b"], "a|b"),
        (ONE, "a\tb", "a\tb"),
        (TWO, " a b , c", "a b|c"),
        (TWO, '"a"', '"a"'),
        (Form.JAVA, "a{1,2}", "a{1,2}"),
        (Form.JAVA, ["a", "b"], "a|b"),
    ],
)
def test_forms(form: Form, given: str | list[str], text: str) -> None:
    assert form.text(given) == text


def test_a_pattern_takes_names_of_topics_only() -> None:
    pattern = Pattern.parse(".*")

    assert pattern.matches("eqiad.a")
    assert not pattern.matches("é")
    assert not pattern.matches("a b")


def test_a_count_with_a_comma_is_no_count_in_a_whitelist() -> None:
    with pytest.raises(PatternError) as caught:
        Pattern.parse("a{1,2}", ONE)
    assert caught.value.text == "a{1|2}"
    assert caught.value.invalid


def test_errors_come_when_a_pattern_is_read() -> None:
    with pytest.raises(PatternError, match="a group is not closed"):
        Pattern.parse("(")
    with pytest.raises(PatternError, match="more than 20000 states") as caught:
        Pattern.parse("((a{200}){200}){200}")
    assert not caught.value.invalid
