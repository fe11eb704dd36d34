"""Hosts escape what the package does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils import cleaned
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem
from hiera_kafka import text


def test_each_character_is_treated_as_the_package_does() -> None:
    for number in (*range(0x11000), *range(0xE0000, 0xE1000), 0x10FFFF):
        char = chr(number)
        assert (cleaned.printable(char), cleaned.one_line(char)) == (text.printable(char), text.one_line(char))


@given(st.text(st.sampled_from("#[:\n\t\r \x1bavso.-")))
def test_commands_of_runners_are_treated_as_the_package_does(given_: str) -> None:
    assert cleaned.printable(given_) == text.printable(given_)
    assert cleaned.one_line(given_) == text.one_line(given_)


def test_lines_are_marked_and_cut_off() -> None:
    assert cleaned.quoted(["::error::a", "b" * 2 * cleaned.WIDTH]) == (
        f"      | \\::error::a\n      | {'b' * cleaned.WIDTH}"
    )


def test_a_problem_is_clean_whatever_it_was_made_of() -> None:
    problem = Problem("port-taken", "held by \x1b[2J", where="a\nb:1:1", note="first\n\x07second", hint="\rtry")
    assert problem.render() == (
        "a\\nb:1:1: error[port-taken]: held by \\x1b[2J\n"
        "    note: first\n\\x07second\n"
        "    hint: \\rtry\n"
        "    docs: docs/rules/port-taken.md"
    )
    assert "\x1b" not in str(problem.to_dict())
