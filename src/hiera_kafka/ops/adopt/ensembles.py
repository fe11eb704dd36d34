"""The ensemble of a running cluster: which servers it has, what they say of themselves, and who knows their ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hiera_kafka.clients.zookeeper import ConnectString, Ensemble, ServerAddress, settings
from hiera_kafka.errors import ClientError, Diagnostic, ProjectError
from hiera_kafka.model.base import is_host
from hiera_kafka.ops.adopt import matching
from hiera_kafka.ops.adopt.host_services import HostService
from hiera_kafka.ops.adopt.running import NUMBERS_TOLD, PATHS_TOLD, RunningServer

_LOOPBACK = "127.0.0.1"
_STANDALONE_ID = 1
"""Written for a standalone server, which needs no myid."""


@dataclass(frozen=True, slots=True)
class EnsembleMembers:
    """What an ensemble says of its members.

    Attributes:
        given: Servers that the brokers are given.
        addresses: Those, and members that the brokers are not given, such as observers.
        lines: myid to the rest of its line `server.N=`; empty for a standalone server, and where nobody tells.
        error: Why the ensemble does not answer; None where it does.
    """

    given: tuple[ServerAddress, ...]
    addresses: tuple[ServerAddress, ...]
    lines: Mapping[int, str]
    error: ClientError | None

    @property
    def by_host(self) -> dict[str, int]:
        """Host to myid, by the lines."""
        return {_host_of(rest): number for number, rest in self.lines.items()}


def members(connect: ConnectString, via: str | None = None) -> EnsembleMembers:
    """Ask an ensemble for its members.

    Args:
        connect: Its servers.
        via: URL of the proxy that leads to them; None connects from here.

    Raises:
        ProjectError: `host-name-invalid`; files are called by these names.
    """
    given = tuple(ServerAddress(address_of(one.host), one.port) for one in connect.servers)
    lines: dict[int, str] = {}
    failure = None
    try:
        with Ensemble(ConnectString(given), via) as ensemble:
            lines = ensemble.members()
    except ClientError as error:
        failure = error
    known = {address.host for address in given}
    more = [ServerAddress(host, _client_port(rest)) for rest in lines.values() if (host := _host_of(rest)) not in known]
    addresses = (*given, *more)
    # Whoever runs the ensemble writes these names.
    invalid = [not_a_host(f"ZooKeeper {address}", address.host) for address in addresses if not is_host(address.host)]
    if invalid:
        raise ProjectError(invalid)
    return EnsembleMembers(given, addresses, lines, failure)


def servers(
    found: EnsembleMembers,
    given: Mapping[str, int],
    services: Mapping[str, tuple[HostService, ...]],
    via: str | None = None,
) -> tuple[tuple[RunningServer, ...], tuple[str, ...]]:
    """Return the servers by myid, and what could not be read, in sentences.

    Args:
        found: The members.
        given: Host to its id, where the ensemble does not tell.
        services: Host to what runs there, of hosts that were looked at.
        via: As above.

    Raises:
        ClientError: The ensemble does not answer, and nothing else tells all ids.
        ProjectError: `myid-unknown`.
    """
    running = {address: matching.server_service(address, services.get(address.host, ())) for address in found.addresses}
    notes: list[str] = []
    if found.error is not None:
        if not all(address.host in given or _own_file(running[address]) for address in found.addresses):
            raise found.error
        notes.append(
            f"ZooKeeper {ConnectString(found.given)} does not answer: its ids are those of --myid and of files"
        )
    told: dict[ServerAddress, Mapping[str, str]] = {}
    sources: dict[ServerAddress, str | None] = {}
    for address in found.given:
        try:
            said = settings(address, via)
            told[address], sources[address] = said.values, said.source
        except ClientError:
            notes.append(f"ZooKeeper {address} does not answer")
    ids = _ids(found, given, told, running)
    missing = [str(address) for address, number in ids.items() if number is None]
    if missing:
        raise ProjectError(
            Diagnostic(
                "myid-unknown",
                f"no server reports the id of ZooKeeper {', '.join(missing)}",
                note="asked were the word conf, the AdminServer and the node /zookeeper/config",
                hint=f"give it, as the file myid on that host has it: --myid {missing[0].rpartition(':')[0]}=N",
            )
        )
    made = [
        _server(address, number, told.get(address, {}), sources.get(address), running[address])
        for address, number in ids.items()
        if number is not None
    ]
    return tuple(sorted(made, key=lambda server: server.myid)), tuple(notes)


def lines_of_files(servers: Iterable[RunningServer]) -> dict[int, str]:
    """Return the lines of members that the files of servers have, for ensembles that do not tell them."""
    found: dict[int, str] = {}
    for server in servers:
        for name, value in (server.service.options if server.service else {}).items():
            number = re.fullmatch(r"server\.([0-9]{1,3})", name)
            if number is not None and value is not None:
                found[int(number[1])] = value
    return dict(sorted(found.items()))


def address_of(host: str) -> str:
    """Return a host's name, an address in place of `localhost`."""
    return _LOOPBACK if host == "localhost" else host


def not_a_host(who: str, host: str) -> Diagnostic:
    """Return that something is reached at what is no name of a host."""
    return Diagnostic(
        "host-name-invalid",
        f"{who} is reached at {host!r}, which cannot be a host of the data",
        hint="give it a name or an IPv4 address where it says how others reach it",
    )


def _ids(
    found: EnsembleMembers,
    given: Mapping[str, int],
    told: Mapping[ServerAddress, Mapping[str, str]],
    running: Mapping[ServerAddress, HostService | None],
) -> dict[ServerAddress, int | None]:
    by_host = found.by_host
    ids = {
        address: given.get(address.host)
        or _own_id(told.get(address, {}), by_host.get(address.host))
        or _own_file(running[address])
        or (_STANDALONE_ID if len(found.given) == 1 else None)
        for address in found.given
    }
    # Members that the brokers are not given, and whose id none of those has.
    more = found.addresses[len(found.given) :]
    return ids | {address: by_host[address.host] for address in more if by_host[address.host] not in ids.values()}


def _server(
    address: ServerAddress,
    myid: int,
    told: Mapping[str, str],
    source: str | None,
    service: HostService | None,
) -> RunningServer:
    """Return a server with what it says, and what only its file says."""
    of_file = {
        name: value
        for name, value in (service.options if service else {}).items()
        # A file may have been changed since, so nothing says that a number of it is one.
        if value is not None
        and (name in PATHS_TOLD or (name in NUMBERS_TOLD and re.fullmatch(r"[0-9]{1,18}", value, re.ASCII)))
    }
    values = {**of_file, **told}
    return RunningServer(address, myid, values, source or ("zoo.cfg" if of_file else None), service)


def _own_file(service: HostService | None) -> int | None:
    return service.myid if service is not None and service.myid else None


def _host_of(line: str) -> str:
    return address_of(line.partition(":")[0].strip("[]"))


def _own_id(values: Mapping[str, str], line: int | None) -> int | None:
    """Return the id that a server gives itself, else that of its line; a standalone one has none."""
    number = values.get("serverId", "")
    if number.isdecimal() and int(number) > 0:
        return int(number)
    return line


def _client_port(line: str) -> int:
    """Return the client port of a line `HOST:PORT:PORT:ROLE;[ADDRESS:]PORT`, the usual one where it has none."""
    port = line.partition(";")[2].rpartition(":")[2].strip()
    return int(port) if port.isdecimal() else ServerAddress("").port
