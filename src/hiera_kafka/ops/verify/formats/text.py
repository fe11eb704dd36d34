"""A report for people: a line for each check, and what to know of all that is not well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from hiera_kafka.ops.verify.report import CheckRun, Verdict, counted
from hiera_kafka.ops.verify.result import ORDER, Result, Status, worst
from hiera_kafka.rule_pages import check_reference
from hiera_kafka.text import one_line

_WORD = max(len(status) for status in Status)
_MOST_PLACES = 3


def render(verdict: Verdict, base: str, *, strict: bool = False, details: bool = False) -> str:
    """Return the whole report; see `blocks` and `end`."""
    del strict  # is the same in words
    width = id_width(verdict.runs)
    return "\n".join(
        [*(line for run in verdict.runs for line in block(run, base, width, details=details)), *end(verdict)]
    )


def id_width(runs: Iterable[CheckRun]) -> int:
    """Return how wide the column of ids is."""
    return max((len(run.check.id) for run in runs), default=0)


def block(run: CheckRun, base: str, width: int, *, details: bool = False) -> list[str]:
    """Return the lines of one check, without what the last lines have of all checks together; none where it had none.

    Args:
        run: What it found.
        base: Directory that file names are shown relative to.
        width: Of the column of ids.
        details: Whether each result that is ok has a line.
    """
    shown = [result for result in run.results if result.asked and result.cause is None]
    if not shown:
        return []
    status = worst([result.status for result in shown])
    counts = counted(Counter(result.status for result in shown))
    lines = [f"{status:<{_WORD}}  {run.check.id:<{width}}  {run.check.title}: {counts}"]
    for level in reversed(ORDER):
        group = [result for result in shown if result.status is level]
        if level is not Status.OK:
            lines += _reasons(group, base)
        elif details:
            lines += [f"  {level}: {result.subject}: {result.observed}" for result in group]
    if status is not Status.OK:
        lines.append(f"  docs: {check_reference(run.check.id)}")
    return [one_line(line) for line in lines]


def end(verdict: Verdict) -> list[str]:
    """Return the last lines: what could not be looked at, what nobody asked for, and how many of each there are."""
    lines = [*_unseen(verdict), *_not_asked(verdict)]
    checks = sum(bool(run.results) for run in verdict.runs)
    what = f"{checks} check{'s' if checks != 1 else ''} of inventory {verdict.inventory}"
    lines.append(f"{counted(verdict.counts)}: {what} in {verdict.took_s:.1f} s")
    return [one_line(line) for line in lines]


def _reasons(results: Sequence[Result], base: str) -> Iterator[str]:
    """Yield what is wrong; subjects of which the same is said stand together."""
    groups: dict[tuple[object, ...], list[Result]] = {}
    for result in results:
        groups.setdefault((result.expected, result.observed, result.hint, result.where), []).append(result)
    for first, *more in groups.values():
        yield f"  {first.status}: {', '.join(result.subject for result in (first, *more))}"
        yield f"    expected: {first.expected}"
        yield f"    observed: {first.observed}"
        places = [place.text(base) for place in first.where]
        if places:
            others = len(places) - _MOST_PLACES
            tail = f" and {others} more" if others > 0 else ""
            yield f"    data: {', '.join(places[:_MOST_PLACES])}{tail}"
        if first.hint:
            yield f"    hint: {first.hint}"


def _unseen(verdict: Verdict) -> Iterator[str]:
    """Yield a line for each reason why further checks could not be made, with all that it is the reason for."""
    counts: Counter[tuple[str, str]] = Counter()
    for result in verdict.results():
        if result.cause is not None:
            counts[result.subject, result.observed] += 1
    groups: dict[tuple[int, str], list[str]] = {}
    for (subject, why), count in counts.items():
        groups.setdefault((count, why), []).append(subject)
    for (count, why), subjects in groups.items():
        what = (
            f"{count} check{'s' if count != 1 else ''}{' each' if len(subjects) > 1 else ''} of {', '.join(subjects)}"
        )
        yield f"{Status.UNKNOWN:<{_WORD}}  {what}: {why}"


def _not_asked(verdict: Verdict) -> Iterator[str]:
    groups: dict[str, list[Result]] = {}
    for result in verdict.results():
        if not result.asked:
            groups.setdefault(result.observed, []).append(result)
    for why, results in groups.items():
        ids = dict.fromkeys(result.check for result in results)
        # A reason that one check alone has may be that of some subjects only.
        of = f" of {', '.join(result.subject for result in results)}" if len(ids) == 1 else ""
        yield f"{Status.UNKNOWN:<{_WORD}}  {', '.join(ids)}{of}: {why}"
