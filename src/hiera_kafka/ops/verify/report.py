"""What a run of checks found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hiera_kafka.errors import Diagnostic, ExitCode, ProjectError
from hiera_kafka.ops.verify.check import Check
from hiera_kafka.ops.verify.result import ORDER, Result, Status, worst


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One check of all that was looked at.

    Attributes:
        check: The check.
        results: What it found, in the order of what was looked at; empty where there was nothing for it.
        silent: Names of hosts, ensembles, clusters and mirrors that it was to look at and that did not answer.
        bugs: What it failed with, which is never due to what was observed.
    """

    check: Check
    results: tuple[Result, ...]
    silent: tuple[str, ...] = ()
    bugs: tuple[Exception, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that a run found.

    Attributes:
        inventory: Name of the inventory.
        runs: A run for each check, in the order of the checks.
        took_s: How long all of it took.
    """

    inventory: str
    runs: tuple[CheckRun, ...]
    took_s: float
    _counts: Mapping[Status, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        counts = Counter(result.status for result in self.results() if result.asked)
        object.__setattr__(self, "_counts", {status: counts[status] for status in Status})

    def results(self) -> Iterator[Result]:
        """Yield everything that was found, also what nobody asked for."""
        for run in self.runs:
            yield from run.results

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many results are of each status, without those that nobody asked for."""
        return self._counts

    @property
    def not_asked(self) -> int:
        """How many results nobody asked for."""
        return sum(not result.asked for result in self.results())

    @property
    def status(self) -> Status:
        """The worst of what was asked for."""
        return worst([status for status, count in self.counts.items() if count])

    @property
    def bugs(self) -> tuple[Exception, ...]:
        """What checks failed with."""
        return tuple(bug for run in self.runs for bug in run.bugs)

    def require(self) -> None:
        """Refuse a run that checked nothing: that all is well would be said of nothing.

        Raises:
            ProjectError: Nothing of what was chosen is there for any check that was chosen.
        """
        if any(run.results for run in self.runs):
            return
        ids = [run.check.id for run in self.runs]
        made = f"none of the checks has anything to look at: {', '.join(ids)}" if ids else "no check is left"
        raise ProjectError(
            Diagnostic(
                "nothing-to-verify",
                f"nothing was verified in inventory {self.inventory}: {made}",
                hint="name other checks with --only and --skip, or other clusters and hosts",
            )
        )

    def exit_code(self, *, strict: bool = False) -> ExitCode:
        """Return what a script should hear.

        Args:
            strict: Whether warnings count as well.
        """
        if self.bugs:
            return ExitCode.BUG
        if any(run.silent for run in self.runs):
            return ExitCode.UNREACHABLE
        bad = (Status.CRITICAL, Status.UNKNOWN, Status.WARNING) if strict else (Status.CRITICAL, Status.UNKNOWN)
        return ExitCode.FINDINGS if any(self.counts[status] for status in bad) else ExitCode.OK


def counted(counts: Mapping[Status, int]) -> str:
    """Return counts as people say them, worst first: `1 critical, 2 warnings, 30 ok`."""
    found = [(counts[status], status) for status in reversed(ORDER) if counts.get(status)]
    parts = [f"{count} {status}{'s' if status is Status.WARNING and count != 1 else ''}" for count, status in found]
    return ", ".join(parts) or "nothing"
