"""Hosts that are known by their names alone, with a real sshd; clusters are in tests/lab/test_adopt_ssh.py."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from hiera_kafka.clients import via
from hiera_kafka.clients.ssh.reach import HostAnswer
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.ops.adopt import asking
from hiera_kafka.ops.adopt.asking import NamedHosts
from lib.machine.ssh_server import SshServer, ssh_server

MARK = b"\x1ehiera-kafka-look "


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with ssh_server(tmp_path_factory.mktemp("adopt") / "server") as made:
        yield made


@pytest.fixture
def configured(server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory whose configuration of ssh knows `kafka1`."""
    directory = tmp_path / ".ssh"
    directory.mkdir(mode=0o700)
    (directory / "config").write_text(
        f"Host kafka1\n  HostName {server.address}\n  Port {server.port}\n  User {server.user}\n"
        f"  IdentityFile {server.key}\n  UserKnownHostsFile {server.known_hosts}\n  GlobalKnownHostsFile none\n"
        "Host *\n  IdentityAgent none\n  ConnectTimeout 2\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_a_host_is_looked_at_as_ssh_reaches_it(server: SshServer, configured: Path) -> None:
    with NamedHosts(become=False) as hosts:
        found = hosts.read(["kafka1"])

    assert found.unread == {}
    assert set(found.services) == {"kafka1"}
    assert server.logins() == 1


def test_a_host_that_lets_nobody_in_is_told_and_others_are_looked_at(configured: Path) -> None:
    with NamedHosts(become=False) as hosts:
        found = hosts.read(["kafka1", "kafka2.invalid"])

    assert set(found.services) == {"kafka1"}
    assert set(found.unread) == {"kafka2.invalid"}
    assert "kafka2.invalid" in found.unread["kafka2.invalid"]


def test_loopback_addresses_are_this_machine_and_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    with NamedHosts(become=True) as hosts:
        found = hosts.read(["127.0.0.1", "127.9.9.9"])

    assert found.unread == {}
    assert found.services["127.0.0.1"] is found.services["127.9.9.9"]


def test_tunnels_lead_to_hosts_that_nobody_knew_before(server: SshServer, configured: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, NamedHosts(become=False) as hosts:
        port = listener.getsockname()[1]
        with hosts.tunnels() as url:
            # The host looks its own name up, and has none here.
            with pytest.raises(ConnectionRefusedError):
                via.connect(url, ("kafka1", port), 10)
            with via.connect(url, ("127.0.0.1", port), 10) as made:
                made.sendall(b"hello")
                accepted, _ = listener.accept()
                with accepted:
                    assert accepted.recv(5) == b"hello"


def test_an_error_of_clients_tells_why_a_tunnel_was_not_made(configured: Path) -> None:
    def asked(url: str) -> None:
        with pytest.raises(ConnectionRefusedError):
            via.connect(url, ("kafka2.invalid", 9092), 10)
        raise ClientError(Diagnostic("cluster-not-answering", "no broker answers", note="as it was"))

    with pytest.raises(ClientError) as caught, NamedHosts(become=False) as hosts, hosts.tunnels() as url:
        asked(url)
    (told,) = caught.value.diagnostics
    assert told.note is not None
    assert told.note.startswith("as it was\nthrough SSH, kafka2.invalid:9092: ssh-unreachable: ")


def test_what_is_no_name_of_a_host_is_not_reached() -> None:
    with NamedHosts(become=False) as hosts, hosts.tunnels() as url, pytest.raises(ConnectionRefusedError):
        via.connect(url, ("-oProxyCommand=x", 9092), 10)


@pytest.mark.parametrize("said", [b"[]", b"{}", b'{"adoption": [1]}'])
def test_an_answer_in_another_form_is_refused_with_its_host(said: bytes) -> None:
    with pytest.raises(ClientError) as caught:
        asking._services("k1.example.org", HostAnswer(MARK + said, 0.0, 0.0))
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.id == "look-answer-invalid"
    assert "the answer of k1.example.org cannot be read: " in diagnostic.message
