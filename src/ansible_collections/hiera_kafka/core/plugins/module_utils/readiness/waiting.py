"""Waits until services answer for themselves, or says what they do instead."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.hiera_kafka.core.plugins.module_utils.cleaned import LOOKED_AT, one_line, quoted
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka import broker_metadata
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.checks import Check, Observation
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.endings import ending
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import causes, loops
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.deaths import Deaths
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.turns import Turn, Waiting
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.watch import Watch

_POLL_S = 0.1
_TAIL_BYTES = 256 * 1024
_SECRET = re.compile(r"(?i)((?:password|secret|passphrase)\w*\s*[=:]\s*).*")


@dataclass(frozen=True)
class Outcome:
    """What came of waiting: service to what was seen of it last, and what is said to people beside that."""

    observed: dict[str, str]
    warnings: tuple[str, ...]


def observe(check: Check, manager: ServiceManager) -> Observation:
    """Ask the service once."""
    try:
        return check.observe(manager)
    except (TimeoutError, broker_metadata.ProtocolError) as error:
        return Observation(False, f"no proper answer: {error}")
    except OSError as error:
        return Observation(False, f"no connection: {error.strerror or error}")


def once(checks: Sequence[Check], manager: ServiceManager) -> Outcome | None:
    """Return the same as `wait` where all are ready at the first look; None where one has to be waited for.

    One in a crash loop has to be: what it answers now is not what it does.
    """
    seen = {}
    for check in checks:
        observation = seen[check.service] = observe(check, manager)
        if not observation.ready:
            return None
    return None if any(_loops(checks, manager).values()) else _outcome(seen)


def wait(checks: Sequence[Check], manager: ServiceManager, *, log_lines: int, turn: Turn) -> Outcome | Waiting:
    """Return what was seen of each service once all are ready, or how far it is when the turn has ended.

    Args:
        checks: What must be seen.
        manager: Who keeps the services running; what it gave up is not waited for.
        log_lines: How many last lines of its log an error shows.
        turn: How long to wait for all of them together.

    Raises:
        ProblemError: `service-died` as soon as one will not come up by waiting: nobody starts it again, or it has ended
            time and again by its own fault; `not-ready` when the time is over.
    """
    waiting = list(checks)
    last: dict[str, Observation] = {}
    watched = {check.service: Watch(manager, check.service, check.log, turn.deaths(check.service)) for check in checks}
    while True:
        over = turn.over
        for check in list(waiting):
            watch = watched[check.service]
            status = watch.look()
            observation = last[check.service] = observe(check, manager)
            # Ends by an old session are over once it answers.
            if (
                observation.ready
                and (times := _loops([check], manager)[check.service]) - watch.deaths.excused >= loops.MANY
            ):
                seen = f"{observation.seen}, but it was started again {times} times in the last ten minutes"
                observation = last[check.service] = Observation(False, seen)
            if observation.ready:
                waiting.remove(check)
            elif gone := watch.gone(status):
                said = _said(check, manager, log_lines)
                raise ProblemError(ending(manager, check.service, check.log, gone, wanted=check.wanted, said=said))
            elif over and observation.warning:
                waiting.remove(check)
        if not waiting:
            return _outcome(last)
        if over:
            raise ProblemError(
                _late(
                    check,
                    last[check.service].seen,
                    watched[check.service].deaths,
                    turn.timeout_s,
                    _said(check, manager, log_lines),
                )
                for check in waiting
            )
        if turn.ended:
            texts = [_so_far(check, last[check.service].seen, watched[check.service].deaths) for check in waiting]
            return Waiting("; ".join(texts), {name: watch.deaths.to_dict() for name, watch in watched.items()})
        time.sleep(_POLL_S)


def _so_far(check: Check, seen: str, deaths: Deaths) -> str:
    return one_line(f"{check.wanted}, last seen: {seen}" + (f", {deaths.words}" if deaths.total else ""))


def _loops(checks: Sequence[Check], manager: ServiceManager) -> dict[str, int]:
    """Return how often each service was started again lately where it is in a crash loop, else 0."""
    reports = manager.report([check.service for check in checks])
    return {name: report.loop for name, report in reports.items()}


def strangers(checks: Sequence[Check]) -> list[str]:
    """Return a text for each member that is there and that the data does not have."""
    return [one_line(text) for check in checks for text in check.strangers()]


def _outcome(seen: Mapping[str, Observation]) -> Outcome:
    warnings = tuple(one_line(observation.warning) for observation in seen.values() if observation.warning)
    return Outcome({service: one_line(observation.seen) for service, observation in seen.items()}, warnings)


def last_lines(log: str | None, count: int) -> str:
    """Return the last lines of a log, without what looks like a password."""
    if not log:
        return ""
    try:
        return _shown(log, causes.without_frames(untrusted.last_lines(log, _TAIL_BYTES))[-count:])
    except ProblemError as error:
        return "; ".join(f"{problem.message} ({problem.id})" for problem in error.problems)
    except OSError as error:
        return f"{log} cannot be read: {error.strerror}"


def _said(check: Check, manager: ServiceManager, count: int) -> str:
    """Return the last words of a service: what its manager keeps of them, else its log."""
    output = manager.output(check.service, causes.LINES)
    if output is None:
        return last_lines(check.log, count)
    return _shown(f"the journal of {check.service}", causes.without_frames(output.splitlines())[-count:])


def _shown(source: str, lines: Iterable[str]) -> str:
    shown = quoted(_SECRET.sub(r"\1********", line[:LOOKED_AT]) for line in lines)
    return f"last lines of {source}:\n{shown}" if shown else f"{source} is empty"


def _late(check: Check, seen: str, deaths: Deaths, timeout_s: float, said: str) -> Problem:
    ends = f"; meanwhile it {deaths.words}" if deaths.total else ""
    return Problem(
        "not-ready",
        f"expected {check.wanted} within {timeout_s:.0f} s; last seen: {seen}{ends}",
        note=said or None,
        hint="see whether the other members run and reach each other, then run again",
    )
