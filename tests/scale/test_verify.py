"""Verify of a hundred hosts that do not answer."""

from __future__ import annotations

import contextlib
import selectors
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.cli.test_completion import PROGRAM

from hiera_kafka.errors import ExitCode
from lib.data.project_trees import project_tree

NAMES = [f"h{number}.example.org" for number in range(1, 101)]
DATA = f"""\
zookeeper_clusters:
  z: {{hosts: {{{", ".join(f"{name}: {number}" for number, name in enumerate(NAMES[:3], 1))}}}}}
kafka_clusters:
  k-eqiad:
    zookeeper_cluster_name: z
    brokers: {{{", ".join(f"{name}: {{id: {number}}}" for number, name in enumerate(NAMES))}}}
"""
AT_ONCE = len(NAMES) * 3 // 4
"""How many are waited for at the same time at least: then a run takes as long as one host, and not as long as all."""


class Silent:
    """A port at which connections are taken and nobody ever speaks.

    Attributes:
        port: Where it listens on loopback.
        most: How many connections were open at the same time.
    """

    def __init__(self, server: socket.socket) -> None:
        self.port: int = server.getsockname()[1]
        self.most = 0
        self._server = server
        self._stop, self._stopped = socket.socketpair()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._server, selectors.EVENT_READ)
            selector.register(self._stopped, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fileobj is self._stopped:
                        for other in list(selector.get_map().values()):
                            other.fileobj.close()  # type: ignore[union-attr]
                        return
                    if key.fileobj is self._server:
                        selector.register(self._server.accept()[0], selectors.EVENT_READ)
                        self.most = max(self.most, len(selector.get_map()) - 2)
                    elif not heard(key.fileobj):
                        selector.unregister(key.fileobj)
                        key.fileobj.close()  # type: ignore[union-attr]

    def close(self) -> None:
        self._stop.close()
        self._thread.join()


def heard(connection: Any) -> bytes:
    with contextlib.suppress(ConnectionError):
        return bytes(connection.recv(4096))
    return b""


@pytest.fixture
def silent() -> Iterator[Silent]:
    server = Silent(socket.create_server(("127.0.0.1", 0), backlog=300))
    yield server
    server.close()


def test_a_hundred_hosts_that_do_not_answer_are_all_named_and_waited_for_at_once(
    tmp_path: Path, silent: Silent
) -> None:
    inventory = project_tree(tmp_path, DATA)
    variables = inventory.parent / "group_vars"
    variables.mkdir()
    (variables / "all.yml").write_text(f"ansible_host: 127.0.0.1\nansible_port: {silent.port}\nansible_user: nobody\n")

    done = subprocess.run(
        # Whoever asks clusters as well opens the same connections, and would hide that hosts wait for each other.
        [sys.executable, PROGRAM, "verify", "-i", inventory, "--only", "hosts-answer"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == ExitCode.UNREACHABLE, done.stderr
    named = next(line for line in done.stdout.splitlines() if line.startswith("  critical: h1."))
    assert set(named.removeprefix("  critical: ").split(", ")) == set(NAMES)
    assert "no answer within" in done.stdout
    assert silent.most >= AT_ONCE
