"""What others wrote reaches no terminal as it is."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem
from ansible_collections.hiera_kafka.core.plugins.module_utils.texts import WIDTH, clean, one_line, quoted


@given(st.text())
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    for made, kept in ((clean(text), "\n\t"), (one_line(text), "\t")):
        left = [char for char in made if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}]
        assert set(left) <= set(kept)


def test_ordinary_text_stays_as_it_is() -> None:
    assert clean("Grüße, 日本 🙂\n\tat") == "Grüße, 日本 🙂\n\tat"


def test_what_is_not_shown_is_named() -> None:
    assert one_line("a\x1b[2J\nb\u202ec\x9b\udc80") == "a\\x1b[2J\\nb\\u202ec\\x9b\\udc80"


def test_lines_are_marked_and_cut_off() -> None:
    assert quoted(["::error::a", "b" * 2 * WIDTH]) == f"      | ::error::a\n      | {'b' * WIDTH}"


def test_a_problem_is_clean_whatever_it_was_made_of() -> None:
    problem = Problem("port-taken", "held by \x1b[2J", where="a\nb:1:1", note="first\n\x07second", hint="\rtry")
    assert problem.render() == (
        "a\\nb:1:1: error[port-taken]: held by \\x1b[2J\n"
        "    note: first\n\\x07second\n"
        "    hint: \\rtry\n"
        "    docs: docs/rules/port-taken.md"
    )
    assert "\x1b" not in str(problem.to_dict())
