"""What follows from results."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import ExitCode, ProjectError
from hiera_kafka.ops.verify.report import CheckRun, Verdict, counted
from hiera_kafka.ops.verify.result import Status
from lib.data.verify_verdicts import Answers, every_kind, nothing_wrong, result


def verdict(*statuses: Status, silent: tuple[str, ...] = (), asked: bool = True) -> Verdict:
    results = tuple(result("hosts-answer", f"k{n}", status, "so", asked=asked) for n, status in enumerate(statuses))
    return Verdict("a", (CheckRun(Answers(), results, silent),), 1.0)


@pytest.mark.parametrize(
    ("found", "code", "strict"),
    [
        (verdict(), ExitCode.OK, ExitCode.OK),
        (verdict(Status.OK), ExitCode.OK, ExitCode.OK),
        (verdict(Status.OK, Status.WARNING), ExitCode.OK, ExitCode.FINDINGS),
        (verdict(Status.OK, Status.UNKNOWN), ExitCode.FINDINGS, ExitCode.FINDINGS),
        (verdict(Status.CRITICAL), ExitCode.FINDINGS, ExitCode.FINDINGS),
        (verdict(Status.CRITICAL, silent=("k0",)), ExitCode.UNREACHABLE, ExitCode.UNREACHABLE),
    ],
)
def test_exit_codes(found: Verdict, code: ExitCode, strict: ExitCode) -> None:
    assert (found.exit_code(), found.exit_code(strict=True)) == (code, strict)


def test_what_nobody_asked_for_changes_neither_state_nor_exit_code() -> None:
    found = verdict(Status.UNKNOWN, asked=False)

    assert (found.status, found.exit_code(strict=True), found.not_asked) == (Status.OK, ExitCode.OK, 1)
    assert found.counts[Status.UNKNOWN] == 0


def test_a_bug_is_told_before_all_else() -> None:
    run = CheckRun(Answers(), (result("hosts-answer", "k1", Status.UNKNOWN, "so"),), ("k1",), (KeyError("x"),))

    assert Verdict("a", (run,), 1.0).exit_code() is ExitCode.BUG


def test_the_worst_is_the_state_of_the_whole() -> None:
    assert every_kind().status is Status.CRITICAL
    assert nothing_wrong().status is Status.OK
    assert verdict(Status.UNKNOWN, Status.WARNING).status is Status.UNKNOWN


def test_counts_are_said_worst_first() -> None:
    assert counted(every_kind().counts) == "3 critical, 2 unknown, 1 warning, 3 ok"
    assert counted(verdict().counts) == "nothing"


def test_a_run_that_checked_nothing_is_refused() -> None:
    with pytest.raises(ProjectError, match=r"\[nothing-to-verify\].*anything to look at: hosts-answer"):
        verdict().require()
    with pytest.raises(ProjectError, match="no check is left"):
        Verdict("a", (), 1.0).require()
    verdict(Status.UNKNOWN, asked=False).require()
