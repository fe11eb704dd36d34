"""The supervisor provider, with a real supervisord and real small processes."""

from __future__ import annotations

import contextlib
import os
import time
import xmlrpc.client
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Status
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor

pytestmark = pytest.mark.real

# Deeper than a socket's path may be long, with every character that supervisor's configuration gives a meaning.
DEEP = Path(*["a-directory-of-a-deep-checkout"] * 5, "50% #1 ;x")


def define(root: Path, name: str, command: str, *lines: str) -> None:
    path = root / f"etc/supervisor/conf.d/{name}.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "\n".join([f"[program:{name}]", f"command={command}", "autostart=false", "stopwaitsecs=2", *lines, ""])
    )


def until(condition: Callable[[], bool]) -> None:
    """Return when `condition` holds; pytest's own time-out ends a test in which it never does."""
    while not condition():
        time.sleep(0.01)


def ended(process: int) -> bool:
    """Return whether a process has ended, also when nobody has asked for its exit status yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    host = tmp_path / DEEP
    host.mkdir(parents=True)
    yield host
    for program in (host / "etc/supervisor/conf.d").glob("*.conf"):
        Supervisor(str(host)).stop(program.stem, 20)


@pytest.fixture
def supervisor(root: Path) -> Supervisor:
    return Supervisor(str(root))


def daemon(root: Path) -> int:
    return int((root / "run/supervisord.pid").read_text())


def test_a_host_without_supervisord_runs_nothing(supervisor: Supervisor) -> None:
    assert supervisor.status("a").state == "stopped"
    supervisor.stop("a", 1)


def test_a_started_program_runs_and_a_second_start_leaves_it_alone(root: Path, supervisor: Supervisor) -> None:
    define(root, "a", "sleep 1000")
    pid = supervisor.start("a")
    assert pid
    assert supervisor.status("a").running
    assert supervisor.start("a") == pid


def test_supervisord_ends_with_its_last_program_and_not_before(root: Path, supervisor: Supervisor) -> None:
    define(root, "a", "sleep 1000")
    define(root, "b", "sleep 1000")
    supervisor.start("a")
    other, own = supervisor.start("b"), daemon(root)
    supervisor.stop("a", 20)
    assert supervisor.status("b").pid == other
    supervisor.stop("b", 20)
    assert ended(own)
    assert list((root / "run").iterdir()) == []


def test_a_changed_definition_waits_for_the_next_start_and_other_programs_go_on(
    root: Path, supervisor: Supervisor
) -> None:
    define(root, "a", "sleep 1000")
    define(root, "b", "sleep 1000")
    first, other = supervisor.start("a"), supervisor.start("b")
    define(root, "a", "sleep 2000")
    assert supervisor.start("a") == first
    supervisor.stop("a", 20)
    second = supervisor.start("a")
    # Between fork and exec it is still a copy of supervisord.
    until(lambda: Path(f"/proc/{second}/cmdline").read_bytes() == b"sleep\x002000\0")
    assert supervisor.status("b").pid == other


def test_a_program_that_is_defined_later_can_be_started(root: Path, supervisor: Supervisor) -> None:
    define(root, "a", "sleep 1000")
    supervisor.start("a")
    define(root, "b", "sleep 1000")
    assert supervisor.start("b")


def test_a_program_without_a_definition_is_named_with_the_nearest(root: Path, supervisor: Supervisor) -> None:
    define(root, "zookeeper", "sleep 1000")
    with pytest.raises(ProblemError) as caught:
        supervisor.start("zokeeper")
    assert f"no service zokeeper is defined in {root}/etc/supervisor/conf.d; did you mean zookeeper?" in str(
        caught.value
    )


def test_a_program_that_dies_has_failed_and_starts_with_a_mended_definition(root: Path, supervisor: Supervisor) -> None:
    define(root, "a", "/bin/false", "startretries=0")
    supervisor.start("a")
    until(lambda: supervisor.status("a").state == "failed")
    define(root, "a", "sleep 1000")
    assert supervisor.start("a")
    assert supervisor.status("a").running


def test_a_program_that_dies_before_supervisord_looks_again_has_failed_too(
    root: Path, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = supervisor._call

    def waiting(method: str, *arguments: Any) -> Any:
        # supervisord then answers when the program has died, as it does at once where the machine is slow.
        return call(method, arguments[0], True) if method == "startProcess" else call(method, *arguments)

    monkeypatch.setattr(supervisor, "_call", waiting)
    define(root, "a", "/bin/false", "startretries=0", "autorestart=false")
    assert supervisor.start("a") is None
    assert supervisor.status("a").state == "failed"


def test_a_program_that_was_started_once_more_before_supervisord_answers_runs(
    root: Path, supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = supervisor._call

    def held_up(method: str, *arguments: Any) -> Any:
        if method != "startProcess":
            return call(method, *arguments)
        with contextlib.suppress(ProblemError):
            call(method, *arguments)
        until(lambda: (tmp_path / "again").exists() and supervisor.status("a").running)
        raise ProblemError(Problem("service-manager-failed", "refused")) from xmlrpc.client.Fault(50, "SPAWN_ERROR: a")

    monkeypatch.setattr(supervisor, "_call", held_up)
    program = tmp_path / "program"
    program.write_text("test -e died && touch again && exec sleep 1000; touch died; exit 1")
    define(root, "a", f"sh {program}", f"directory={tmp_path}", "startsecs=0", "autorestart=true")
    assert supervisor.start("a")


def test_a_program_that_dies_while_supervisord_is_held_up_has_failed_too(
    root: Path, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = supervisor._call

    def held_up(method: str, *arguments: Any) -> Any:
        if method != "startProcess":
            return call(method, *arguments)
        with contextlib.suppress(ProblemError):  # which it answers itself where it is held up in truth
            call(method, *arguments)
        until(lambda: supervisor._info("a")["spawnerr"].startswith("Bad exit code"))
        raise ProblemError(Problem("service-manager-failed", "refused")) from xmlrpc.client.Fault(50, "SPAWN_ERROR: a")

    monkeypatch.setattr(supervisor, "_call", held_up)
    define(root, "a", "/bin/false", "startsecs=0", "autorestart=false")
    assert supervisor.start("a") is None
    assert supervisor.status("a").state == "failed"


def test_a_program_between_two_tries_is_stopped_for_good(root: Path, supervisor: Supervisor) -> None:
    define(root, "a", "/bin/false", "startretries=1000")
    supervisor.start("a")
    until(lambda: supervisor.status("a").state == "failed")
    supervisor.stop("a", 20)
    assert supervisor.status("a").state == "stopped"


def test_a_killed_program_is_started_again(root: Path, supervisor: Supervisor) -> None:
    define(root, "a", "sleep 1000", "autorestart=true", "startsecs=0")
    first = supervisor.start("a")
    assert first
    assert supervisor.report(["a"])["a"].restarts == 0
    os.kill(first, 9)
    until(lambda: supervisor.status("a").pid not in {None, first})
    until(lambda: supervisor.report(["a"])["a"].restarts == 1)
    supervisor.stop("a", 20)
    supervisor.start("a")
    reports = supervisor.report(["a", "b"])
    assert (reports["a"].status.state, reports["a"].restarts, reports["a"].enabled) == ("running", 0, None)
    assert (reports["b"].status.state, reports["b"].restarts) == ("stopped", None)


@pytest.mark.parametrize(
    ("program", "lines", "comes_back"),
    [
        ("sh -c 'exit 1'", ("startretries=1000",), True),  # it ended too early, and is tried again
        ("sh -c 'exit 1'", ("startretries=0",), False),
        ("sh -c 'exit 143'", ("startsecs=0",), False),
    ],
)
def test_what_is_started_again_comes_back_and_what_was_given_up_or_ended_as_it_may_does_not(
    root: Path, supervisor: Supervisor, program: str, lines: tuple[str, ...], comes_back: bool
) -> None:
    define(root, "a", program, "autorestart=unexpected", "exitcodes=0,143", *lines)
    supervisor.start("a")
    until(lambda: supervisor.status("a") == Status("failed", None, supervisor.status("a").detail, comes_back))


def test_a_program_that_runs_and_then_fails_is_started_again_and_comes_back_meanwhile(
    root: Path, supervisor: Supervisor, tmp_path: Path
) -> None:
    """As often as it takes: what has run for `startsecs` is not counted among the tries."""
    define(root, "a", f"sh -c 'read x < {tmp_path}/go; exit 1'", "autorestart=unexpected", "startsecs=0")
    os.mkfifo(tmp_path / "go")
    supervisor.start("a")
    for _ in range(5):
        pid = supervisor.status("a").pid
        assert pid
        (tmp_path / "go").write_text("now\n")
        seen: list[Status] = []
        until(lambda: bool(seen.append(supervisor.status("a")) or seen[-1].pid not in (None, pid)))  # noqa: B023 - called in this turn
        assert all(status.running or status.comes_back for status in seen), seen


def test_a_program_that_supervisord_starts_again_meanwhile_is_left_alone(
    root: Path, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    define(root, "a", "sleep 1000", "autorestart=unexpected", "startsecs=0")
    pid = supervisor.start("a")
    ended_before = {**(supervisor._info("a") or {}), "state": 100, "statename": "EXITED", "pid": 0, "exitstatus": 1}
    answers = [ended_before]
    ask = supervisor._info
    monkeypatch.setattr(supervisor, "_info", lambda name: answers.pop() if answers else ask(name))
    assert supervisor.start("a") == pid


def test_a_command_that_is_not_there_is_an_error_that_names_it(root: Path, supervisor: Supervisor) -> None:
    define(root, "a", "/no/such/program")
    with pytest.raises(ProblemError, match=r"supervisord refused startProcess a: .*can't find command"):
        supervisor.start("a")


def test_a_definition_that_supervisor_cannot_read_is_an_error_that_says_why(root: Path, supervisor: Supervisor) -> None:
    define(root, "a", "sleep 1000", "autorestart=perhaps")
    with pytest.raises(ProblemError, match=r"did not start \(exit code 2\)"):
        supervisor.start("a")
    define(root, "a", "sleep 1000")
    supervisor.start("a")
    define(root, "b", "sleep 1000", "autorestart=perhaps")
    with pytest.raises(ProblemError, match="supervisord refused reloadConfig"):
        supervisor.start("b")


def test_a_program_that_does_not_stop_in_time_is_an_error(root: Path, supervisor: Supervisor) -> None:
    define(root, "a", "/bin/sh -c \"trap '' TERM; touch ready; while :; do sleep 0.1; done\"", "stopwaitsecs=1")
    supervisor.start("a")
    until((root / "run/ready").exists)
    with pytest.raises(ProblemError, match="still runs 0 s after it was asked to stop"):
        supervisor.stop("a", 0)


def test_a_supervisord_that_was_killed_leaves_nothing_in_the_way(root: Path, supervisor: Supervisor) -> None:
    define(root, "a", "sleep 1000")
    program = supervisor.start("a")
    os.kill(daemon(root), 9)
    until(lambda: supervisor.status("a").state == "stopped")
    assert program
    os.kill(program, 9)
    assert supervisor.start("a")


def test_nothing_of_the_callers_environment_reaches_a_program_but_path_home_and_language(
    root: Path, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTED_PASSWORD", "hunter2")
    define(root, "a", "sleep 1000")
    pid = supervisor.start("a")
    # Between fork and exec it is still a copy of supervisord.
    until(lambda: Path(f"/proc/{pid}/cmdline").read_bytes() == b"sleep\x001000\0")
    names = {line.split(b"=")[0].decode() for line in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") if line}
    assert {name for name in names if not name.startswith("SUPERVISOR_")} == {"PATH", "HOME", "LANG"}


def test_supervisord_is_in_a_session_of_its_own_with_a_socket_for_its_owner_only(
    root: Path, supervisor: Supervisor
) -> None:
    define(root, "a", "sleep 1000")
    supervisor.start("a")
    assert os.getsid(daemon(root)) != os.getsid(0)
    assert (root / "run/supervisor.sock").stat().st_mode & 0o777 == 0o700
    assert (root / "etc/supervisor/supervisord.conf").stat().st_mode & 0o777 == 0o640
