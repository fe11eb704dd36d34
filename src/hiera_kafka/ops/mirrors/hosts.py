"""What the hosts of mirrors report of their processes: whether they run, since when, and their last errors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.look import hosts
from hiera_kafka.ops.look.request import ERRORS, logs
from hiera_kafka.ops.look.seen import HostSeen, LogError, ServiceSeen
from hiera_kafka.ops.mirrors.inventory import MirrorProcess

RUNNING = ("running", "starting")
STOPPED = ("stopped", "stopping")
_UNREACHABLE = "ssh-unreachable"


def cause(errors: Sequence[LogError]) -> LogError | None:
    """Return the error that says most about the last one: a process that ends logs why, and then that it ends.

    Args:
        errors: Those of one process, oldest first.
    """
    if not errors:
        return None
    last = errors[-1]
    return next((error for error in reversed(errors) if error.thrown and error.shortly_before(last)), last)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a host reports of a process.

    Attributes:
        process: The process of the data.
        state: stopped, starting, running, stopping or failed; None when the host does not report it.
        detail: The service manager's words, or why the host reports nothing.
        pid: Process id, None when it does not run.
        since: When it was started, in seconds since 1970, None when it does not run.
        errors: Its last errors, oldest first.
        unreadable: Logs that cannot be read, and why.
        loop: How often it was started again in the last ten minutes, where it is in a crash loop; else 0.
    """

    process: MirrorProcess
    state: str | None
    detail: str
    pid: int | None = None
    since: float | None = None
    errors: tuple[LogError, ...] = ()
    unreadable: tuple[str, ...] = ()
    loop: int = 0

    @property
    def runs(self) -> bool:
        """Whether there is a process that is meant to go on."""
        return self.state in RUNNING

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return {
            "host": self.process.host,
            "service": self.process.service,
            "state": self.state,
            "detail": self.detail,
            "pid": self.pid,
            "since": self.since,
            "loop": self.loop,
            "errors": [{"at": error.at, "text": error.text} for error in self.errors],
            "unreadable": list(self.unreadable),
        }


def ask(compiler: Compiler, processes: Iterable[MirrorProcess], sessions: Sessions) -> dict[MirrorProcess, Seen]:
    """Return what the hosts report of their processes; for a host that does not answer, each of them says so.

    Args:
        compiler: Of the inventory that has the hosts.
        processes: The processes of the data to ask for.
        sessions: How the hosts are reached.

    Raises:
        HieraKafkaError: The data has errors.
    """
    wanted = tuple(processes)
    services: defaultdict[str, set[str]] = defaultdict(set)
    for process in wanted:
        services[process.host].add(process.service)
    answers = hosts.ask(
        sessions, {host: logs(compiler.catalog(host), names, ERRORS) for host, names in services.items()}
    )
    return {process: seen(process, answers[process.host]) for process in wanted}


def seen(process: MirrorProcess, answer: HostSeen | Diagnostic) -> Seen:
    """Return what a host says of one of its processes.

    Args:
        process: The process of the data.
        answer: What the host says of itself, or why it says nothing.
    """
    if isinstance(answer, Diagnostic):
        words = "unreachable: " if answer.id == _UNREACHABLE else ""
        return Seen(process, None, f"{words}{answer.message}")
    service = answer.services.get(process.service)
    if service is None:
        return Seen(process, None, answer.unread.get("services", "the host does not report it"))
    return of_service(process, service)


def of_service(process: MirrorProcess, service: ServiceSeen) -> Seen:
    """Return what a host says of a process that it reports."""
    return Seen(
        process,
        service.state,
        service.detail,
        service.pid,
        service.since,
        service.errors,
        service.unreadable,
        service.loop,
    )
