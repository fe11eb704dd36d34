"""Sessions are shared, and so are hosts on the way; with real servers, some behind others."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hiera_kafka.clients.ssh.reach import HostAnswer, Reach
from hiera_kafka.clients.ssh.run import run_all
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.errors import ClientError, Diagnostic
from lib.machine.ssh_server import SshServer, keygen, ssh_server

from .conftest import reach_of


def _behind(bastion: SshServer, target: SshServer, *more: str) -> Reach:
    """Return how a server is reached behind another one, by a configuration that has both."""
    config = bastion.directory / "config"
    config.write_text(
        "\n".join(
            (
                f"Host bastion\n  HostName {bastion.address}\n  Port {bastion.port}\n  IdentityFile {bastion.key}",
                f"  UserKnownHostsFile {bastion.known_hosts}",
                f"Host target\n  HostName {target.address}\n  Port {target.port}\n  IdentityFile {target.key}",
                f"  UserKnownHostsFile {target.known_hosts}\n  ProxyJump bastion",
                *more,
                f"Host *\n  User {target.user}\n  IdentityAgent none\n  GlobalKnownHostsFile none\n",
            )
        )
    )
    return Reach("kafka1", "target", arguments=("-F", str(config)))


def test_one_login_serves_all_who_ask_at_once(server: SshServer) -> None:
    before = server.logins()
    with Sessions([reach_of(server)]) as sessions, ThreadPoolExecutor(8) as pool:
        found = set(pool.map(sessions.session, ["kafka1"] * 8))

    assert len(found) == 1
    assert server.logins() == before + 1
    assert not found.pop().is_active()


def test_hosts_behind_a_bastion_are_reached_and_it_is_logged_in_to_once(server: SshServer, tmp_path: Path) -> None:
    with ssh_server(tmp_path / "bastion", address="127.0.0.2") as bastion:
        reach = _behind(bastion, server)
        hosts = [f"kafka{number}" for number in range(5)]
        reaches = [Reach(host, "target", arguments=reach.arguments) for host in hosts]
        with Sessions(reaches) as sessions, ThreadPoolExecutor(5) as pool:
            assert all(made.is_authenticated() for made in pool.map(sessions.session, hosts))
        assert bastion.logins() == 1


def test_a_chain_of_bastions_is_followed(server: SshServer, tmp_path: Path) -> None:
    with ssh_server(tmp_path / "one") as one, ssh_server(tmp_path / "two") as two:
        more = (
            f"  ProxyJump none\nHost first\n  HostName {one.address}\n  Port {one.port}\n  IdentityFile {one.key}",
            f"  UserKnownHostsFile {one.known_hosts}",
        )
        reach = _behind(two, server, *more)
        chained = Reach("kafka1", "target", arguments=("-J", "first,bastion", *reach.arguments))
        with Sessions([chained]) as sessions:
            assert sessions.user("kafka1") == server.user
        assert (one.logins(), two.logins()) == (1, 1)


def test_the_key_of_a_bastion_is_checked_as_well(server: SshServer, tmp_path: Path) -> None:
    with ssh_server(tmp_path / "bastion") as bastion:
        reach = _behind(bastion, server)
        bastion.known_hosts.write_text(f"{bastion.name} {keygen(tmp_path / 'other').with_suffix('.pub').read_text()}")
        with Sessions([reach]) as sessions, pytest.raises(ClientError) as caught:
            sessions.session("kafka1")

        (found,) = caught.value.diagnostics
        assert (found.id, found.host) == ("ssh-host-key-changed", "kafka1")
        assert found.message.startswith("kafka1 is reached through bastion: bastion (")
        assert found.where[0].file == str(bastion.known_hosts)
        assert bastion.logins() == 0


def test_a_bastion_that_does_not_get_to_the_host_says_so(server: SshServer, tmp_path: Path) -> None:
    with (
        ssh_server(tmp_path / "bastion", "PermitOpen none") as bastion,
        Sessions([_behind(bastion, server)]) as sessions,
        pytest.raises(ClientError) as caught,
    ):
        sessions.session("kafka1")

    (found,) = caught.value.diagnostics
    assert found.id == "ssh-unreachable"
    assert "prohibited" in found.message


def test_a_circle_of_bastions_ends(server: SshServer, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n")
    reach = Reach("kafka1", "a", arguments=("-F", str(config)))
    with Sessions([reach]) as sessions, pytest.raises(ClientError, match="a circle of them"):
        sessions.session("kafka1")


def test_a_failure_is_the_same_for_all_who_ask(server: SshServer) -> None:
    with Sessions([reach_of(server, key="/missing")]) as sessions:
        for _ in range(2):
            with pytest.raises(ClientError, match="ssh-login-refused"):
                sessions.session("kafka1")
    assert server.log().count("Connection closed by authenticating user") <= 1


def test_the_patience_of_the_configuration_counts_where_it_is_shorter(server: SshServer) -> None:
    reach = reach_of(server, address="192.0.2.1", arguments=("-o", "ConnectTimeout=1", *server.arguments))
    begun = time.monotonic()
    with Sessions([reach]) as sessions, pytest.raises(ClientError, match="ssh-unreachable"):
        sessions.session("kafka1")

    assert time.monotonic() - begun < 5


def test_nothing_is_left_open_by_who_comes_too_late(server: SshServer) -> None:
    sessions = Sessions([reach_of(server)])
    sessions.close()

    assert not sessions.session("kafka1").is_active()


def test_a_session_that_broke_is_opened_again(server: SshServer) -> None:
    with Sessions([reach_of(server)]) as sessions:
        first = sessions.session("kafka1")
        program = {"kafka1": b"import os, signal; os.kill(os.getppid(), signal.SIGKILL)"}
        assert isinstance(run_all(sessions, program)["kafka1"], Diagnostic)
        first.join(5)
        assert not first.is_active()
        assert isinstance(run_all(sessions, {"kafka1": b""})["kafka1"], HostAnswer)


def test_no_thread_is_left(server: SshServer) -> None:
    before = set(threading.enumerate())
    with Sessions([reach_of(server)]) as sessions:
        sessions.session("kafka1")
    for thread in set(threading.enumerate()) - before:
        thread.join(5)

    assert set(threading.enumerate()) <= before
