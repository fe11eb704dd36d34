"""Asks a local host's supervisord what runs, and has it end."""

from __future__ import annotations

import contextlib
import os
import select
import time
import xmlrpc.client
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from hiera_kafka.clients.supervisor_loops import loops
from hiera_kafka.errors import ClientError, Diagnostic, Position

_LOG_BYTES = 128 * 1024
SOCKET = "supervisor.sock"


@dataclass(frozen=True, slots=True)
class Program:
    """One program of a supervisord.

    Attributes:
        name: Name of the program.
        state: supervisor's word for its state: RUNNING, STOPPED, BACKOFF, FATAL, ...
        pid: Process id, 0 when it does not run.
        seconds: Seconds since it was started, 0 when it does not run.
        loop: How often it was started again in the last ten minutes, where it is in a crash loop; else 0.
    """

    name: str
    state: str
    pid: int
    seconds: int
    loop: int = 0


def processes(run_directory: Path) -> list[Program]:
    """Return the programs of the supervisord whose socket lies in a directory; none when it does not run.

    Raises:
        ClientError: Something answers there that is no supervisord.
    """
    with _asking(run_directory) as supervisor:
        if supervisor is None:
            return []
        found = loops(_end_of_log(supervisor), time.time())
        return [
            Program(
                str(i["name"]),
                str(i["statename"]),
                int(i["pid"]),
                int(i["now"] - i["start"]) if i["pid"] else 0,
                found.get(str(i["name"]), 0),
            )
            for i in supervisor.getAllProcessInfo()
        ]


def _end_of_log(supervisor: Any) -> str:
    """Return the end of supervisord's log; nothing where it has none to show."""
    try:
        return str(supervisor.readLog(-_LOG_BYTES, 0))
    except xmlrpc.client.Fault:
        return ""


def shut_down(run_directory: Path, timeout_s: float) -> None:
    """Have a supervisord stop its programs and end, and return when it has; at once when it does not run.

    Raises:
        ClientError: Something answers there that is no supervisord, or it does not end in time.
    """
    with _asking(run_directory) as supervisor:
        if supervisor is None:
            return
        pid = int(supervisor.getPID())
        process = os.pidfd_open(pid)
        try:
            supervisor.shutdown()
            ended = select.poll()
            ended.register(process, select.POLLIN)
            if not ended.poll(timeout_s * 1000):
                raise ClientError(
                    Diagnostic(
                        "service-stop-timeout",
                        f"supervisord (process {pid}) still runs {timeout_s:.0f} s after it was asked to end",
                        where=(Position(str(run_directory / SOCKET)),),
                        hint="see var/log/supervisor/supervisord.log of the host for the program that does not stop",
                    )
                )
        finally:
            os.close(process)


@contextlib.contextmanager
def _asking(run_directory: Path) -> Iterator[Any]:
    """Yield what answers to supervisor's calls, None where nobody does.

    Raises:
        ClientError: Something answers there that is no supervisord.
    """
    try:
        # A socket's path may have 107 bytes, a checkout's may have more: go through the open directory.
        directory = os.open(run_directory, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        yield None
        return
    try:
        address = f"unix:///proc/self/fd/{directory}/{SOCKET}"
        transport = SupervisorTransport(None, None, address)  # type: ignore[no-untyped-call]  # supervisor has no types
        with xmlrpc.client.ServerProxy("http://127.0.0.1", transport) as proxy:
            try:
                proxy.supervisor.getState()
            except (FileNotFoundError, ConnectionRefusedError):
                yield None
            else:
                yield proxy.supervisor
    except (OSError, xmlrpc.client.Error) as error:
        raise ClientError(
            Diagnostic(
                "supervisor-not-answering",
                f"supervisord does not answer: {error}",
                where=(Position(str(run_directory / SOCKET)),),
                hint="see var/log/supervisor/supervisord.log of the host",
            )
        ) from error
    finally:
        os.close(directory)
