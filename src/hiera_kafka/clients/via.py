"""Connections through a SOCKS5 proxy of ours, for clients that cannot do that by themselves (RFC 1928, RFC 1929)."""

from __future__ import annotations

import ipaddress
import socket
import struct
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

VERSION = 5
"""Of SOCKS."""
BY_PASSWORD = 2
"""Method of authentication: user and password."""
CONNECT = 1
"""The one command that is used."""
IPV4, NAME, IPV6 = 1, 3, 4
"""Kinds of addresses."""


@dataclass(frozen=True, slots=True)
class ProxyAddress:
    """Where a proxy listens, and who may use it.

    Attributes:
        host: Its address.
        port: Its port.
        user: Name to log in with.
        password: Password to log in with.
    """

    host: str
    port: int
    user: str
    password: str

    @classmethod
    def parse(cls, url: str) -> ProxyAddress:
        """Return what `socks5h://USER:PASSWORD@HOST:PORT` stands for.

        Raises:
            ValueError: It stands for none; the message does not show it.
        """
        parts = urlsplit(url)
        if parts.scheme != "socks5h" or not parts.hostname or not parts.port or not parts.username:
            raise ValueError("a proxy is given as socks5h://USER:PASSWORD@HOST:PORT")
        return cls(parts.hostname, parts.port, unquote(parts.username), unquote(parts.password or ""))


def connect(url: str, place: tuple[str, int], timeout_s: float | None) -> socket.socket:
    """Return a connection through a proxy to a name or address, which the proxy looks up.

    Args:
        url: Of the proxy.
        place: Host and port.
        timeout_s: How long each step may take.

    Raises:
        OSError: The proxy refuses, or does not get there.
    """
    proxy = ProxyAddress.parse(url)
    made = socket.create_connection((proxy.host, proxy.port), timeout_s)
    try:
        made.sendall(bytes([VERSION, 1, BY_PASSWORD]))
        if exactly(made, 2) != bytes([VERSION, BY_PASSWORD]):
            raise ConnectionRefusedError("the proxy wants another login")
        user, password = proxy.user.encode(), proxy.password.encode()
        made.sendall(bytes([1, len(user)]) + user + bytes([len(password)]) + password)
        if exactly(made, 2)[1] != 0:
            raise ConnectionRefusedError("the proxy refuses the login")
        made.sendall(bytes([VERSION, CONNECT, 0]) + _target(*place))
        answer = exactly(made, 4)
        if answer[1] != 0:
            raise ConnectionRefusedError(f"the proxy does not get to {place[0]}:{place[1]}")
        exactly(made, (4 if answer[3] == IPV4 else 16) + 2)
    except BaseException:
        made.close()
        raise
    return made


def exactly(made: socket.socket, length: int) -> bytes:
    """Return so many bytes of a connection.

    Raises:
        ConnectionResetError: It ends before.
    """
    found = bytearray()
    while len(found) < length:
        part = made.recv(length - len(found))
        if not part:
            raise ConnectionResetError("the connection ends early")
        found += part
    return bytes(found)


def _target(host: str, port: int) -> bytes:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        name = host.encode("idna")
        return bytes([NAME, len(name)]) + name + struct.pack("!H", port)
    return bytes([IPV4 if address.version == 4 else IPV6]) + address.packed + struct.pack("!H", port)
