"""Reports for people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hiera_kafka.ops.verify.formats import text
from hiera_kafka.ops.verify.report import CheckRun, Verdict
from hiera_kafka.ops.verify.result import Result, Status
from lib.data.verify_verdicts import BASE, Answers, Writes, every_kind, nothing_wrong, result
from lib.repository import ROOT

CASES = ROOT / "tests" / "cases" / "verify"


@pytest.mark.parametrize("details", [False, True])
def test_each_check_has_a_line_and_what_is_not_well_has_more(
    golden: Callable[[Path, str], None], *, details: bool
) -> None:
    made = text.render(every_kind(), BASE, details=details)

    golden(CASES / ("every-kind-in-detail.txt" if details else "every-kind.txt"), f"{made}\n")


def test_where_all_is_well_that_is_said_in_two_lines() -> None:
    assert text.render(nothing_wrong(), BASE) == (
        "ok        hosts-answer  hosts answer: 1 ok\n1 ok: 1 check of inventory local in 0.2 s"
    )


def test_a_hundred_hosts_of_which_the_same_is_said_are_all_named() -> None:
    names = [f"k{number}" for number in range(100)]
    run = CheckRun(Answers(), tuple(result("hosts-answer", name, Status.CRITICAL, "none") for name in names))
    lines = text.block(run, BASE, 12)

    assert lines[1] == f"  critical: {', '.join(names)}"
    assert len(lines) == 5


def test_a_check_that_had_nothing_to_look_at_has_no_line() -> None:
    assert text.block(CheckRun(Answers(), ()), BASE, 12) == []


def test_what_nobody_asked_for_is_one_line_for_each_reason() -> None:
    def left_out(check: str, subject: str, why: str) -> Result:
        return result(check, subject, Status.UNKNOWN, why, asked=False)

    runs = (
        CheckRun(Writes(), (left_out("made-up-records", "a", "not asked"), left_out("made-up-records", "b", "no way"))),
        CheckRun(Answers(), (left_out("hosts-answer", "k1", "not asked"),)),
    )

    assert text.end(Verdict("three", runs, 1.0))[:-1] == [
        "unknown   made-up-records, hosts-answer: not asked",
        "unknown   made-up-records of b: no way",
    ]
