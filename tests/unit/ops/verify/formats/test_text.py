"""Reports for people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hiera_kafka.ops.verify.formats import text
from hiera_kafka.ops.verify.report import CheckRun
from hiera_kafka.ops.verify.result import Status
from lib.data.verify_verdicts import BASE, Answers, every_kind, nothing_wrong, result
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
