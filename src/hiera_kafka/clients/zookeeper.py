"""Reads what a ZooKeeper ensemble says of itself and of a Kafka cluster; the only importer of kazoo.

Nothing is written. A server reports its settings by the four-letter word `conf`, where its whitelist has that, else on
its AdminServer, where that is on.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import logging
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from kazoo.client import KazooClient
from kazoo.exceptions import KazooException, NoNodeError
from kazoo.handlers.threading import KazooTimeoutError, SequentialThreadingHandler

from hiera_kafka.clients import via as through
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.model.zookeeper import CLIENT_PORT

CONNECT_S = 10.0
"""How long the first server may take to answer."""
_ADMIN_PORT = 8080
_ADMIN_S = 3.0
_CONFIGURATION = "/zookeeper/config"
_LARGEST = 1024 * 1024
_CONF = re.compile(r"^([A-Za-z][A-Za-z0-9.]*)=(.*)$", re.MULTILINE)
_ADMIN_NAMES = {
    "client_port": "clientPort",
    "data_dir": "dataDir",
    "data_log_dir": "dataLogDir",
    "tick_time": "tickTime",
    "max_client_cnxns": "maxClientCnxns",
    "min_session_timeout": "minSessionTimeout",
    "max_session_timeout": "maxSessionTimeout",
    "server_id": "serverId",
    "client_port_listen_backlog": "clientPortListenBacklog",
    "init_limit": "initLimit",
    "sync_limit": "syncLimit",
}
"""What the AdminServer calls the settings that `conf` has."""


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where clients reach a ZooKeeper server."""

    host: str
    port: int = CLIENT_PORT

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class ConnectString:
    """A list of servers and a path, as `zookeeper.connect` has them.

    Attributes:
        servers: At least one.
        chroot: Path that a client takes for the root; `/` where none is given.
    """

    servers: tuple[ServerAddress, ...]
    chroot: str = "/"

    @classmethod
    def parse(cls, text: str) -> ConnectString:
        """Return what `HOST:PORT,...[/CHROOT]` stands for.

        Raises:
            ValueError: It stands for none.
        """
        servers, slash, chroot = text.strip().partition("/")
        found = []
        for part in servers.split(","):
            host, colon, port = part.strip().rpartition(":")
            if not colon:
                host, port = port, str(CLIENT_PORT)
            if not host or not port.isascii() or not port.isdecimal() or not 0 < int(port) < 2**16:
                raise ValueError(f"{part!r} is not HOST:PORT")
            found.append(ServerAddress(host, int(port)))
        return cls(tuple(found), f"{slash}{chroot}".rstrip("/") or "/")

    def __str__(self) -> str:
        return f"{','.join(map(str, self.servers))}{'' if self.chroot == '/' else self.chroot}"


@dataclass(frozen=True, slots=True)
class Registration:
    """What a broker wrote into ZooKeeper of itself.

    Attributes:
        id: Its id.
        endpoints: `NAME://HOST:PORT` of each listener.
        protocols: Name of a listener to its security protocol.
        rack: Its rack, None where it has none.
    """

    id: int
    endpoints: tuple[str, ...]
    protocols: Mapping[str, str]
    rack: str | None


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What one server says of its configuration.

    Attributes:
        values: By the names of zoo.cfg, and `serverId`; `server.N` of all members. Empty where it says nothing.
        source: What reported it: `conf`, `AdminServer`, or nothing.
    """

    values: Mapping[str, str]
    source: str | None


class Ensemble:
    """A connection to an ensemble; a context manager."""

    def __init__(self, connect: ConnectString, via: str | None = None, connect_s: float | None = None) -> None:
        """Connect to one of the servers, read-only if need be.

        Args:
            connect: The servers.
            via: URL of the proxy that leads to them, as of `clients.ssh.proxy`; None connects from here.
            connect_s: How long the first of them may take to answer, by default CONNECT_S.

        Raises:
            ClientError: None answers.
        """
        self._connect = connect
        self._client = _opened(str(connect), via, connect_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        _close(self._client)

    def registrations(self) -> tuple[Registration, ...]:
        """Return the brokers that are alive below the chroot, sorted by id.

        Raises:
            ClientError: The ensemble refuses, or has no Kafka cluster there.
        """
        try:
            ids = self._client.get_children("/brokers/ids")
            found = [_registration(int(id_), self._client.get(f"/brokers/ids/{id_}")[0]) for id_ in ids]
        except NoNodeError as error:
            message = f"no Kafka cluster has its metadata at {self._connect.chroot} of ZooKeeper {self._connect}"
            hint = "give the path that zookeeper.connect of a broker ends in: HOST:PORT/PATH"
            raise ClientError(Diagnostic("cluster-not-answering", message, hint=hint)) from error
        except (KazooException, ValueError, KeyError, TypeError) as error:
            raise ClientError(_refusal(str(self._connect), error)) from error
        return tuple(sorted(found, key=lambda one: one.id))

    def members(self) -> dict[int, str]:
        """Return myid to the rest of the line `server.N=...` of each member; empty where the ensemble does not tell.

        A standalone server has none. Servers older than 3.5 have no such node, and one may be closed by its ACL.
        """
        with contextlib.suppress(KazooException):
            return server_lines(self._client.get(_CONFIGURATION)[0].decode(errors="replace"))
        return {}


def settings(server: ServerAddress, via: str | None = None) -> ServerSettings:
    """Return what a server says of its configuration, and what reported it.

    Args:
        server: The server.
        via: URL of the proxy that leads to it, as of `clients.ssh.proxy`; None connects from here.

    Raises:
        ClientError: It does not answer.
    """
    _close(_opened(str(server), via))
    try:
        values = parse_conf(_word(b"conf", server, via))
    except OSError as error:
        raise ClientError(_refusal(str(server), error)) from error
    if values:
        return ServerSettings(values, "conf")
    values = _from_admin_server(server.host, via)
    return ServerSettings(values, "AdminServer" if values else None)


def parse_conf(text: str) -> dict[str, str]:
    """Return name to value of what the word `conf` answers; empty where it says that it is not in the whitelist."""
    values = {name: value.strip() for name, value in _CONF.findall(text)}
    return values if "clientPort" in values or "secureClientPort" in values else {}


def server_lines(text: str) -> dict[int, str]:
    """Return myid to the rest of each line `server.N=...`."""
    found = re.findall(r"^server\.([0-9]+)=(.+)$", text, re.MULTILINE)
    return {int(number): rest.strip() for number, rest in sorted(found, key=lambda item: int(item[0]))}


def _word(word: bytes, server: ServerAddress, via: str | None) -> str:
    """Return what a server answers to a four-letter word."""
    with _connected((server.host, server.port), via, CONNECT_S) as made:
        made.sendall(word)
        answer = bytearray()
        while len(answer) < _LARGEST and (part := made.recv(65536)):
            answer += part
    return answer.decode(errors="replace")


def _connected(place: tuple[str, int], via: str | None, timeout_s: float | None) -> socket.socket:
    return socket.create_connection(place, timeout_s) if via is None else through.connect(via, place, timeout_s)


def _from_admin_server(host: str, via: str | None = None) -> dict[str, str]:
    """Return the same from the AdminServer, by the names of `conf`; empty where there is none."""
    connection = http.client.HTTPConnection(host, _ADMIN_PORT, timeout=_ADMIN_S)
    try:
        connection.sock = _connected((host, _ADMIN_PORT), via, _ADMIN_S)
        connection.request("GET", "/commands/configuration")
        answer = connection.getresponse()
        found: Any = json.loads(answer.read(_LARGEST)) if answer.status == http.client.OK else {}
    except (OSError, http.client.HTTPException, ValueError):
        return {}  # it is off, or another program has that port
    finally:
        connection.close()
    if not isinstance(found, dict) or found.get("command") != "configuration":
        return {}
    return {ours: str(found[theirs]) for theirs, ours in _ADMIN_NAMES.items() if found.get(theirs) is not None}


def _registration(id_: int, content: bytes) -> Registration:
    found = json.loads(content)
    return Registration(
        id_,
        tuple(str(endpoint) for endpoint in found.get("endpoints", ())),
        {str(name): str(value) for name, value in found.get("listener_security_protocol_map", {}).items()},
        found.get("rack") or None,
    )


class _Handler(SequentialThreadingHandler):
    """Connects through a proxy, which looks up the names."""

    def __init__(self, via: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # kazoo has no types
        self._via = via

    def create_connection(
        self, address: tuple[str, int], hostname: str | None = None, timeout: float | None = None, **_: Any
    ) -> socket.socket:
        return through.connect(self._via, (hostname or address[0], address[1]), timeout)


def _opened(hosts: str, via: str | None, seconds: float | None = None) -> Any:
    connect_s = CONNECT_S if seconds is None else seconds
    logging.getLogger("kazoo").setLevel(logging.CRITICAL)  # what goes wrong is told below
    client: Any = KazooClient(  # type: ignore[no-untyped-call]  # no types
        hosts=hosts, timeout=connect_s, read_only=True, handler=None if via is None else _Handler(via)
    )
    if via is not None:
        # It would look names up here, and leave out those that have no address.
        client._connection._expand_client_hosts = lambda: [(host, host, port) for host, port in client.hosts]  # noqa: SLF001
    try:
        client.start(timeout=connect_s)
    except (KazooTimeoutError, KazooException, OSError) as error:
        _close(client)
        raise ClientError(
            Diagnostic(
                "cluster-not-answering",
                f"no server of ZooKeeper {hosts} answers within {connect_s:.0f} s",
                hint="look whether it runs, and whether this machine may reach its client port",
            )
        ) from error
    return client


def _close(client: Any) -> None:
    client.stop()
    client.close()


def _refusal(hosts: str, error: Exception) -> Diagnostic:
    return Diagnostic(
        "cluster-refuses",
        f"ZooKeeper {hosts} refuses: {type(error).__name__} {error}".rstrip(),
        hint="the error's name is ZooKeeper's own; its log says more",
    )
