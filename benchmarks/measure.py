"""CPU seconds of whole processes and of calls within this one."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """CPU seconds (user and system) of several runs of one thing."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Return the middle one, which a busy machine moves least."""
        return statistics.median(self.seconds)

    def line(self, floor: Figure | None = None) -> str:
        """Return one line of a report, with the ratio to the floor of the same run."""
        ratio = f"{self.median / floor.median:8.1f}x" if floor and floor.median else " " * 9
        return (
            f"{self.name:<44} {self.median:8.3f} s {ratio}   min {min(self.seconds):.3f}  max {max(self.seconds):.3f}"
        )


def process(name: str, command: Sequence[str], directory: Path, runs: int = 7) -> Figure:
    """Measure a command as a whole process, after one run that does not count."""
    seconds: list[float] = []
    for _ in range(runs + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=directory, check=True, stdout=subprocess.DEVNULL, env=dict(os.environ))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return Figure(name, tuple(seconds[1:]))


def call(name: str, function: Callable[[], object], runs: int = 50) -> Figure:
    """Measure a call within this process, after one that does not count."""
    seconds: list[float] = []
    for _ in range(runs + 1):
        before = time.process_time()
        function()
        seconds.append(time.process_time() - before)
    return Figure(name, tuple(seconds[1:]))
