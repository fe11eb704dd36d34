"""Keeps services running with supervisor: one supervisord for each directory that stands for a host's `/`.

It belongs to the calling user, outlives the run that started it, and is asked over its unix socket. Nothing but the
standard library is imported here; the interpreter only has to be one that can run `-m supervisor.supervisord`.
"""

from __future__ import annotations

import difflib
import http.client
import os
import pwd
import select
import socket
import subprocess
import sys
import time
import xmlrpc.client  # the other end is the calling user's own supervisord, behind a 0700 socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import files, untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import loops, supervisor_log
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import (
    Report,
    ServiceManager,
    Status,
    check_name,
    unknown_service,
)

_SOCKET = "supervisor.sock"
_ANSWER_S = 30.0
_GRACE_S = 15.0
_ROUNDS_S = 3.0
"""Some rounds of supervisord, which looks at its programs each second."""

# supervisor.states.ProcessStates
_STATES = {
    0: "stopped",
    10: "starting",
    20: "running",
    30: "failed",  # BACKOFF: it died while starting and waits for its next try
    40: "stopping",
    100: "failed",  # EXITED
    200: "failed",  # FATAL
    1000: "failed",  # UNKNOWN
}
_BACKOFF = 30
_EXITED = 100
EXPECTED = frozenset({0, 143})
"""`exitcodes` of every program; supervisord does not tell which it has, and starts a program again after others."""
_BAD_NAME = 10  # supervisor.xmlrpc.Faults
_SPAWN_ERROR = 50
_ALREADY_STARTED = 60
_DIED = ("Exited too quickly", "Bad exit code")  # supervisor.process.Subprocess.finish; other errors are of the start

_LOG_BYTES = 1024 * 1024
"""How much of the end of supervisord's log is looked at."""

# Every path is relative: supervisord starts in <root>/run, so that neither '%' nor '#' in the name of a checkout needs
# escaping. The socket goes through /proc because supervisor makes its path absolute, the kernel takes 107 bytes of a
# socket's path, and checkouts may lie deep.
_CONFIGURATION = f"""\
; Written by hiera-kafka. Programs are in conf.d/.
[unix_http_server]
file=/proc/self/cwd/{_SOCKET}
chmod=0700

[supervisord]
identifier=hiera-kafka
logfile=../var/log/supervisor/supervisord.log
logfile_maxbytes=10MB
logfile_backups=3
pidfile=supervisord.pid
childlogdir=../var/log/supervisor
umask=027

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl=unix:///proc/self/cwd/{_SOCKET}

[include]
files=conf.d/*.conf
"""


_UNKNOWN = Status("stopped", detail="supervisord does not run it")


class Supervisor(ServiceManager):
    """The supervisord of one directory.

    Args:
        root: Directory that stands for the host's `/`; "" is `/` itself.
    """

    def __init__(self, root: str) -> None:
        self._run = f"{root}/run"
        self._log = f"{root}/var/log/supervisor"
        self._etc = f"{root}/etc/supervisor"

    def status(self, name: str) -> Status:
        """Return what the program does now; `stopped` when there is no supervisord."""
        info = self._info(check_name(name))
        return _status(info) if info else _UNKNOWN

    def report(self, names: Sequence[str]) -> dict[str, Report]:
        """Return what supervisord says of several programs, in one question, and what its log does of restarts."""
        try:
            found = {info["name"]: info for info in self._call("getAllProcessInfo")} if names else {}
        except _UnreachableError:
            found = {}
        try:
            times: dict[str, list[float]] | None = supervisor_log.restarts(
                untrusted.last_lines(f"{self._log}/supervisord.log", _LOG_BYTES)
            )
        except (OSError, ProblemError):
            times = None
        now = time.time()
        return {
            name: Report(
                _status(found[name]) if name in found else _UNKNOWN,
                restarts=None if times is None or name not in found else len(times.get(name, ())),
                loop=loops.loop(times.get(name, ()), now) if times is not None and name in found else 0,
            )
            for name in map(check_name, names)
        }

    def start(self, name: str) -> int | None:
        """Start the program with the definition that lies in conf.d now; other programs are left alone."""
        check_name(name)
        if not Path(f"{self._etc}/conf.d/{name}.conf").exists():
            raise unknown_service(name, f"{self._etc}/conf.d", difflib.get_close_matches(name, self.defined()))
        self._ensure_daemon()
        info = self._info(name)
        if info and _status(info).running:
            return _status(info).pid
        if info and info["state"] == _BACKOFF:
            self._call("stopProcess", name)
        elif info and _status(info).state == "stopping":
            self._wait_stopped(name, _GRACE_S)
        ((added, changed, _removed),) = self._call("reloadConfig")
        if name in changed:
            self._call("removeProcessGroup", name)
        if name in changed or name in added:
            self._call("addProcessGroup", name)
        try:
            self._call("startProcess", name, False)
        except ProblemError as error:
            if not _was_started(error) and not self._has_died(name, error):
                raise
        return self.status(name).pid

    def _has_died(self, name: str, error: ProblemError) -> bool:
        """Return whether a start was refused only since the program ended before supervisord looked at it again.

        That is up to the machine's speed, and so is whether supervisord then takes it for one that ended too early, or
        for one that ran and ended; its state is then that of one that ends a moment later.
        """
        fault = error.__cause__
        info = self._info(name)
        if info is None or not isinstance(fault, xmlrpc.client.Fault) or fault.faultCode != _SPAWN_ERROR:
            return False
        # No error at all is that of a program which supervisord has started once more since.
        return not info["spawnerr"] or str(info["spawnerr"]).startswith(_DIED)

    def stop(self, name: str, timeout_s: float) -> None:
        """Stop the program; supervisord itself ends with its last program."""
        info = self._returned(check_name(name))
        if info and (_status(info).running or info["state"] == _BACKOFF):
            self._call("stopProcess", name, False)
        if info:
            self._wait_stopped(name, timeout_s)
        self._end_daemon_when_idle()

    def stale_definitions(self, names: Sequence[str]) -> bool:
        """Return False: a changed program waits for its next start, which reads it."""
        del names
        return False

    def apply_definitions(self) -> None:
        """Do nothing, as above."""

    def enabled(self, name: str) -> bool:
        """Return True: local clusters start when they are asked to, not with the machine."""
        del name
        return True

    def enable(self, name: str) -> None:
        """Do nothing, as above."""

    def defined(self, prefix: str = "") -> list[str]:
        """Return the programs whose name begins so."""
        found = Path(f"{self._etc}/conf.d").glob("*.conf")
        return sorted(path.stem for path in found if path.name.startswith(prefix))

    def _info(self, name: str) -> dict[str, Any] | None:
        try:
            info: dict[str, Any] = self._call("getProcessInfo", name)
        except _UnreachableError:
            return None
        except ProblemError as error:
            fault = error.__cause__
            if isinstance(fault, xmlrpc.client.Fault) and fault.faultCode == _BAD_NAME:
                return None
            raise
        return info

    def _returned(self, name: str) -> dict[str, Any] | None:
        """Return what supervisord says of a program, once one that has failed was started again: that takes a moment.

        Until then supervisord refuses to stop it, and starts it afterwards.
        """
        deadline = time.monotonic() + _ROUNDS_S
        while (info := self._info(name)) and info["state"] == _EXITED and _status(info).comes_back:
            if time.monotonic() > deadline:
                break
            select.select([], [], [], 0.05)
        return info

    def _wait_stopped(self, name: str, timeout_s: float) -> None:
        deadline = time.monotonic() + timeout_s
        while (info := self._info(name)) and _status(info).pid:
            if time.monotonic() > deadline:
                raise ProblemError(
                    Problem(
                        "service-stop-timeout",
                        f"{name} (process {info['pid']}) still runs {timeout_s:.0f} s after it was asked to stop",
                        hint="look at its log; give it longer with stop_timeout, or kill the process",
                    )
                )
            select.select([], [], [], 0.1)

    def _ensure_daemon(self) -> None:
        if self._answers():
            return
        for directory in (self._run, self._log, f"{self._etc}/conf.d"):
            Path(directory).mkdir(parents=True, exist_ok=True)
        path = f"{self._etc}/supervisord.conf"
        if files.look(path).content != _CONFIGURATION.encode():
            files.write_file(path, _CONFIGURATION.encode(), files.Attributes(0o640, os.geteuid(), os.getegid()))
        # It daemonizes after its socket listens, so its end is the evidence; then the first answer is waited for.
        done = subprocess.run(  # noqa: S603  # this interpreter, a fixed module and a path of ours
            [sys.executable, "-m", "supervisor.supervisord", "-c", path],
            cwd=self._run,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            umask=0o027,
            check=False,
        )
        if not self._answers():
            raise ProblemError(
                Problem(
                    "service-manager-failed",
                    f"supervisord for {self._run} did not start (exit code {done.returncode}): {_last(done.stdout)}",
                    note=f"its log is {self._log}/supervisord.log",
                    hint=f"install supervisor for {sys.executable}, or fix what it names in {self._etc}/conf.d",
                )
            )

    def _end_daemon_when_idle(self) -> None:
        try:
            if any(info["pid"] or info["state"] == _BACKOFF for info in self._call("getAllProcessInfo")):
                return
            pid = self._call("getPID")
            try:
                process = os.pidfd_open(pid)
            except ProcessLookupError:
                return
            try:
                self._call("shutdown")
                self._wait_gone(process, pid)
            finally:
                os.close(process)
        except _UnreachableError:
            return

    @staticmethod
    def _wait_gone(process: int, pid: int) -> None:
        poll = select.poll()
        poll.register(process, select.POLLIN)
        if not poll.poll(_GRACE_S * 1000):
            raise ProblemError(
                Problem(
                    "service-stop-timeout",
                    f"supervisord (process {pid}) still runs {_GRACE_S:.0f} s after it was asked to end",
                    hint=f"kill it: kill {pid}",
                )
            )

    def _answers(self) -> bool:
        try:
            self._call("getState")
        except _UnreachableError:
            return False
        return True

    def _call(self, method: str, *arguments: Any) -> Any:
        transport = _Transport(self._run)
        try:
            with xmlrpc.client.ServerProxy("http://supervisor/RPC2", transport=transport) as proxy:
                return getattr(proxy.supervisor, method)(*arguments)
        except (FileNotFoundError, ConnectionRefusedError) as error:
            raise _UnreachableError(Problem("service-manager-failed", "supervisord does not run")) from error
        except xmlrpc.client.Fault as fault:
            what = " ".join([method, *(str(argument) for argument in arguments if isinstance(argument, str))])
            raise ProblemError(
                Problem(
                    "service-manager-failed",
                    f"supervisord refused {what}: {fault.faultString}",
                    note=f"its log is {self._log}/supervisord.log",
                    hint=f"fix the program in {self._etc}/conf.d, then run again",
                )
            ) from fault
        except (OSError, http.client.HTTPException, xmlrpc.client.Error) as error:
            raise ProblemError(
                Problem(
                    "service-manager-failed",
                    f"supervisord at {self._run}/{_SOCKET} does not answer: {error}",
                    note=f"its log is {self._log}/supervisord.log",
                    hint="look whether the process in supervisord.pid still runs; kill it, then run again",
                )
            ) from error


class _UnreachableError(ProblemError):
    """There is no supervisord."""


class _Connection(http.client.HTTPConnection):
    def __init__(self, directory: str) -> None:
        super().__init__("supervisor", timeout=_ANSWER_S)
        self._directory = directory

    def connect(self) -> None:
        # By the descriptor of its directory, since the path itself may be too long for a socket address.
        directory = os.open(self._directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.settimeout(_ANSWER_S)
                connection.connect(f"/proc/self/fd/{directory}/{_SOCKET}")
            except OSError:
                connection.close()
                raise
            self.sock = connection
        finally:
            os.close(directory)


class _Transport(xmlrpc.client.Transport):
    def __init__(self, directory: str) -> None:
        super().__init__()
        self._directory = directory

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        # Kept where the base class looks for it, so that it is closed with the proxy.
        connection = _Connection(self._directory)
        self._connection = host, connection
        return connection


def _was_started(error: ProblemError) -> bool:
    """Return whether a start was refused since supervisord had just started the program again by itself."""
    return isinstance(error.__cause__, xmlrpc.client.Fault) and error.__cause__.faultCode == _ALREADY_STARTED


def _status(info: dict[str, Any]) -> Status:
    words = f"{info['statename']} {info['spawnerr'] or info['description']}".strip()
    # An end by a signal has the status -1. supervisord starts again in its next round, a second later.
    comes_back = info["state"] == _BACKOFF or (info["state"] == _EXITED and info["exitstatus"] not in EXPECTED)
    return Status(_STATES.get(info["state"], "failed"), info["pid"] or None, words, comes_back)


def _environment() -> dict[str, str]:
    """Return what supervisord and so every service inherits: nothing of the caller's that could be a secret."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.environ.get("HOME") or pwd.getpwuid(os.geteuid()).pw_dir,
        "LANG": os.environ.get("LANG", "C.UTF-8"),
    }


def _last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it printed nothing"
