"""Verify of a hundred hosts that do not answer."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

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
LONGEST_S = 15.0


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port at which connections are taken and nobody ever speaks."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0), backlog=300) as server:

        def take() -> None:
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:  # closed, at the end
                    return

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    for one in taken:
        one.close()


def test_a_hundred_hosts_that_do_not_answer_are_all_named_in_time(tmp_path: Path, silent_port: int) -> None:
    inventory = project_tree(tmp_path, DATA)
    variables = inventory.parent / "group_vars"
    variables.mkdir()
    (variables / "all.yml").write_text(f"ansible_host: 127.0.0.1\nansible_port: {silent_port}\nansible_user: nobody\n")

    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, PROGRAM, "verify", "-i", inventory], capture_output=True, text=True, check=False
    )
    took_s = time.monotonic() - begun

    assert done.returncode == ExitCode.UNREACHABLE, done.stderr
    named = next(line for line in done.stdout.splitlines() if line.startswith("  critical: h1."))
    assert set(named.removeprefix("  critical: ").split(", ")) == set(NAMES)
    assert "no answer within" in done.stdout
    assert took_s < LONGEST_S
