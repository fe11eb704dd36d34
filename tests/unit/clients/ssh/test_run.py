"""Programs on hosts: a real sshd, sudo and Python; and hosts that do not answer."""

from __future__ import annotations

import os
import pwd
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hiera_kafka.clients.ssh.reach import HostAnswer, Reach
from hiera_kafka.clients.ssh.run import command_of, failure, run_all
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.errors import Diagnostic
from lab import machine
from lib.machine.ssh_server import SshServer, ssh_server

from .conftest import reach_of

_as_root = pytest.mark.skipif(os.geteuid() != 0, reason="sudo without a password is root's alone")


def _one(reach: Reach, program: bytes = b"print('hello')", **more: object) -> HostAnswer | Diagnostic:
    with Sessions([reach]) as sessions:
        return run_all(sessions, {reach.host: program}, **more)[reach.host]  # type: ignore[arg-type]  # from tests


def _found(answer: HostAnswer | Diagnostic) -> Diagnostic:
    assert isinstance(answer, Diagnostic), answer
    return answer


def test_programs_run_on_their_hosts_with_what_each_was_given(server: SshServer) -> None:
    reaches = [reach_of(server, f"kafka{number}") for number in range(4)]
    seen = []
    with Sessions(reaches) as sessions:
        found = run_all(
            sessions,
            {reach.host: f"print({reach.host!r})".encode() for reach in reaches},
            on_done=lambda host, answer: seen.append((host, answer)),
        )

    assert list(found) == [reach.host for reach in reaches]
    assert all(isinstance(one, HostAnswer) and one.content == f"{host}\n".encode() for host, one in found.items())
    assert dict(seen) == found


def test_an_answer_says_when_it_was_asked_for(server: SshServer) -> None:
    before = time.time()
    answer = _one(reach_of(server), b"import time; print(time.time())")

    assert isinstance(answer, HostAnswer)
    assert before <= answer.sent <= float(answer.content) <= answer.sent + answer.took_s


def test_nothing_of_the_host_s_environment_is_loaded(server: SshServer) -> None:
    answer = _one(reach_of(server), b"import sys; print(sys.flags.isolated, sys.path[0] == '')")

    assert isinstance(answer, HostAnswer)
    assert answer.content == b"1 False\n"


def test_bytes_are_left_as_they_are(server: SshServer) -> None:
    answer = _one(reach_of(server), b"import sys; sys.stdout.buffer.write(bytes(range(256)) * 5000)")

    assert isinstance(answer, HostAnswer)
    assert answer.content == bytes(range(256)) * 5000


def test_a_host_of_this_machine_is_asked_without_ssh() -> None:
    answer = _one(Reach.here("kafka1"), b"import sys; print(sys.executable, sys.flags.isolated)")

    assert isinstance(answer, HostAnswer)
    assert answer.content == f"{sys.executable} 1\n".encode()
    assert _found(_one(Reach.here("kafka1"), b"raise SystemExit('no')")).id == "ssh-no-answer"
    assert _found(_one(Reach.here("kafka1"), b"import time; time.sleep(60)", answer_s=0.5)).id == "ssh-no-answer"
    assert "more than 10 bytes" in _found(_one(Reach.here("kafka1"), b"print('x' * 99)", most_bytes=10)).message


def test_a_host_of_this_machine_needs_no_sudo_for_who_runs_this(monkeypatch: pytest.MonkeyPatch) -> None:
    me = pwd.getpwuid(os.geteuid()).pw_name
    monkeypatch.setenv("PATH", "/nowhere")

    assert isinstance(_one(replace(Reach.here("kafka1"), become=me)), HostAnswer)
    assert _found(_one(replace(Reach.here("kafka1"), become="games"))).id == "ssh-no-sudo"


@_as_root
def test_another_user_is_become_by_sudo(server: SshServer) -> None:
    machine.install({"sudo": "sudo"})
    answer = _one(reach_of(server, become="games"), b"import os, pwd; print(pwd.getpwuid(os.geteuid()).pw_name)")

    assert isinstance(answer, HostAnswer)
    assert answer.content == b"games\n"


@_as_root
def test_sudo_that_refuses_is_told_in_its_words(server: SshServer) -> None:
    machine.install({"sudo": "sudo"})
    found = _found(_one(reach_of(server, become="nobody-knows")))

    assert (found.id, found.host) == ("ssh-no-sudo", "kafka1")
    assert "unknown user" in found.message


@_as_root
def test_a_host_without_sudo_is_told(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "env").symlink_to("/usr/bin/env")
    with ssh_server(tmp_path / "server", f"SetEnv PATH={tools}") as server:
        found = _found(_one(reach_of(server, become="games")))

    assert found.id == "ssh-no-sudo"
    assert "No such file" in found.message


def test_who_logs_in_as_that_user_needs_no_sudo(server: SshServer) -> None:
    assert isinstance(_one(reach_of(server, become=server.user)), HostAnswer)
    assert "sudo" not in command_of(Reach("x", "x", become="root"), "root")
    assert "sudo" in command_of(Reach("x", "x", become="root"), "debian")


def test_a_host_without_python_is_told(server: SshServer) -> None:
    found = _found(_one(reach_of(server, python="/opt/python9/bin/python9")))

    assert found.id == "ssh-no-python"
    assert "'/opt/python9/bin/python9'" in found.message


@_as_root
def test_python_that_sudo_does_not_find_is_told(server: SshServer) -> None:
    machine.install({"sudo": "sudo"})

    assert _found(_one(reach_of(server, become="games", python="/opt/python9"))).id == "ssh-no-python"


def test_an_interpreter_may_be_found_by_env(server: SshServer) -> None:
    assert isinstance(_one(reach_of(server, python="/usr/bin/env python3")), HostAnswer)


def test_nothing_of_the_inventory_is_read_by_a_shell(server: SshServer, tmp_path: Path) -> None:
    planted = tmp_path / "planted"
    _one(reach_of(server, python=f"python3; touch {planted}"))
    _one(reach_of(server, become=f"games; touch {planted}"))

    assert not planted.exists()


def test_a_program_that_fails_is_told_with_its_last_words(server: SshServer) -> None:
    found = _found(_one(reach_of(server), b"raise SystemExit('no \\x1b[31mdisk')"))

    assert found.id == "ssh-no-answer"
    assert "exit code 1" in found.message
    assert "\x1b" not in found.render()
    assert "disk" in str(found.note)


def test_an_answer_is_bounded(server: SshServer) -> None:
    found = _found(_one(reach_of(server), b"while True: print('x' * 10000)", most_bytes=100_000))

    assert found.id == "ssh-no-answer"
    assert "more than 100000 bytes" in found.message


@pytest.mark.slow
@pytest.mark.parametrize(
    "program",
    [
        b"import time; time.sleep(60)",
        b"import time\nwhile True: print('x', flush=True); time.sleep(0.1)",
        b"import sys\nwhile True: sys.stderr.write('x' * 10000)",
    ],
    ids=["silent", "dripping", "complaining"],
)
def test_nobody_is_waited_for_longer_than_agreed(server: SshServer, program: bytes) -> None:
    begun = time.monotonic()
    found = _found(_one(reach_of(server), program, answer_s=1.0))

    assert found.id == "ssh-no-answer"
    assert "within 1 s" in found.message
    assert time.monotonic() - begun < 5


def test_a_session_that_ends_early_is_no_answer(server: SshServer) -> None:
    found = _found(_one(reach_of(server), b"import os, signal; os.kill(os.getppid(), signal.SIGKILL)"))

    assert found.id == "ssh-no-answer"


@pytest.fixture
def silent() -> Iterator[int]:
    """A port, on any loopback address, that takes connections and says nothing."""
    with socket.create_server(("0.0.0.0", 0), backlog=200) as listener:
        yield listener.getsockname()[1]


@pytest.mark.slow
def test_a_hundred_hosts_that_do_not_answer_end_together_and_are_all_named(server: SshServer, silent: int) -> None:
    arguments = server.arguments
    quiet = [Reach(f"quiet{n}", f"127.9.0.{n + 1}", silent, "debian", arguments=arguments) for n in range(50)]
    # No host of this network answers: RFC 5737.
    away = [Reach(f"away{n}", f"192.0.2.{n + 1}", 22, "debian", arguments=arguments) for n in range(25)]
    closed = [Reach(f"closed{n}", f"127.9.1.{n + 1}", 1, "debian", arguments=arguments) for n in range(25)]
    begun = time.monotonic()
    with Sessions([*quiet, *away, *closed]) as sessions:
        found = run_all(sessions, {reach.host: b"" for reach in sessions.reaches.values()})
    took_s = time.monotonic() - begun

    assert took_s < 15
    assert {_found(one).host for one in found.values()} == set(sessions.reaches)
    assert {_found(one).id for one in found.values()} == {"ssh-unreachable"}


@pytest.mark.parametrize(
    ("code", "said", "id_"),
    [
        (1, "sudo: a password is required\n", "ssh-no-sudo"),
        (1, "sudo: sorry, you must have a tty to run sudo\n", "ssh-no-sudo"),
        (1, "debian is not in the sudoers file.\n", "ssh-no-sudo"),
        (127, "env: \u2018sudo\u2019: No such file or directory\n", "ssh-no-sudo"),
        (1, "sudo: python3: command not found\n", "ssh-no-python"),
        (127, "bash: line 1: python3: command not found\n", "ssh-no-python"),
        (1, "Traceback (most recent call last):\nValueError: no\n", "ssh-no-answer"),
        (1, "sudo: unable to resolve host kafka1\nTraceback:\nValueError: sudo: no\n", "ssh-no-answer"),
        (1, "sudo: unable to resolve host kafka1\nsudo: a password is required\n", "ssh-no-sudo"),
        (255, "", "ssh-no-answer"),
    ],
)
def test_what_went_wrong_is_told_by_exit_code_and_words(code: int, said: str, id_: str) -> None:
    become = "root" if "sudo" in said else None

    assert failure(Reach("kafka1", "kafka1", become=become), code, said).id == id_


def test_a_host_that_nobody_knows_is_a_mistake_of_the_caller() -> None:
    with Sessions([]) as sessions, pytest.raises(KeyError):
        run_all(sessions, {"kafka1": b""})
