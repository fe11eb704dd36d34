"""Logging in at a real sshd: whose key is believed, and who is let in."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hiera_kafka.clients.ssh.login import CommandConnection, Deadline, log_in, tcp
from hiera_kafka.clients.ssh.options import options_of
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.errors import ClientError, Diagnostic, Position
from lib.machine.ssh_server import SshServer, keygen, ssh_server

from .conftest import reach_of


def _logged_in(reach: Reach, seconds: float = 8.0) -> str:
    made = log_in(reach.host, options_of(reach), None, Deadline(seconds))
    try:
        return str(made.get_username())
    finally:
        made.close()


def _refused(reach: Reach, seconds: float = 8.0) -> Diagnostic:
    with pytest.raises(ClientError) as caught:
        _logged_in(reach, seconds)
    (found,) = caught.value.diagnostics
    assert found.host == reach.host
    return found


def test_a_known_host_lets_in_who_has_the_key(server: SshServer) -> None:
    assert _logged_in(reach_of(server)) == server.user


def test_an_unknown_key_is_refused_with_its_fingerprint(
    server: SshServer, known: Callable[[str], tuple[str, ...]]
) -> None:
    before = server.log()
    found = _refused(reach_of(server, arguments=known("")))
    shown = subprocess.run(
        ["ssh-keygen", "-lf", server.directory / "host.pub"], check=True, capture_output=True, text=True
    ).stdout.split()[1]

    assert found.id == "ssh-host-key-unknown"
    assert f"ssh-ed25519 {shown}" in found.message
    assert f"looked for {server.name} in" in str(found.note)
    assert f"ssh-keyscan -p {server.port} {server.address}" in str(found.hint)
    assert "publickey" not in server.log().removeprefix(before)  # nothing was offered to it


def test_a_changed_key_is_refused_with_both_fingerprints_and_the_line(
    server: SshServer, known: Callable[[str], tuple[str, ...]], tmp_path: Path
) -> None:
    other = keygen(tmp_path / "other").with_suffix(".pub").read_text()
    found = _refused(reach_of(server, arguments=known(f"# another\n{server.name} {other}")))
    shown = subprocess.run(
        ["ssh-keygen", "-lf", tmp_path / "other.pub"], check=True, capture_output=True, text=True
    ).stdout.split()[1]

    assert found.id == "ssh-host-key-changed"
    assert found.message.count("SHA256:") == 2
    assert shown in found.message
    assert found.where == (Position(str(tmp_path / "other_known_hosts"), 2, 1),)


def test_a_host_that_is_known_by_another_kind_of_key_alone_is_refused(
    server: SshServer, known: Callable[[str], tuple[str, ...]], tmp_path: Path
) -> None:
    other = keygen(tmp_path / "other", kind="ecdsa").with_suffix(".pub").read_text()

    assert _refused(reach_of(server, arguments=known(f"{server.name} {other}"))).id == "ssh-host-key-changed"


def test_a_revoked_key_is_refused_though_it_is_known(
    server: SshServer, known: Callable[[str], tuple[str, ...]]
) -> None:
    lines = f"{server.name} {server.host_key}\n@revoked * {server.host_key}\n"
    found = _refused(reach_of(server, arguments=known(lines)))

    assert found.id == "ssh-host-key-changed"
    assert "which is revoked" in found.message
    assert found.where[0].line == 2


def test_hashed_names_are_known(server: SshServer, known: Callable[[str], tuple[str, ...]], tmp_path: Path) -> None:
    arguments = known(f"{server.name} {server.host_key}\n")
    subprocess.run(["ssh-keygen", "-q", "-H", "-f", tmp_path / "other_known_hosts"], check=True, capture_output=True)

    assert server.address not in (tmp_path / "other_known_hosts").read_text()
    assert _logged_in(reach_of(server, arguments=arguments)) == server.user


def test_a_key_that_is_known_of_the_host_counts_on_other_ports_as_with_ssh(
    server: SshServer, known: Callable[[str], tuple[str, ...]]
) -> None:
    assert _logged_in(reach_of(server, arguments=known(f"{server.address} {server.host_key}\n"))) == server.user


def test_an_alias_is_looked_for_without_the_port(server: SshServer, known: Callable[[str], tuple[str, ...]]) -> None:
    arguments = known(f"alias {server.host_key}\n")

    assert _logged_in(reach_of(server, arguments=("-o", "HostKeyAlias=alias", *arguments))) == server.user
    assert _refused(reach_of(server, arguments=arguments)).id == "ssh-host-key-unknown"


def test_an_authority_of_host_keys_is_no_key_of_the_host(
    server: SshServer, known: Callable[[str], tuple[str, ...]], tmp_path: Path
) -> None:
    authority = keygen(tmp_path / "ca").with_suffix(".pub").read_text()
    found = _refused(reach_of(server, arguments=known(f"@cert-authority * {authority}")))

    assert found.id == "ssh-host-key-unknown"
    assert "this client does not read" in str(found.note)


def test_known_keys_that_cannot_be_read_are_none(server: SshServer, tmp_path: Path) -> None:
    found = _refused(reach_of(server, arguments=("-o", f"UserKnownHostsFile={tmp_path}", *server.arguments)))

    assert found.id == "ssh-unreachable"
    assert f"Is a directory: '{tmp_path}'" in found.message


def test_options_that_believe_any_host_do_not_count(server: SshServer, known: Callable[[str], tuple[str, ...]]) -> None:
    arguments = ("-o", "StrictHostKeyChecking=no", *known(""))

    assert _refused(reach_of(server, arguments=arguments)).id == "ssh-host-key-unknown"


def test_a_host_with_several_keys_is_asked_for_the_known_one(tmp_path: Path) -> None:
    rsa = keygen(tmp_path / "rsa", kind="rsa")
    with ssh_server(tmp_path / "server", f"HostKey {rsa}") as server:
        kind, key = rsa.with_suffix(".pub").read_text().split()[:2]
        server.known_hosts.write_text(f"{server.name} {kind} {key}\n")

        assert _logged_in(reach_of(server)) == server.user


def test_who_has_no_key_is_refused_and_told_what_was_tried(server: SshServer, tmp_path: Path) -> None:
    other = keygen(tmp_path / "other")
    found = _refused(reach_of(server, key=str(other)))

    assert found.id == "ssh-login-refused"
    assert f"does not let {server.user!r} log in" in found.message
    assert f"tried: {other}" in str(found.note)


def test_a_host_that_wants_more_than_keys_is_refused_in_its_words(tmp_path: Path) -> None:
    with ssh_server(
        tmp_path / "server", "AuthenticationMethods publickey,password", "PasswordAuthentication yes"
    ) as server:
        found = _refused(reach_of(server))

    assert found.id == "ssh-login-refused"
    assert "password" in str(found.note)


def test_nobody_listens(server: SshServer) -> None:
    with socket.socket() as closed:
        closed.bind((server.address, 0))
        found = _refused(reach_of(server, port=closed.getsockname()[1]))

    assert found.id == "ssh-unreachable"
    assert "Connection refused" in found.message


def test_a_name_without_address_is_told(server: SshServer) -> None:
    found = _refused(reach_of(server, address="nowhere.invalid"))

    assert found.id == "ssh-unreachable"
    assert "nowhere.invalid does not resolve" in found.message


@pytest.fixture
def silent() -> Iterator[tuple[str, int]]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()


def test_a_host_that_says_nothing_is_given_up_at_the_deadline(server: SshServer, silent: tuple[str, int]) -> None:
    begun = time.monotonic()
    found = _refused(reach_of(server, port=silent[1]), seconds=0.5)

    assert found.id == "ssh-unreachable"
    assert "no answer within" in found.message or "banner" in found.message
    assert time.monotonic() - begun < 3


def test_what_speaks_something_else_is_no_ssh(server: SshServer) -> None:
    found = _refused(
        reach_of(server, arguments=("-o", "ProxyCommand=printf 'HTTP/1.1 400\\r\\n\\r\\n'", *server.arguments))
    )

    assert found.id == "ssh-unreachable"
    assert "by its ProxyCommand" in found.message


def test_a_command_can_be_the_connection(server: SshServer) -> None:
    (server.directory / "jump").write_text(
        f"Host jump\n  HostName {server.address}\n  Port {server.port}\n  IdentityFile {server.key}\n"
        f"  UserKnownHostsFile {server.known_hosts}\n"
    )
    command = f"ProxyCommand=ssh -F {server.directory / 'jump'} -W %h:%p jump"
    arguments = ("-o", command, *server.arguments)

    assert _logged_in(reach_of(server, arguments=arguments)) == server.user


def test_a_command_is_ended_with_its_connection(tmp_path: Path) -> None:
    made = CommandConnection(f"sh -c 'echo $$ > {tmp_path / 'pid'}; echo ready; exec cat'")
    assert made.recv(100) == b"ready\n"
    made.close()

    assert not Path("/proc", (tmp_path / "pid").read_text().strip()).exists()


def test_all_addresses_of_a_name_are_tried(server: SshServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, tcp("localhost", listener.getsockname()[1], Deadline(5)):
        pass  # ::1 comes first where there is IPv6, and nobody listens there


def test_an_address_that_is_silent_leaves_time_for_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = listener.getsockname()
        silent = ("192.0.2.1", place[1])  # RFC 5737: no such host
        kind = (socket.AF_INET, socket.SOCK_STREAM, 0, "")
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(*kind, silent), (*kind, place)])

        tcp("two.example.org", place[1], Deadline(1)).close()


def test_a_deadline_that_is_over_is_an_error() -> None:
    with pytest.raises(TimeoutError, match="no answer within 0 s"):
        _ = Deadline(0).left
