"""A proxy to hosts behind SSH, with a real sshd: who may use it, where it leads, and what it says of failures."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hiera_kafka.clients import via
from hiera_kafka.clients.ssh.proxy import Proxy
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.clients.ssh.sessions import Sessions
from lib.machine.ssh_server import SshServer, ssh_server

from .conftest import reach_of


@pytest.fixture
def echo() -> Iterator[int]:
    """A port of every loopback address that sends back what it is sent, in capitals."""

    def serve() -> None:
        while True:
            try:
                made, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(made,), daemon=True).start()

    def answer(made: socket.socket) -> None:
        with made:
            while data := made.recv(65536):
                made.sendall(data.upper())

    with socket.create_server(("0.0.0.0", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _asked(url: str, host: str, port: int, words: bytes) -> bytes:
    with via.connect(url, (host, port), 10) as made:
        made.sendall(words)
        made.shutdown(socket.SHUT_WR)
        answer = bytearray()
        while part := made.recv(65536):
            answer += part
    return bytes(answer)


def test_a_host_is_reached_by_the_name_that_it_has_for_itself(server: SshServer, echo: int) -> None:
    # localhost: a name that resolves there, whatever it means here.
    before = server.logins()
    with Sessions([reach_of(server)]) as sessions, Proxy(sessions, {"localhost": "kafka1"}) as proxy:
        assert _asked(proxy.url, "localhost", echo, b"hello") == b"HELLO"
        assert _asked(proxy.url, "LOCALHOST", echo, b"x" * 3_000_000) == b"X" * 3_000_000
        assert proxy.reasons == {}

    assert server.logins() == before + 1


def test_connections_run_side_by_side(server: SshServer, echo: int) -> None:
    with Sessions([reach_of(server)]) as sessions, Proxy(sessions, {"127.0.0.1": "kafka1"}) as proxy:
        made = [via.connect(proxy.url, ("127.0.0.1", echo), 10) for _ in range(5)]
        for number, one in enumerate(made):
            one.sendall(b"n%d" % number)
        assert [one.recv(10) for one in made] == [b"N%d" % number for number in range(5)]
        for one in made:
            one.close()


def test_other_places_are_refused_and_told(server: SshServer, echo: int) -> None:
    with Sessions([reach_of(server)]) as sessions, Proxy(sessions, {"kafka1": "kafka1"}) as proxy:
        with pytest.raises(OSError, match="does not get to"):
            via.connect(proxy.url, ("127.0.0.1", echo), 10)
        assert proxy.reasons == {f"127.0.0.1:{echo}": "no host of the inventory has that name or address"}


def test_a_closed_port_and_a_host_that_is_away_are_told(server: SshServer) -> None:
    away = reach_of(server, "kafka2", key="/missing")
    with (
        Sessions([reach_of(server), away]) as sessions,
        Proxy(sessions, {"127.0.0.1": "kafka1", "kafka2": "kafka2"}) as proxy,
    ):
        for host in ("127.0.0.1", "kafka2"):
            with pytest.raises(OSError, match="does not get to"):
                via.connect(proxy.url, (host, 1), 10)
        found = proxy.reasons

    assert found["127.0.0.1:1"] == "kafka1 was reached, and gets no connection there: Connect failed"
    assert found["kafka2:1"].startswith("ssh-login-refused:")


def test_a_host_that_forbids_forwarding_is_told(tmp_path: Path, echo: int) -> None:
    with (
        ssh_server(tmp_path / "server", "AllowTcpForwarding no") as server,
        Sessions([reach_of(server)]) as sessions,
        Proxy(sessions, {"127.0.0.1": "kafka1"}) as proxy,
    ):
        with pytest.raises(OSError, match="does not get to"):
            via.connect(proxy.url, ("127.0.0.1", echo), 10)
        assert "prohibited" in proxy.reasons[f"127.0.0.1:{echo}"]


def test_a_reason_is_forgotten_once_the_host_answers(echo: int) -> None:
    with Sessions([Reach.here("kafka1")]) as sessions, Proxy(sessions, {"127.0.0.1": "kafka1"}) as proxy:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        with pytest.raises(OSError, match="does not get to"):
            via.connect(proxy.url, ("127.0.0.1", port), 10)
        assert len(proxy.reasons) == 1
        with socket.create_server(("127.0.0.1", port)):
            via.connect(proxy.url, ("127.0.0.1", port), 10).close()
        assert proxy.reasons == {}


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (b"\x05\x01\x00", b"\x05\xff"),  # no login
        (b"\x04\x01\x23\x84\x7f\x00\x00\x01", b"\x05\xff"),  # another version
        (b"\x05\x01\x02\x01\x01a\x01b", b"\x05\x02\x01\x01"),  # a wrong login
        (b"GET / HTTP/1.1\r\n\r\n" + bytes(100), b"\x05\xff"),
    ],
)
def test_who_does_not_know_the_password_gets_nowhere(echo: int, sent: bytes, answer: bytes) -> None:
    with Sessions([Reach.here("kafka1")]) as sessions, Proxy(sessions, {"127.0.0.1": "kafka1"}) as proxy:
        port = via.ProxyAddress.parse(proxy.url).port
        with socket.create_connection(("127.0.0.1", port), 5) as made:
            made.sendall(sent)
            heard = bytearray()
            try:
                while part := made.recv(100):
                    heard += part
            except ConnectionResetError:
                pass  # it did not read all that was sent
    assert bytes(heard) in (answer, b"")


def test_other_commands_of_socks_are_refused(echo: int) -> None:
    with Sessions([Reach.here("kafka1")]) as sessions, Proxy(sessions, {"127.0.0.1": "kafka1"}) as proxy:
        where = via.ProxyAddress.parse(proxy.url)
        user, password = where.user.encode(), where.password.encode()
        with socket.create_connection((where.host, where.port), 5) as made:
            login = bytes([1, len(user)]) + user + bytes([len(password)]) + password
            made.sendall(b"\x05\x01\x02" + login + b"\x05\x02\x00\x01\x7f\x00\x00\x01\x23\x84")  # bind
            assert via.exactly(made, 6)[5] == 7


def test_it_listens_on_loopback_alone_and_each_has_a_password_of_its_own() -> None:
    with Sessions([]) as sessions, Proxy(sessions, {}) as one, Proxy(sessions, {}) as two:
        assert via.ProxyAddress.parse(one.url).host == "127.0.0.1"
        assert via.ProxyAddress.parse(one.url).password != via.ProxyAddress.parse(two.url).password
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", via.ProxyAddress.parse(one.url).port), 5)


def test_a_name_that_its_owner_takes_in_leads_to_its_host(server: SshServer, echo: int) -> None:
    hosts = {"localhost": "kafka1"}
    with Sessions([reach_of(server)]) as sessions, Proxy(sessions, {}, hosts.get) as proxy:
        assert _asked(proxy.url, "localhost", echo, b"hello") == b"HELLO"
        with pytest.raises(ConnectionRefusedError):
            via.connect(proxy.url, ("elsewhere", echo), 10)
