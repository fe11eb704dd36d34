"""The slowest tests, and the clusters and hosts that each of them started: `pytest --slowest 40`.

Whatever starts something says so to the logger `STARTED`, which needs no import of this plugin. A fixture that several
tests share counts for the first of them.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import pytest

STARTED = "hiera-kafka-tests.started"
"""Name of the logger; one line for each run that starts or converges something."""
CACHE = "hiera-kafka/slowest"
"""Where `.pytest_cache` keeps all rows of the last run."""
_PROPERTY = "started"


@dataclass
class Cost:
    """What one test took, in seconds, set-up and tear-down included, and what it started."""

    seconds: float = 0.0
    started: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What was started, each with how often."""
        counted = Counter(self.started).items()
        return ", ".join(what if count == 1 else f"{what} ({count} times)" for what, count in counted)


@dataclass(eq=False)  # pytest puts its plugins into sets
class Slowest:
    """A plugin of pytest; with xdist, workers note what is started and the process that started them adds it up.

    Attributes:
        shown: How many tests the summary shows.
    """

    shown: int
    _noted: list[str] = field(default_factory=list)
    _costs: defaultdict[str, Cost] = field(default_factory=lambda: defaultdict(Cost))

    def pytest_configure(self) -> None:
        """Listen."""
        handler = logging.Handler()
        handler.emit = lambda record: self._noted.append(record.getMessage())  # type: ignore[method-assign]
        logger = logging.getLogger(STARTED)
        logger.setLevel(logging.INFO)
        logger.addHandler(handler)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Put what was started since the last report into this one, which xdist hands on."""
        item.user_properties += [(_PROPERTY, what) for what in self._noted]
        self._noted.clear()
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add a phase of a test to its cost."""
        cost = self._costs[report.nodeid]
        cost.seconds += report.duration
        cost.started = tuple(str(value) for name, value in report.user_properties if name == _PROPERTY)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
        """Print the table, and keep it."""
        rows = sorted(self._costs.items(), key=lambda row: -row[1].seconds)
        terminalreporter.section(f"the {self.shown} slowest tests, and what they started")
        for test, cost in rows[: self.shown]:
            terminalreporter.write_line(f"{cost.seconds:7.1f} s  {test}" + (f"  [{cost.text}]" if cost.text else ""))
        if config.cache is not None:
            config.cache.set(CACHE, [[test, round(cost.seconds, 2), *cost.started] for test, cost in rows])
