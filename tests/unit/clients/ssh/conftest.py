"""An sshd that the tests here share; it changes nothing between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hiera_kafka.clients.ssh.reach import Reach
from lib.machine.ssh_server import SshServer, ssh_server

Reached = Callable[..., Reach]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """A real sshd."""
    with ssh_server(tmp_path_factory.mktemp("ssh") / "server") as made:
        yield made


def reach_of(server: SshServer, host: str = "kafka1", **more: object) -> Reach:
    """Return how a host of the inventory is reached that is this server."""
    known = {"port": server.port, "user": server.user, "key": str(server.key), "arguments": server.arguments}
    return Reach(**{"host": host, "address": server.address, **known, **more})  # type: ignore[arg-type]  # from tests


@pytest.fixture
def known(server: SshServer, tmp_path: Path) -> Callable[[str], tuple[str, ...]]:
    """Return arguments with which another file is that of the known keys, given its text."""

    def written(text: str) -> tuple[str, ...]:
        file = tmp_path / "other_known_hosts"
        file.write_text(text)
        # The first one counts.
        return ("-o", f"UserKnownHostsFile={file}", *server.arguments)

    return written
