"""Runs one fixed program on many hosts at once and returns what each printed; one round trip a host once logged in.

The program is Python, sent on the standard input of the host's interpreter: nothing is written there, and nothing of
the inventory becomes part of a command line but the user and the interpreter.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import queue
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from paramiko.ssh_exception import SSHException

from hiera_kafka.clients.ssh import refusals
from hiera_kafka.clients.ssh.reach import HostAnswer, Reach
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.errors import ClientError, Diagnostic

ANSWER_S = 30.0
"""How long a host may take to answer, once somebody is logged in."""
MOST_BYTES = 16 * 1024 * 1024
"""How long an answer may be."""
_AT_ONCE = 256
_SAID_BYTES = 64 * 1024
_CHUNK = 64 * 1024
_NOT_FOUND = 127


def run_all(
    sessions: Sessions,
    programs: Mapping[str, bytes],
    *,
    answer_s: float = ANSWER_S,
    most_bytes: int = MOST_BYTES,
    on_done: Callable[[str, HostAnswer | Diagnostic], None] | None = None,
) -> dict[str, HostAnswer | Diagnostic]:
    """Run programs on their hosts, all at once.

    Args:
        sessions: How the hosts are reached.
        programs: Host to the Python program that it runs.
        answer_s: How long a host may take once somebody is logged in there.
        most_bytes: How much it may print.
        on_done: Called in this thread for each host as it is done.

    Returns:
        Host to what it printed, or why there is nothing: `ssh-unreachable`, `ssh-host-key-unknown`,
        `ssh-host-key-changed`, `ssh-login-refused`, `ssh-no-sudo`, `ssh-no-python`, `ssh-no-answer`,
        `ssh-options-invalid` or `ssh-not-installed`; in the order of `programs`.

    Raises:
        KeyError: `sessions` has no such host.
    """
    reaches = {host: sessions.reaches[host] for host in programs}
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[str, HostAnswer | Diagnostic | BaseException]] = queue.SimpleQueue()
    for host in programs:
        waiting.put(host)

    def work() -> None:
        while True:
            try:
                host = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((host, _run(sessions, reaches[host], programs[host], answer_s, most_bytes)))
            except ClientError as error:
                done.put((host, error.diagnostics[0]))
            except BaseException as error:  # noqa: BLE001 - raised below, in the thread that asked
                done.put((host, error))

    for _ in range(min(len(programs), _AT_ONCE)):
        threading.Thread(target=work, daemon=True).start()
    found: dict[str, HostAnswer | Diagnostic] = {}
    while len(found) < len(programs):
        host, answer = done.get()
        if isinstance(answer, BaseException):
            raise answer
        found[host] = answer
        if on_done is not None:
            on_done(host, answer)
    return {host: found[host] for host in programs}


def command_of(reach: Reach, user: str | None) -> list[str]:
    """Return the command that reads a program from its standard input and runs it.

    Args:
        reach: Which interpreter, and as whom.
        user: Who is logged in; needs no sudo for itself.
    """
    python = [sys.executable] if reach.local else shlex.split(reach.python)
    command = [*python, "-I", "-"]
    if reach.become is None or reach.become == user:
        return command
    # What sudo says is read below.
    return ["env", "LC_ALL=C", "sudo", "-n", "-u", reach.become, "--", *command]


def _run(sessions: Sessions, reach: Reach, program: bytes, answer_s: float, most_bytes: int) -> HostAnswer | Diagnostic:
    if reach.local:
        return _run_here(reach, program, answer_s, most_bytes)
    transport = sessions.session(reach.host)
    command = shlex.join(command_of(reach, sessions.user(reach.host)))
    try:
        channel = transport.open_session(timeout=answer_s)
    except (SSHException, OSError, EOFError) as error:
        return refusals.no_answer(reach.host, error)
    # Whatever the host does or leaves undone, nobody waits for longer.
    late = threading.Event()

    def give_up() -> None:
        late.set()
        _close(channel)

    watchdog = threading.Timer(answer_s, give_up)
    watchdog.daemon = True
    watchdog.start()
    try:
        found = _spoken(reach, channel, command, program, most_bytes)
    except (SSHException, OSError, EOFError) as error:
        found = refusals.no_answer(reach.host, error)
    finally:
        watchdog.cancel()
        _close(channel)
    if late.is_set() and isinstance(found, Diagnostic):
        return refusals.no_answer(reach.host, _late(answer_s))
    return found


def _spoken(reach: Reach, channel: Any, command: str, program: bytes, most_bytes: int) -> HostAnswer | Diagnostic:
    channel.exec_command(command)
    sent = time.time()
    begun = time.monotonic()
    with contextlib.suppress(OSError):  # the command has ended already, and says why
        channel.sendall(program)
        channel.shutdown_write()
    content = bytearray()
    while chunk := channel.recv(_CHUNK):
        content += chunk
        if len(content) > most_bytes:
            return refusals.no_answer(reach.host, f"it prints more than {most_bytes} bytes")
    took_s = time.monotonic() - begun
    words = bytearray()
    while len(words) < _SAID_BYTES and (chunk := channel.recv_stderr(_CHUNK)):
        words += chunk
    code = channel.recv_exit_status()
    if code == 0:
        return HostAnswer(bytes(content), sent, took_s)
    return failure(reach, code, words.decode(errors="replace"))


def _close(channel: Any) -> None:
    with contextlib.suppress(SSHException, OSError, EOFError):  # the session may have ended before
        channel.close()


def _late(answer_s: float) -> str:
    return f"the program did not end within {answer_s:.0f} s"


def _user_here() -> str | None:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a user of a container may have no name
        return None


def _run_here(reach: Reach, program: bytes, answer_s: float, most_bytes: int) -> HostAnswer | Diagnostic:
    sent, begun = time.time(), time.monotonic()
    command: Sequence[str] = command_of(reach, _user_here())
    try:
        done = subprocess.run(  # noqa: S603 - no shell
            command, input=program, capture_output=True, check=False, timeout=answer_s
        )
    except subprocess.TimeoutExpired:
        return refusals.no_answer(reach.host, _late(answer_s))
    except FileNotFoundError as error:
        return refusals.no_sudo(reach.host, str(reach.become), str(error))
    took_s = time.monotonic() - begun
    if done.returncode != 0:
        return failure(reach, done.returncode, done.stderr.decode(errors="replace"))
    if len(done.stdout) > most_bytes:
        return refusals.no_answer(reach.host, f"it prints more than {most_bytes} bytes")
    return HostAnswer(done.stdout, sent, took_s)


def failure(reach: Reach, code: int, said: str) -> Diagnostic:
    """Return why a program did not run to its end: no sudo, no Python, or something else.

    Args:
        reach: Host that it was for.
        code: Exit code of the command.
        said: What it printed on standard error.
    """
    # Of a name that it does not resolve sudo complains, and goes on.
    lines = [line.strip() for line in said.splitlines() if line.strip() and "unable to resolve host" not in line]
    python = shlex.split(reach.python)[-1]
    missing = [line for line in lines if "not found" in line or "No such file" in line]
    # What sudo says last is why it did not run the program, which else would have had the last word.
    by_sudo = [line for line in lines[-1:] if line.startswith("sudo:") or "sudoers" in line]
    # The interpreter is named by who misses it: sudo, env or a shell.
    if code == _NOT_FOUND or by_sudo:
        without = next((line for line in missing if python in line), None)
        if without is not None:
            return refusals.no_python(reach.host, reach.python, without)
    if by_sudo or (code == _NOT_FOUND and reach.become is not None):
        words = [line for line in lines if by_sudo and line.startswith("sudo:")] or by_sudo or missing or lines
        return refusals.no_sudo(reach.host, str(reach.become), words[0] if words else f"exit code {code}")
    if code == _NOT_FOUND:
        return refusals.no_python(reach.host, reach.python, (missing or lines or [f"exit code {code}"])[0])
    return refusals.no_answer(reach.host, f"the program ended with exit code {code}", lines[-1] if lines else None)
