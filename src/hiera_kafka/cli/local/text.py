"""What `hiera-kafka local` says: what runs, what to do with it, how much it takes."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hiera_kafka.cli.kit.output import Output, aligned, print_json, print_table
from hiera_kafka.cli.kit.units import duration
from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.client_strings import ClientStrings
from hiera_kafka.ops.local.clusters import HostStatus
from hiera_kafka.text import one_line

_RUNNING = "RUNNING"
TOPIC_COMMANDS = (
    "kafka topics --create --topic test --partitions 2 --replication-factor 1",
    "kafka topics --describe",
)
"""The commands of Wikitech's page on Kafka, as it writes them."""


@dataclass(frozen=True, slots=True)
class Started:
    """What a user who has just started clusters needs to know.

    Attributes:
        name: Name of the inventory.
        running: Every host with its processes.
        clients: Strings of each cluster.
        bin_directory: Where the `kafka` command is.
        program: How this program is called from where the user stands.
        inventory_argument: What was given for `--inventory`, None for the standard one.
    """

    name: str
    running: tuple[HostStatus, ...]
    clients: tuple[ClientStrings, ...]
    bin_directory: Path
    program: str
    inventory_argument: str | None

    @property
    def export(self) -> str:
        """The shell line that puts the `kafka` command on PATH."""
        return f'export PATH={shlex.quote(str(self.bin_directory))}:"$PATH"'

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "inventory": self.name,
            "hosts": [asdict(host) for host in self.running],
            "clusters": [asdict(strings) for strings in self.clients],
            "bin": str(self.bin_directory),
            "commands": [self.export, *TOPIC_COMMANDS],
        }

    def text(self) -> str:
        """Return the text form."""
        rows = [
            (f"  {host.host}", host.address, ", ".join(p.name for p in host.processes if p.pid) or "nothing")
            for host in self.running
        ]
        parts = [f"\nRunning on this machine (inventory {one_line(self.name)}):", aligned(rows)]
        for strings in self.clients:
            parts += [
                f"\nClients of {one_line(strings.cluster)}:",
                f"  broker list: {one_line(strings.bootstrap_servers)}",
                f"  zookeeper connect: {one_line(strings.zookeeper_connect)}",
            ]
            if len(self.clients) > 1:
                parts.append(f"  command: kafka-{one_line(strings.cluster)}")
        parts += ["\nCreate a topic and look at it:", *(f"  {line}" for line in (self.export, *TOPIC_COMMANDS))]
        parts += ["\nWhat to try next:", aligned([(f"  {command}", what) for command, what in self._next()])]
        return "\n".join(parts)

    def _next(self) -> list[tuple[str, str]]:
        inventory = f" -i {shlex.quote(self.inventory_argument)}" if self.inventory_argument else ""
        host = next((h.host for h in self.running if any(p.name == "kafka" for p in h.processes)), None)
        label = host.partition(".")[0] if host else "HOST"
        return [
            (f"{self.program} local status{inventory}", "what runs, since when"),
            (f"{self.program} verify{inventory}", "is it what the data says, and does it work"),
            (
                f"{self.program} explain {label} server.properties broker.id{inventory}",
                "where a line of the broker's configuration comes from",
            ),
            (f"{self.program} local down{inventory}", "stop everything and keep the data"),
        ]


def program(argv0: str, path: str) -> str:
    """Return how to call this program again: its bare name when PATH leads to it, else as it was called."""
    name = Path(argv0).name
    found = shutil.which(name, path=path)
    if found is not None and Path(argv0).exists() and Path(found).samefile(argv0):
        return name
    return argv0


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One service of one host.

    Attributes:
        state: supervisor's word, or `NOT STARTED` when no supervisord keeps the service.
        pid: Process id, 0 when it does not run.
        seconds: Seconds since it started, 0 when it does not run.
        wanted: Whether the data says that it should run.
        loop: How often it was started again in the last ten minutes, where it is in a crash loop; else 0.
    """

    host: str
    address: str
    service: str
    state: str
    pid: int
    seconds: int
    wanted: bool
    loop: int = 0

    @property
    def ok(self) -> bool:
        """Whether it runs and goes on running, or need not."""
        return not self.wanted or (self.state == _RUNNING and not self.loop)

    @property
    def words(self) -> str:
        """Its state, for people."""
        return f"{self.state}, CRASH LOOP: {self.loop} restarts in 10 min" if self.loop else self.state


def services(compiler: Compiler) -> dict[str, tuple[str, ...]]:
    """Return the services that each host should run.

    Raises:
        HieraKafkaError: The data has errors.
    """
    return {
        host: tuple(service.name for section in compiler.catalog(host).sections for service in section.services)
        for host in compiler.hosts
    }


def status_rows(found: Sequence[HostStatus], wanted: Mapping[str, Sequence[str]]) -> list[StatusRow]:
    """Put what runs beside what should; hosts that were never started are rows as well."""
    by_host = {host.host: host for host in found}
    rows: list[StatusRow] = []
    for name in dict.fromkeys((*wanted, *by_host)):
        host = by_host.get(name)
        processes = {process.name: process for process in host.processes} if host else {}
        for service in dict.fromkeys((*wanted.get(name, ()), *processes)):
            process = processes.get(service)
            rows.append(
                StatusRow(
                    name,
                    host.address if host else "",
                    service,
                    process.state if process else "NOT STARTED",
                    process.pid if process else 0,
                    process.seconds if process else 0,
                    service in wanted.get(name, ()),
                    process.loop if process else 0,
                )
            )
    return rows


def print_status(rows: Sequence[StatusRow], output: Output) -> None:
    """Print the rows in the form that was asked for."""
    if output is Output.JSON:
        print_json([{**asdict(row), "ok": row.ok} for row in rows])
        return
    cells = [
        (row.host, row.address, row.service, row.words, str(row.pid or "-"), duration(row.seconds) if row.pid else "-")
        for row in rows
    ]
    print_table(("host", "address", "service", "state", "pid", "uptime"), cells)


def sizes(state: Path) -> list[tuple[str, int]]:
    """Return the bytes that each entry of a directory takes on disk; links are not followed."""
    return [(entry.name, _size(entry)) for entry in sorted(state.iterdir())]


def _size(path: Path) -> int:
    # Blocks of 512 bytes, since the files of a broker's log are sparse.
    total = path.lstat().st_blocks * 512
    if path.is_dir() and not path.is_symlink():
        with os.scandir(path) as entries:
            total += sum(_size(Path(entry.path)) for entry in entries)
    return total
