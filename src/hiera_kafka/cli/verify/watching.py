"""`hiera-kafka verify --watch`: the report anew and anew, on a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from rich.console import Console
from rich.live import Live
from rich.text import Text

from hiera_kafka.cli.verify.colours import with_colours
from hiera_kafka.ops.verify.formats.text import block, end, id_width
from hiera_kafka.ops.verify.report import Verdict
from hiera_kafka.ops.verify.result import Status


def watch(
    once: Callable[[], Verdict], interval_s: float, base: str, *, console: Console | None = None
) -> Verdict | None:
    """Verify and show the report until somebody interrupts it, and return the last one; None where none was made.

    Args:
        once: Verifies.
        interval_s: How long to wait after a report.
        base: Directory that file names are shown relative to.
        console: The terminal; by default that of standard output.
    """
    terminal = console or Console()
    last: Verdict | None = None
    with Live(console=terminal, screen=True, auto_refresh=False) as live:
        try:
            while True:
                last = once()
                live.update(Text.from_ansi(_page(last, interval_s, base, colours=not terminal.no_color)), refresh=True)
                time.sleep(interval_s)
        except KeyboardInterrupt:
            return last


def _page(verdict: Verdict, interval_s: float, base: str, *, colours: bool) -> str:
    """Return what fits on a screen best: the last lines first, then what is not well, then the rest."""
    now = datetime.now().astimezone()
    head = f"inventory {verdict.inventory}, {now:%H:%M:%S}, every {interval_s:g} s; Ctrl-C ends"
    width = id_width(verdict.runs)
    blocks = [block(run, base, width) for run in verdict.runs]
    bad = [lines for lines in blocks if lines and not lines[0].startswith(Status.OK)]
    good = [lines for lines in blocks if lines and lines[0].startswith(Status.OK)]
    text = "\n".join([head, *end(verdict), "", *(line for lines in (*bad, *good) for line in lines)])
    return with_colours(text) if colours else text
