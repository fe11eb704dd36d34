"""Clusters on this machine: addresses, Java and Kafka are found, then the same playbook runs as everywhere."""

from __future__ import annotations

import errno
import os
import shutil
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hiera_kafka.catalog.resources import Port
from hiera_kafka.clients.supervisor import Program, processes, shut_down
from hiera_kafka.compiler import Compiler, Inventory
from hiera_kafka.compiler.local_record import STANDARD_SUBNET, Recorded, read_recorded, record_path, write_recorded
from hiera_kafka.dist.java import Java, find_java
from hiera_kafka.errors import Diagnostic, Position, ProjectError, Severity
from hiera_kafka.ops.local import subnets

SUBNETS = 64
"""How many subnets are tried before giving up: 127.0.0.0/24, 127.0.1.0/24, ..."""

STOP_S = 300.0
"""How long the services of a host may take to stop, in seconds."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class HostStatus:
    """What runs for one local host."""

    host: str
    address: str
    processes: tuple[Program, ...]


def state_dir(inventory: Inventory) -> Path:
    """Return where the inventory's hosts lie.

    Raises:
        ProjectError: The inventory is not for this machine.
    """
    if inventory.model.platform != "local" or inventory.state_dir is None:
        raise ProjectError(
            Diagnostic(
                "inventory-not-local",
                f"inventory {inventory.name} has platform {inventory.model.platform}, only local ones run here",
                where=(Position(str(inventory.path)),),
                hint="run `ansible-playbook hiera_kafka.core.site -i` with it, or take a local one",
            )
        )
    return inventory.state_dir


def prepare(inventory: Inventory, environ: Mapping[str, str], say: Say) -> tuple[Compiler, Java]:
    """Find addresses and Java for an inventory's hosts, record them, and return a compiler that uses them.

    Hosts keep the addresses they have; the first time, the standard subnet is taken unless one of the ports there is
    taken already, or another cluster of this user has it, which is reported.

    Raises:
        HieraKafkaError: The data has errors, no Java is found, or no subnet is free.
    """
    state = state_dir(inventory)
    java = find_java(environ)
    compiler = Compiler(inventory)
    compiler.check()
    with subnets.locked(environ) as notes:
        recorded = read_recorded(state)
        if not any((state / host).exists() for host in compiler.hosts):
            recorded = Recorded(_free_subnet(inventory, notes.others(state), say), root_warned=recorded.root_warned)
        recorded = recorded.with_hosts(compiler.hosts)
        found = replace(recorded, java_home=str(java.home))
        if not record_path(state).exists() or found != read_recorded(state):
            write_recorded(state, found)
        notes.reserve(state, found.subnet)
    return Compiler(inventory), java


def warn_of_root(inventory: Inventory, user: int) -> tuple[Diagnostic, ...]:
    """Return, once for an inventory, the warning about services that run as root; to be called after `prepare`.

    Args:
        inventory: A local inventory.
        user: Effective id of the calling user.

    Raises:
        ProjectError: The inventory is not local, or its record is not readable.
    """
    state = state_dir(inventory)
    recorded = read_recorded(state)
    if user != 0 or recorded.root_warned:
        return ()
    write_recorded(state, replace(recorded, root_warned=True))
    return (
        Diagnostic(
            "local-as-root",
            f"services of the inventory {inventory.name} run as root: a break-in to one gives the rights of root",
            where=(Position(str(state)),),
            note="on hosts each service has a user of its own; this is reported once",
            hint="where others use this machine, run local clusters as a user of your own",
            level=Severity.WARNING,
        ),
    )


def _free_subnet(inventory: Inventory, others: Mapping[str, str], say: Say) -> str:
    prefix = STANDARD_SUBNET.rpartition(".")[0]
    taken: list[str] = []
    for number in range(SUBNETS):
        subnet = f"{prefix}.{number}"
        if subnet in others:
            taken.append(f"{subnet}.0/24 (the cluster in {others[subnet]})")
            continue
        compiler = Compiler(inventory, Recorded(subnet))
        ports = [
            port for host in compiler.hosts for section in compiler.catalog(host).sections for port in section.ports
        ]
        clash = next((port for port in ports if is_taken(port)), None)
        if clash is None:
            if number:
                say(f"{taken[0]} is taken already, so the hosts get addresses in {subnet}.0/24")
            return subnet
        taken.append(f"{clash.address}:{clash.port} ({clash.service} {clash.purpose})")
    raise ProjectError(
        Diagnostic(
            "port-taken",
            f"no free addresses: in each of {SUBNETS} subnets something is taken, first {taken[0]}, last {taken[-1]}",
            note="a program that listens on every address (0.0.0.0) takes its port in all of them",
            hint="stop that program (`ss -ltnp` names it), or give the brokers another `port` in the data",
        )
    )


def is_taken(port: Port) -> bool:
    """Return whether somebody listens on a port, by trying to listen there.

    Raises:
        ProjectError: The system lets nobody, or not this user, listen there.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the JVM does: connections of a service that has just stopped do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((port.address or "", port.port))
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return True
            raise ProjectError(
                Diagnostic(
                    "port-refused",
                    f"{port.service} cannot listen on {port.address}:{port.port} ({port.purpose}): {error.strerror}",
                    note="ports below 1024 are for root on most systems",
                    hint="give the broker another `port` in the data",
                )
            ) from error
    return False


def link_commands(compiler: Compiler) -> Path:
    """Make the inventory's bin directory, which holds `kafka` wrappers, and return it.

    `kafka` is that of the first cluster in the data; where there are several, each has a `kafka-CLUSTER` as well.
    """
    directory = state_dir(compiler.inventory) / "bin"
    directory.mkdir(parents=True, exist_ok=True)
    brokers = {name: min(found.model.brokers) for name, found in compiler.clusters.kafka.items()}
    wrappers = {f"kafka-{name}": host for name, host in brokers.items()} if len(brokers) > 1 else {}
    if brokers:
        wrappers["kafka"] = next(iter(brokers.values()))
    for name, host in wrappers.items():
        link = directory / name
        target = Path(os.pardir) / host / "usr/local/bin/kafka"
        if not link.is_symlink() or link.readlink() != target:
            new = directory / f".{name}.new"
            new.unlink(missing_ok=True)
            new.symlink_to(target)
            new.replace(link)
    return directory


def status(inventory: Inventory) -> list[HostStatus]:
    """Return what runs, host by host; also of hosts that have left the data and still run.

    Raises:
        HieraKafkaError: The inventory is not local, or a supervisord does not answer.
    """
    state = state_dir(inventory)
    recorded = read_recorded(state)
    return [
        HostStatus(host, address, tuple(processes(state / host / "run")))
        for host, address in sorted(recorded.addresses.items())
    ]


def stop_rest(inventory: Inventory) -> list[str]:
    """Stop what still runs after all that the data has was stopped, and return `host: service` of each.

    That is what has left the data: a run leaves it alone, but to stop a whole inventory means it too.

    Raises:
        HieraKafkaError: The inventory is not local, or a supervisord does not answer or end.
    """
    state = state_dir(inventory)
    found = []
    for host in status(inventory):
        running = [process.name for process in host.processes if process.pid]
        if running:
            shut_down(state / host.host / "run", STOP_S)
            found += [f"{host.host}: {name}" for name in running]
    return found


def destroy(inventory: Inventory) -> Path:
    """Remove the inventory's hosts with all their data, and return the directory that is gone.

    Raises:
        ProjectError: Something still runs there, or the directory does not look like one of ours.
    """
    state = state_dir(inventory)
    running = [f"{s.host}: {p.name}" for s in status(inventory) for p in s.processes if p.pid]
    if running:
        raise ProjectError(
            Diagnostic(
                "local-still-running",
                f"nothing is removed while services run: {', '.join(running)}",
                where=(Position(str(state)),),
                hint=f"run `hiera-kafka local down -i {inventory.name}` first",
            )
        )
    if state.exists() and not record_path(state).exists():
        raise ProjectError(
            Diagnostic(
                "local-record-missing",
                f"{state} has no {record_path(state).name}, so it may not be ours and is left alone",
                where=(Position(str(state)),),
                hint="check it, and remove it by hand",
            )
        )
    if state.exists():
        shutil.rmtree(state)
    return state
