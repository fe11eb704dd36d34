"""Logs in at one host: connection, check of its key, and one of the user's keys."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import socket
import subprocess
import threading
import time
from typing import Any

from paramiko.ssh_exception import AuthenticationException, BadAuthenticationType, SSHException
from paramiko.transport import Transport

from hiera_kafka.clients.ssh import known_hosts, refusals
from hiera_kafka.clients.ssh.keys import Keys
from hiera_kafka.clients.ssh.options import HostOptions

# What goes wrong is told by Diagnostics; it would be logged to standard error as well.
logging.getLogger("paramiko").setLevel(logging.CRITICAL)

_CURVE_25519 = "curve25519-sha256@libssh.org"
"""First, since it takes the least time here."""


class CommandConnection:
    """A command whose standard input and output are the connection, as ssh runs ProxyCommand."""

    def __init__(self, command: str) -> None:
        """Start it.

        Args:
            command: For a shell.
        """
        self._socket, theirs = socket.socketpair()
        with theirs:
            end = theirs.fileno()
            # The user's own command, which ssh gives to a shell as well.
            self._process = subprocess.Popen(  # noqa: S603 - see above
                ["/bin/sh", "-c", f"exec {command}"], stdin=end, stdout=end, stderr=subprocess.DEVNULL
            )

    def __getattr__(self, name: str) -> Any:
        """Return what a socket has under that name."""
        return getattr(self._socket, name)

    def close(self) -> None:
        """End the connection and the command."""
        self._socket.close()
        self._process.terminate()
        self._process.wait()


class Deadline:
    """When something must be done."""

    def __init__(self, seconds: float) -> None:
        """Begin now.

        Args:
            seconds: From now on.
        """
        self._end = time.monotonic() + seconds
        self.seconds = seconds

    @property
    def left(self) -> float:
        """Seconds that are left.

        Raises:
            TimeoutError: There are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"no answer within {self.seconds:.0f} s")
        return left

    def check(self) -> None:
        """Go on only while there is time.

        Raises:
            TimeoutError: There is none left.
        """
        _ = self.left


def log_in(host: str, options: HostOptions, jump: Transport | None, deadline: Deadline) -> Transport:
    """Return a session at a host; whoever calls closes it.

    Args:
        host: Host of the inventory that it is for.
        options: How to reach the place and who logs in there.
        jump: Session at the host on the way, None for none.
        deadline: When the session must be there.

    Raises:
        ClientError: `ssh-unreachable`, `ssh-host-key-unknown`, `ssh-host-key-changed`, `ssh-login-refused`.
    """
    try:
        transport = _shaken_hands(host, options, jump, deadline)
    except (OSError, EOFError, SSHException) as error:
        raise refusals.unreachable(host, options, error or type(error).__name__) from error
    try:
        _authenticate(host, options, transport, deadline)
    except (OSError, EOFError, SSHException) as error:
        raise refusals.unreachable(host, options, f"while logging in: {error or type(error).__name__}") from error
    finally:
        if not transport.is_authenticated():
            transport.close()
    return transport


def connected(options: HostOptions, jump: Transport | None, deadline: Deadline) -> Any:
    """Return what a session is spoken over: a socket, or a channel through the host on the way.

    Raises:
        OSError: Nothing answers there.
        SSHException: The host on the way cannot connect to it.
    """
    if jump is not None:
        place = (options.address, options.port)
        return jump.open_channel("direct-tcpip", place, ("127.0.0.1", 0), timeout=deadline.left)
    if options.command is not None:
        return CommandConnection(options.command)
    return tcp(options.address, options.port, deadline, options.family)


def tcp(address: str, port: int, deadline: Deadline, family: socket.AddressFamily = socket.AF_UNSPEC) -> socket.socket:
    """Return a connection to the first address of a name that answers; each has its share of the time.

    Raises:
        OSError: None does, or the name has none.
    """
    failed: OSError = OSError(f"{address} has no address")
    places = _addresses(address, port, deadline, family)
    for left, (kind_of_address, kind, protocol, _, place) in zip(range(len(places), 0, -1), places, strict=True):
        made = socket.socket(kind_of_address, kind, protocol)
        try:
            made.settimeout(deadline.left / left)
            made.connect(place)
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            made.close()
            failed = error
        else:
            return made
    raise failed


def _addresses(address: str, port: int, deadline: Deadline, family: socket.AddressFamily) -> list[Any]:
    """Return what a name stands for, by the deadline: a name server that is silent keeps a thread waiting for long."""
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(address)
        return socket.getaddrinfo(address, port, family, socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    found: list[Any] = []
    errors: list[OSError] = []

    def ask() -> None:
        try:
            found.extend(socket.getaddrinfo(address, port, family, socket.SOCK_STREAM))
        except OSError as error:
            errors.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(deadline.left)
    if errors:
        raise OSError(f"the name {address} does not resolve: {errors[0].strerror}")
    if thread.is_alive():
        raise TimeoutError(f"the name {address} does not resolve within {deadline.seconds:.0f} s")
    return found


def _shaken_hands(host: str, options: HostOptions, jump: Transport | None, deadline: Deadline) -> Transport:
    """Return an encrypted connection to the host that has the known key."""
    name = options.key_name
    if name == options.address:
        name = known_hosts.entry_name(name.lower(), options.port)
    known = known_hosts.known_keys(options.known_hosts, name)
    transport = Transport(connected(options, jump, deadline))
    try:
        transport.daemon = True
        security = transport.get_security_options()
        security.key_types = known_hosts.types_first(known, security.key_types)
        security.kex = sorted(security.kex, key=lambda kex: kex != _CURVE_25519)
        done = threading.Event()
        transport.banner_timeout = transport.handshake_timeout = transport.auth_timeout = deadline.left
        transport.start_client(event=done)
        if not done.wait(deadline.left):
            raise TimeoutError(f"no answer within {deadline.seconds:.0f} s")
        if not transport.is_active():
            # The transport's own wait for a banner may have ended in the same moment, and would say something else.
            deadline.check()
            raise transport.get_exception() or SSHException("the host closed the connection")
        shown = transport.get_remote_server_key()
        _check_key(host, options, name, (shown.get_name(), shown.asbytes()), known)
    except BaseException:
        transport.close()
        raise
    return transport


def _check_key(
    host: str, options: HostOptions, name: str, shown: tuple[str, bytes], known: tuple[known_hosts.KnownKey, ...]
) -> None:
    """Refuse a host whose key is not the known one.

    Raises:
        ClientError: `ssh-host-key-unknown`, `ssh-host-key-changed`.
    """
    revoked = [key for key in known if key.marker == known_hosts.REVOKED and key.key == shown[1]]
    if revoked:
        raise refusals.key_changed(host, options, shown, revoked)
    own = [key for key in known if not key.marker]
    if any(key.key == shown[1] for key in own):
        return
    if own:
        raise refusals.key_changed(host, options, shown, own)
    # As ssh does: a key that is known of the host counts on its other ports.
    if name.startswith("[") and name != options.key_name:
        elsewhere = known_hosts.known_keys(options.known_hosts, options.address.lower())
        if any(key.key == shown[1] and not key.marker for key in elsewhere):
            return
    raise refusals.key_unknown(host, options, name, shown, known)


def _authenticate(host: str, options: HostOptions, transport: Transport, deadline: Deadline) -> None:
    """Log in with the first key that the host takes.

    Raises:
        ClientError: `ssh-login-refused`.
        SSHException: The connection broke.
    """
    keys = Keys(options, deadline.left)
    tried: list[str] = []
    allowed = ""
    for label, key in keys:
        transport.auth_timeout = deadline.left
        try:
            more = transport.auth_publickey(options.user, key)
        except BadAuthenticationType as error:
            allowed = ", ".join(error.allowed_types)
            tried.append(label)
            break
        except AuthenticationException:
            tried.append(label)
            if not transport.is_active():  # too many keys
                break
        except SSHException as error:
            if not transport.is_active():
                raise
            keys.unusable.append(f"{label} cannot be used: {error}")
        else:
            if not more:
                return
            allowed = ", ".join(more)
            tried.append(f"{label} (accepted, and not enough)")
            break
    raise refusals.login_refused(host, options, tried, keys.unusable, allowed)
