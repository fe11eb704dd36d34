"""What the hosts of mirrors report of their processes: whether they run, since when, and their last errors.

Hosts are asked by a playbook that changes nothing, local ones too: connections, users and privileges are then those of
every other run, and what is read is read by one piece of code.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hiera_kafka.clients.ansible import run_playbook
from hiera_kafka.errors import ClientError, Diagnostic, Position
from hiera_kafka.ops.mirrors.inventory import MirrorProcess
from hiera_kafka.project import Project
from hiera_kafka.text import printable

PLAYBOOK = "mirrors_report.yml"
_SAID_LINES = 12
_TOGETHER = timedelta(minutes=1)
RUNNING = ("running", "starting")


@dataclass(frozen=True, slots=True)
class LogError:
    """An error that a process logged.

    Attributes:
        at: Time as its log has it, of the host's clock and zone; None where it has none.
        text: What it says, in several lines.
    """

    at: str | None
    text: str

    @property
    def thrown(self) -> bool:
        """Whether it says what was thrown."""
        return "Exception" in self.text or "java.lang." in self.text

    def shortly_before(self, other: LogError) -> bool:
        """Whether it was logged no more than a minute before another one, of the same log."""
        if self.at is None or other.at is None:
            return self.at == other.at
        try:
            passed = datetime.fromisoformat(other.at) - datetime.fromisoformat(self.at)
        except (ValueError, TypeError):  # digits of a log that are no time
            return False
        return timedelta(0) <= passed <= _TOGETHER


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
    """

    process: MirrorProcess
    state: str | None
    detail: str
    pid: int | None = None
    since: float | None = None
    errors: tuple[LogError, ...] = ()
    unreadable: tuple[str, ...] = ()

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
            "errors": [{"at": error.at, "text": error.text} for error in self.errors],
            "unreadable": list(self.unreadable),
        }


def ask(
    project: Project, inventory: Path, processes: Iterable[MirrorProcess], beside: Sequence[Path] = ()
) -> dict[MirrorProcess, Seen]:
    """Return what the hosts report of their processes; for a host that cannot be reached, each of them says so.

    Args:
        project: The repository or checkout, and whose playbook asks.
        inventory: Inventory file or directory.
        processes: The processes of the data to ask for.
        beside: Further inventories for Ansible alone, with addresses and keys.

    Raises:
        ClientError: The playbook gave no answer at all.
    """
    wanted = tuple(processes)
    hosts = list(dict.fromkeys(process.host for process in wanted))
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-") as directory, tempfile.TemporaryFile() as output:
        answers = Path(directory) / "answers.json"
        code = run_playbook(
            project,
            project.code.playbooks / PLAYBOOK,
            inventory,
            [
                *(word for path in beside for word in ("-i", str(path))),
                *("--limit", ",".join(hosts), "--extra-vars", json.dumps({"mirrors_report_file": str(answers)})),
            ],
            settings={"ANSIBLE_NOCOLOR": "true"},
            stdout=output.fileno(),
            stderr=output.fileno(),
        )
        try:
            reported = json.loads(answers.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            output.seek(0)
            raise _silent(project, code, output.read().decode(errors="replace")) from None
    return {process: seen(process, reported.get(process.host)) for process in wanted}


def seen(process: MirrorProcess, answer: Mapping[str, Any] | None) -> Seen:
    """Return what the answer of a host says of one of its processes.

    Args:
        process: The process of the data.
        answer: What the module returned, or Ansible in its place; None for nothing.
    """
    found = answer if isinstance(answer, Mapping) else {}
    try:
        for service in found.get("services") or ():
            if service["name"] == process.service:
                return _told(process, service)
    except (KeyError, TypeError, ValueError):
        return Seen(process, None, "the host's answer cannot be read")
    words = printable(str(found.get("msg") or "the host gave no answer")).strip()
    return Seen(process, None, ("unreachable: " if found.get("unreachable") else "") + words)


def _told(process: MirrorProcess, service: Mapping[str, Any]) -> Seen:
    return Seen(
        process,
        printable(str(service["state"])),
        printable(str(service["detail"])),
        None if service["pid"] is None else int(service["pid"]),
        None if service["since"] is None else float(service["since"]),
        tuple(
            LogError(None if error["at"] is None else printable(str(error["at"])), printable(str(error["text"])))
            for error in service["errors"]
        ),
        tuple(printable(str(words)) for words in service["unreadable"]),
    )


def _silent(project: Project, code: int, output: str) -> ClientError:
    last = "\n".join("      " + line for line in output.strip().splitlines()[-_SAID_LINES:])
    return ClientError(
        Diagnostic(
            "mirror-hosts-silent",
            f"the hosts of mirrors were not asked: ansible-playbook ended with exit code {code}",
            where=(Position(str(project.code.playbooks / PLAYBOOK)),),
            note=f"its last lines:\n{last}" if last else None,
            hint="fix what they name; --no-hosts asks the clusters only",
        )
    )
