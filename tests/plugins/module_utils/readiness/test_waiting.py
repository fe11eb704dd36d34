"""Waiting for checks of any kind: as long as there is hope, and no longer."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness import waiting
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.checks import Check, Observation
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager, Status
from lib.machine.known_services import Known


@dataclass(frozen=True)
class Scripted(Check):
    """A check that sees one thing after the other, and the last of them for good."""

    seen: list[Observation | OSError] = field(default_factory=list)

    @property
    def wanted(self) -> str:
        return f"{self.service} to be seen"

    def observe(self, manager: ServiceManager) -> Observation:
        found = self.seen.pop(0) if len(self.seen) > 1 else self.seen[0]
        if isinstance(found, OSError):
            raise found
        return found


def manager(state: str = "running") -> Known:
    known = Known()
    known.states["made-up"] = Status(state, pid=1)
    return known


def wait(*seen: Observation | OSError, state: str = "running", timeout_s: float = 5) -> waiting.Outcome:
    check = Scripted("made-up", None, list(seen))
    return waiting.wait([check], manager(state), log_lines=5, timeout_s=timeout_s)


def test_a_kind_that_nobody_knows_is_waited_for_as_any() -> None:
    outcome = wait(OSError(111, "Connection refused"), Observation(False, "starts"), Observation(True, "serves"))
    assert outcome == waiting.Outcome({"made-up": "serves"}, ())


def test_one_that_died_is_not_waited_for() -> None:
    with pytest.raises(ProblemError, match="service-died"):
        wait(Observation(False, "starts"), state="failed", timeout_s=60)


def test_when_the_time_is_over_a_warning_lets_pass_and_nothing_else_does() -> None:
    assert wait(Observation(False, "waits", "its source is away"), timeout_s=0).warnings == ("its source is away",)
    with pytest.raises(ProblemError, match="expected made-up to be seen within 0 s; last seen: starts"):
        wait(Observation(False, "starts"), timeout_s=0)


def test_one_look_gives_the_outcome_of_waiting_or_none() -> None:
    ready = Scripted("made-up", None, [Observation(True, "serves", "its source is away")])
    assert waiting.once([ready], manager()) == wait(Observation(True, "serves", "its source is away"))
    later = Scripted("later", None, [OSError(111, "Connection refused"), Observation(True, "serves")])
    assert waiting.once([ready, later], manager()) is None
