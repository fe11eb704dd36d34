"""Reports as monitoring systems read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from hiera_kafka.ops.verify.formats import nagios
from hiera_kafka.ops.verify.report import CheckRun, Verdict
from hiera_kafka.ops.verify.result import Status
from lib.data.verify_verdicts import BASE, Answers, every_kind, nothing_wrong, result
from lib.repository import ROOT

PERFORMANCE = re.compile(r"(?:'(?:[^'=|]|'')+'|[a-z]+)=-?[0-9.]+(?:s|ms|us|%|B)?")


def test_the_first_line_says_it_all(golden: Callable[[Path, str], None]) -> None:
    golden(ROOT / "tests/cases/verify/every-kind.nagios.txt", f"{nagios.render(every_kind(), BASE)}\n")
    assert nagios.render(nothing_wrong(), BASE) == ("KAFKA OK - 1 ok | time=0.250s ok=1 warning=0 critical=0 unknown=0")


def test_one_bar_begins_the_performance_data_which_is_as_the_interface_wants_it() -> None:
    first, *others = nagios.render(every_kind(), BASE).split("\n")
    text, _, data = first.partition(" | ")

    assert "|" not in text + data + "".join(others)
    assert PERFORMANCE.sub("", data).strip() == ""


@pytest.mark.parametrize(
    ("status", "code"), [(Status.OK, 0), (Status.WARNING, 1), (Status.CRITICAL, 2), (Status.UNKNOWN, 3)]
)
def test_exit_codes_are_those_of_the_interface(status: Status, code: int) -> None:
    verdict = Verdict("a", (CheckRun(Answers(), (result("hosts-answer", "k1", status, "so"),)),), 1.0)

    assert nagios.exit_code(verdict) == code


def test_output_is_bounded() -> None:
    results = tuple(result("hosts-answer", f"k{n}", Status.CRITICAL, "no", value=1.0) for n in range(1000))
    lines = nagios.render(Verdict("a", (CheckRun(Answers(), results),), 1.0), BASE).split("\n")

    assert lines[0].count("'=") == 100
    assert len(lines) == 52
    assert lines[-1] == "and 950 more"
