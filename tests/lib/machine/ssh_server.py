"""A real sshd on a loopback address, without root's rights where there are none: with keys of its own."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab import machine
from lab.engine import LabError

SSHD = "/usr/sbin/sshd"
_START_S = 20.0


@dataclass(frozen=True)
class SshServer:
    """An sshd that runs.

    Attributes:
        directory: Holds its keys, `known_hosts` with its key, `id` with a key that it takes, and its log.
        address: Where it listens.
        port: Where it listens.
        user: Who may log in: the one who runs the tests.
    """

    directory: Path
    address: str
    port: int
    user: str

    @property
    def name(self) -> str:
        """Its name in `known_hosts`."""
        return f"[{self.address}]:{self.port}"

    @property
    def host_key(self) -> str:
        """Type and key, as a line of `known_hosts` ends."""
        return " ".join((self.directory / "host.pub").read_text().split()[:2])

    @property
    def key(self) -> Path:
        """A private key that it takes."""
        return self.directory / "id"

    @property
    def known_hosts(self) -> Path:
        """A file with its key."""
        return self.directory / "known_hosts"

    @property
    def arguments(self) -> tuple[str, ...]:
        """Arguments of ssh with which nothing of the user who runs the tests counts."""
        return (
            "-F",
            "/dev/null",
            *("-o", f"UserKnownHostsFile={self.known_hosts}"),
            *("-o", "GlobalKnownHostsFile=none"),
            *("-o", "IdentityAgent=none"),
        )

    def log(self) -> str:
        """Return what it logged."""
        return (self.directory / "log").read_text()

    def logins(self) -> int:
        """Return how many logins it has let in."""
        return self.log().count("Accepted publickey")


def keygen(path: Path, *options: str, passphrase: str = "", kind: str = "ed25519") -> Path:
    """Make a pair of keys, and return the private one."""
    command = ["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", str(path), *options]
    subprocess.run(command, check=True, capture_output=True)
    return path


@contextmanager
def ssh_server(directory: Path, *lines: str, address: str = "127.0.0.1") -> Iterator[SshServer]:
    """Run sshd until the end of the context.

    Args:
        directory: Made for its files.
        lines: Further lines of its configuration, which win.
        address: Where it listens, on a port that is free there.
    """
    _installed()
    directory.mkdir(mode=0o700)
    keygen(directory / "host")
    keygen(directory / "id")
    (directory / "authorized_keys").write_bytes((directory / "id.pub").read_bytes())
    with socket.socket() as free:
        free.bind((address, 0))
        port = free.getsockname()[1]
    made = SshServer(directory, address, port, getpass.getuser())
    made.known_hosts.write_text(f"{made.name} {made.host_key}\n")
    config = directory / "sshd_config"
    config.write_text("\n".join([*lines, *_standard(made)]) + "\n")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where sshd leaves its rights
    log = directory / "log"
    process = subprocess.Popen([SSHD, "-D", "-f", str(config), "-E", str(log)], stdin=subprocess.DEVNULL)
    try:
        _await(process, log)
        yield made
    finally:
        process.terminate()
        process.wait()


def _standard(made: SshServer) -> Sequence[str]:
    return [
        f"ListenAddress {made.address}:{made.port}",
        f"HostKey {made.directory / 'host'}",
        f"AuthorizedKeysFile {made.directory / 'authorized_keys'}",
        "PidFile none",
        "UsePAM no",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "PermitRootLogin prohibit-password",
        "StrictModes no",
        "MaxStartups 200",
        "LogLevel VERBOSE",
    ]


def _await(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_S
    while not log.exists() or "Server listening" not in log.read_text():
        assert process.poll() is None, log.read_text() if log.exists() else "sshd ended"
        assert time.monotonic() < deadline, "sshd does not listen"
        time.sleep(0.01)


def _installed() -> None:
    if Path(SSHD).exists():
        return
    try:
        machine.install({"openssh-server": SSHD})
    except LabError as error:
        pytest.skip(f"needs sshd: {error}")
