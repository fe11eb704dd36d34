"""A SOCKS5 proxy on loopback that leads to brokers behind a bastion by the names that they advertise.

Another user of this machine cannot use it: it wants a user and a password that are random and never shown. It leads
to the hosts that it was given, or that its owner takes in, and to nothing else.
"""

from __future__ import annotations

import contextlib
import hmac
import ipaddress
import secrets
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Mapping
from typing import Any, Self, cast

from paramiko.ssh_exception import ChannelException, SSHException

from hiera_kafka.clients import via
from hiera_kafka.clients.ssh.refusals import said
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.errors import ClientError

_HANDSHAKE_S = 10.0
_OPEN_S = 8.0
"""How long a host may take to connect to itself."""
_CHUNK = 64 * 1024
_REFUSED, _NOT_ALLOWED, _OTHER_COMMAND = 5, 2, 7
"""Answers of RFC 1928, besides 0."""
_NO_ADDRESS = bytes([via.IPV4, 0, 0, 0, 0, 0, 0])


def nobody(name: str) -> None:
    """Return that a name belongs to no host."""


class Proxy:
    """A proxy that runs; a context manager.

    Attributes:
        url: What clients are given: `socks5h://USER:PASSWORD@127.0.0.1:PORT`. A secret.
    """

    def __init__(
        self, sessions: Sessions, places: Mapping[str, str], newcomer: Callable[[str], str | None] = nobody
    ) -> None:
        """Begin to listen.

        Args:
            sessions: Through which the hosts are reached.
            places: Name or address that clients ask for, to the host of `sessions` that has it. A connection is
                opened on that host, so that it is the host that looks the name up.
            newcomer: Returns the host of `sessions` that has a name which `places` lacks, None where none has it.
        """
        self._sessions = sessions
        self._places = {_plain(name): host for name, host in places.items()}
        self._newcomer = newcomer
        self._user, self._password = secrets.token_hex(8), secrets.token_hex(16)
        self._reasons: dict[str, str] = {}
        self._server = _Server(("127.0.0.1", 0), _Connection)
        self._server.proxy = self
        self.url = f"socks5h://{self._user}:{self._password}@127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Listen no longer, and end all connections."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def reasons(self) -> dict[str, str]:
        """Why connections to a `HOST:PORT` were not made, the last reason of each, for people."""
        return dict(sorted(self._reasons.items()))

    def lets_in(self, user: bytes, password: bytes) -> bool:
        """Tell whether these are the user and the password."""
        right_user = hmac.compare_digest(user, self._user.encode())
        return hmac.compare_digest(password, self._password.encode()) and right_user

    def connected(self, host: str, port: int) -> Any:
        """Return a channel to a port of a host, opened on the host itself.

        Raises:
            PermissionError: It is none of the hosts.
            OSError: It is not reached, or nothing listens there.
        """
        place = f"{said(host)}:{port}"
        known = self._places.get(_plain(host)) or self._newcomer(_plain(host))
        try:
            if known is None:
                raise PermissionError("no host of the inventory has that name or address")
            made = self._opened(known, host, port)
        except OSError as error:
            self._reasons[place] = said(error)
            raise
        self._reasons.pop(place, None)
        return made

    def _opened(self, known: str, host: str, port: int) -> Any:
        if self._sessions.reaches[known].local:
            return socket.create_connection((host, port), _OPEN_S)
        try:
            transport = self._sessions.session(known)
            return transport.open_channel("direct-tcpip", (host, port), ("127.0.0.1", 0), timeout=_OPEN_S)
        except ClientError as error:
            raise ConnectionError(f"{error.diagnostics[0].id}: {error.diagnostics[0].message}") from error
        except ChannelException as error:
            raise ConnectionRefusedError(f"{known} was reached, and gets no connection there: {error.text}") from error
        except (SSHException, EOFError) as error:
            raise ConnectionError(f"the session at {known} broke: {error}") from error


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128
    proxy: Proxy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: who is at the other end has gone, or was never let in."""


class _Connection(socketserver.BaseRequestHandler):
    """One connection of a client."""

    def handle(self) -> None:
        client = cast("socket.socket", self.request)
        proxy = cast("_Server", self.server).proxy
        client.settimeout(_HANDSHAKE_S)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not _logged_in(client, proxy):
            return
        place = _asked(client)
        if place is None:
            client.sendall(bytes([via.VERSION, _OTHER_COMMAND, 0]) + _NO_ADDRESS)
            return
        try:
            remote = proxy.connected(*place)
        except OSError as error:
            code = _NOT_ALLOWED if isinstance(error, PermissionError) else _REFUSED
            client.sendall(bytes([via.VERSION, code, 0]) + _NO_ADDRESS)
            return
        with contextlib.closing(remote):
            client.sendall(bytes([via.VERSION, 0, 0]) + _NO_ADDRESS)
            _relay(client, remote)


def _logged_in(client: socket.socket, proxy: Proxy) -> bool:
    version, count = via.exactly(client, 2)
    if version != via.VERSION or via.BY_PASSWORD not in via.exactly(client, count):
        client.sendall(bytes([via.VERSION, 0xFF]))
        return False
    client.sendall(bytes([via.VERSION, via.BY_PASSWORD]))
    user = via.exactly(client, via.exactly(client, 2)[1])
    password = via.exactly(client, via.exactly(client, 1)[0])
    good = proxy.lets_in(user, password)
    client.sendall(bytes([1, 0 if good else 1]))
    return good


def _asked(client: socket.socket) -> tuple[str, int] | None:
    """Return where a client wants to; None for anything but a connection."""
    _, command, _, kind = via.exactly(client, 4)
    if kind == via.NAME:
        host = via.exactly(client, via.exactly(client, 1)[0]).decode("ascii", errors="replace")
    elif kind in (via.IPV4, via.IPV6):
        host = str(ipaddress.ip_address(via.exactly(client, 4 if kind == via.IPV4 else 16)))
    else:
        return None
    (port,) = struct.unpack("!H", via.exactly(client, 2))
    return (host, port) if command == via.CONNECT else None


def _relay(client: socket.socket, remote: Any) -> None:
    """Pass on what both ends send, until both have ended."""
    client.settimeout(None)
    remote.settimeout(None)
    back = threading.Thread(target=_pass_on, args=(remote, client), daemon=True)
    back.start()
    _pass_on(client, remote)
    back.join()


def _pass_on(source: Any, target: Any) -> None:
    try:
        while data := source.recv(_CHUNK):
            target.sendall(data)
    except (OSError, EOFError):
        # One end broke off: the other one must hear of it.
        for end in (source, target):
            with contextlib.suppress(OSError, EOFError):
                end.shutdown(socket.SHUT_RDWR)
        return
    with contextlib.suppress(OSError, EOFError):
        target.shutdown(socket.SHUT_WR)


def _plain(name: str) -> str:
    # Addresses of IPv6 stand in brackets where a port may follow.
    return name.strip("[]").rstrip(".").lower()
