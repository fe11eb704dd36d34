"""Waiting for checks of any kind: as long as there is hope, and no longer."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness import waiting
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.checks import Check, Observation
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager, Status
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.turns import Turn, Waiting
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
    found = waiting.wait([check], manager(state), log_lines=5, turn=Turn(timeout_s))
    assert isinstance(found, waiting.Outcome)
    return found


def test_a_kind_that_nobody_knows_is_waited_for_as_any() -> None:
    outcome = wait(OSError(111, "Connection refused"), Observation(False, "starts"), Observation(True, "serves"))
    assert outcome == waiting.Outcome({"made-up": "serves"}, ())


def test_one_that_died_is_not_waited_for() -> None:
    with pytest.raises(ProblemError, match="service-died"):
        wait(Observation(False, "starts"), state="failed", timeout_s=60)


class Looping(Known):
    """A service that ends at every other look, is started again, and prints the same last words each time."""

    def __init__(self, words: str, ends: int) -> None:
        super().__init__()
        self.words, self.ends, self.looks = words, ends, 0

    def status(self, name: str) -> Status:
        assert name == "made-up"
        self.looks += 1
        turn, up = divmod(self.looks, 2)
        return Status("running", pid=turn + 1) if up or turn > self.ends else Status("failed", None, "exit 1", True)

    def output(self, name: str, lines: int) -> str:
        assert name == "made-up"
        assert lines
        return self.words


NODE_EXISTS = "org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists"


def test_one_that_meets_its_old_session_is_waited_for_until_it_stays() -> None:
    dead = [OSError(111, "Connection refused")] * 12
    check = Scripted("made-up", None, [*dead, Observation(True, "serves")])
    outcome = waiting.wait([check], Looping(NODE_EXISTS, 5), log_lines=5, turn=Turn(60))
    assert isinstance(outcome, waiting.Outcome)
    assert outcome.observed == {"made-up": "serves"}


def test_one_that_ends_each_time_is_reported_with_how_often_and_its_last_words() -> None:
    check = Scripted("made-up", None, [OSError(111, "Connection refused")])
    with pytest.raises(ProblemError) as caught:
        waiting.wait([check], Looping("ConfigException: Invalid value", 99), log_lines=5, turn=Turn(60))
    (problem,) = caught.value.problems
    assert problem.id == "service-died"
    assert problem.message == (
        "made-up ended 3 times within 1 s, and is started again each time (exit 1); expected made-up to be seen"
    )
    assert "ConfigException: Invalid value" in str(problem.note)


def test_what_outlasts_the_time_says_how_often_it_ended() -> None:
    check = Scripted("made-up", None, [OSError(111, "Connection refused")])
    with pytest.raises(ProblemError, match="no connection: Connection refused; meanwhile it ended") as caught:
        waiting.wait([check], Looping(NODE_EXISTS, 99), log_lines=5, turn=Turn(1))
    assert [problem.id for problem in caught.value.problems] == ["not-ready"]


def test_one_in_a_crash_loop_is_not_ready_in_the_moment_in_which_it_answers() -> None:
    check, looping = Scripted("made-up", None, [Observation(True, "serves")]), manager()
    looping.loops["made-up"] = 4
    assert waiting.once([check], looping) is None
    with pytest.raises(ProblemError, match="last seen: serves, but it was started again 4 times in the last ten"):
        waiting.wait([check], looping, log_lines=5, turn=Turn(0))
    looping.loops.clear()
    assert waiting.wait([check], looping, log_lines=5, turn=Turn(0)) == waiting.Outcome({"made-up": "serves"}, ())


def test_a_turn_ends_with_what_is_waited_for_and_the_next_goes_on_counting() -> None:
    check = Scripted("made-up", None, [OSError(111, "Connection refused")])
    looping, so_far = Looping("ConfigException: Invalid value", 99), {}
    seen = "made-up to be seen, last seen: no connection: Connection refused"
    for ends in ("", ", ended once", ", ended once", ", ended 2 times within 1 s", ", ended 2 times within 1 s"):
        found = waiting.wait([check], looping, log_lines=5, turn=Turn(60, 0, 0, so_far))
        assert isinstance(found, Waiting)
        assert found.text == f"{seen}{ends}"
        so_far = found.so_far
    with pytest.raises(ProblemError, match="made-up ended 3 times within 1 s, and is started again each time"):
        waiting.wait([check], looping, log_lines=5, turn=Turn(60, 0, 0, so_far))


def test_one_that_has_met_its_old_session_is_ready_as_soon_as_it_answers() -> None:
    """The manager's count of restarts alone would have it wait for half a minute more."""
    dead = [OSError(111, "Connection refused")] * 6
    check, looping = Scripted("made-up", None, [*dead, Observation(True, "serves")]), Looping(NODE_EXISTS, 3)
    looping.loops["made-up"] = 4  # one of these before it was waited for
    outcome = waiting.wait([check], looping, log_lines=5, turn=Turn(60))
    assert outcome == waiting.Outcome({"made-up": "serves"}, ())


def test_when_the_time_is_over_a_warning_lets_pass_and_nothing_else_does() -> None:
    assert wait(Observation(False, "waits", "its source is away"), timeout_s=0).warnings == ("its source is away",)
    with pytest.raises(ProblemError, match="expected made-up to be seen within 0 s; last seen: starts"):
        wait(Observation(False, "starts"), timeout_s=0)


def test_one_look_gives_the_outcome_of_waiting_or_none() -> None:
    ready = Scripted("made-up", None, [Observation(True, "serves", "its source is away")])
    assert waiting.once([ready], manager()) == wait(Observation(True, "serves", "its source is away"))
    later = Scripted("later", None, [OSError(111, "Connection refused"), Observation(True, "serves")])
    assert waiting.once([ready, later], manager()) is None
