"""The report anew and anew."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from hiera_kafka.cli.verify.watching import watch
from hiera_kafka.ops.verify.report import Verdict
from lib.data.verify_verdicts import BASE, every_kind, nothing_wrong


def terminal() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=100, height=50, no_color=True)


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_each_report_is_drawn_until_somebody_interrupts() -> None:
    verdicts = [nothing_wrong(), every_kind()]
    console = terminal()

    def once() -> Verdict:
        if not verdicts:
            raise KeyboardInterrupt
        return verdicts.pop(0)

    last = watch(once, 0.01, BASE, console=console)

    assert last is not None
    assert last.inventory == "three"
    assert "inventory local, " in shown(console)
    assert "1 ok: 1 check of inventory local" in shown(console)
    assert "every 0.01 s; Ctrl-C ends" in shown(console)
    # What is not well stands above what is, whatever the order of the checks.
    assert shown(console).rindex("critical  hosts-answer") > shown(console).rindex("3 critical, 2 unknown")


def test_who_interrupts_the_first_gets_no_report() -> None:
    def once() -> Verdict:
        raise KeyboardInterrupt

    assert watch(once, 0.01, BASE, console=terminal()) is None


def test_a_fault_is_not_drawn_over() -> None:
    def once() -> Verdict:
        raise RuntimeError("planted")

    with pytest.raises(RuntimeError, match="planted"):
        watch(once, 0.01, BASE, console=terminal())
