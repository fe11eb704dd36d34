"""Asks a local host's supervisord what runs."""

from __future__ import annotations

import os
import xmlrpc.client
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from hiera_kafka.errors import ClientError, Diagnostic, Position

SOCKET = "supervisor.sock"


@dataclass(frozen=True, slots=True)
class Process:
    """One program of a supervisord.

    Attributes:
        name: Name of the program.
        state: supervisor's word for its state: RUNNING, STOPPED, BACKOFF, FATAL, ...
        pid: Process id, 0 when it does not run.
        seconds: Seconds since it was started, 0 when it does not run.
    """

    name: str
    state: str
    pid: int
    seconds: int


def processes(run_directory: Path) -> list[Process]:
    """Return the programs of the supervisord whose socket lies in a directory; none when it does not run.

    Raises:
        ClientError: Something answers there that is no supervisord.
    """
    try:
        # A socket's path may have 107 bytes, a checkout's may have more: go through the open directory.
        directory = os.open(run_directory, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return []
    try:
        address = f"unix:///proc/self/fd/{directory}/{SOCKET}"
        transport = SupervisorTransport(None, None, address)  # type: ignore[no-untyped-call]  # supervisor has no types
        proxy = xmlrpc.client.ServerProxy("http://127.0.0.1", transport)
        with proxy:
            answer: Any = proxy.supervisor.getAllProcessInfo()
        return [
            Process(str(i["name"]), str(i["statename"]), int(i["pid"]), int(i["now"] - i["start"]) if i["pid"] else 0)
            for i in answer
        ]
    except (FileNotFoundError, ConnectionRefusedError):
        return []
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
