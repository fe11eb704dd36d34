"""What a long fetch shows on standard error."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TaskID, TextColumn, TransferSpeedColumn
from rich.progress import Progress as Bars

from hiera_kafka.cli.kit.output import say
from hiera_kafka.dist.progress import Progress
from hiera_kafka.text import one_line


class _Plain:
    """Progress as lines on standard error, for logs and pipes."""

    def say(self, text: str) -> None:
        say(text, err=True)

    def start(self, what: str, total: int | None) -> None:
        say(what if total is None else f"{what}, {total / 1e6:.1f} MB", err=True)

    def advance(self, count: int) -> None:
        """Lines do not count."""


class _Terminal:
    """Progress as a bar on standard error."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def say(self, text: str) -> None:
        self._bars.console.print(one_line(text), markup=False, highlight=False)

    def start(self, what: str, total: int | None) -> None:
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(one_line(what), total=total)

    def advance(self, count: int) -> None:
        if self._task is not None:
            self._bars.advance(self._task, count)


@contextlib.contextmanager
def progress_on_stderr() -> Iterator[Progress]:
    """Give a Progress that fits standard error: a bar on a terminal, lines elsewhere."""
    if not sys.stderr.isatty():
        yield _Plain()
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Terminal(bars)
