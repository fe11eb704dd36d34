"""What ssh would do for a host; the ssh of this machine is asked."""

from __future__ import annotations

import os
import pwd
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from hiera_kafka.clients.ssh.options import HostOptions, Jump, options_of, options_of_jump, parse, parse_jump
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.errors import ClientError

_CONFIG = """\
Include {directory}/more
Host kafka1 kafka1.*
  HostName 10.0.0.1
  User root
  Port 2222
  IdentityFile {directory}/of-config
  ProxyJump me@bastion
  ConnectTimeout 3
Host bastion
  HostName bastion.example.org
  User jumper
  HostKeyAlias the-bastion
  IdentitiesOnly yes
  IdentityAgent none
Host by-command
  ProxyCommand nc -X connect %h %p %r 100%%
"""


@pytest.fixture
def file(tmp_path: Path) -> tuple[str, ...]:
    """Arguments that name a configuration."""
    (tmp_path / "more").write_text("Host included\n  HostName 10.0.0.9\n")
    (tmp_path / "config").write_text(_CONFIG.format(directory=tmp_path))
    return ("-F", str(tmp_path / "config"))


def test_the_configuration_says_what_the_inventory_leaves_open(tmp_path: Path, file: tuple[str, ...]) -> None:
    found = options_of(Reach("kafka1", "kafka1", arguments=file))

    assert (found.name, found.address, found.port, found.user) == ("kafka1", "10.0.0.1", 2222, "root")
    assert found.key_name == "10.0.0.1"
    assert found.identities == (tmp_path / "of-config",)
    assert found.jump == Jump("bastion", None, "me", None)
    assert found.patience_s == 3
    assert found.file == file


def test_the_inventory_wins_and_its_first_arguments_win_over_all(tmp_path: Path, file: tuple[str, ...]) -> None:
    reach = Reach("kafka1", "kafka1", port=23, user="debian", key="/keys/a b", arguments=(*file, "-o", "Port=24"))
    found = options_of(reach)

    assert (found.port, found.user) == (23, "debian")
    assert found.identities == (Path("/keys/a b"), tmp_path / "of-config")
    assert options_of(replace(reach, first=("-o", "Port=25"))).port == 25


def test_included_files_count(file: tuple[str, ...]) -> None:
    assert options_of(Reach("x", "included", arguments=file)).address == "10.0.0.9"


def test_a_host_on_the_way_is_reached_by_its_own_configuration(file: tuple[str, ...]) -> None:
    behind = options_of(Reach("kafka1", "kafka1", arguments=(*file, "-o", "Port=99", "-o", "User=other")))
    assert behind.jump is not None
    found = options_of_jump(behind.jump, behind, "kafka1")

    assert (found.address, found.port, found.user) == ("bastion.example.org", 22, "me")
    assert (found.key_name, found.only_identities, found.agent) == ("the-bastion", True, None)
    assert found.jump is None


def test_a_chain_is_followed_from_its_end(file: tuple[str, ...]) -> None:
    behind = options_of(Reach("x", "included", arguments=(*file, "-J", "a@one:23,two,bastion")))
    assert behind.jump == Jump("bastion", None, None, "a@one:23,two")
    assert options_of_jump(behind.jump, behind, "x").jump == Jump("two", None, None, "a@one:23")


def test_tokens_of_a_command_are_replaced(file: tuple[str, ...]) -> None:
    found = options_of(Reach("x", "by-command", port=23, user="debian", arguments=file))

    assert found.command == "nc -X connect by-command 23 debian 100%"
    assert options_of(Reach("x", "by-command", arguments=(*file, "-o", "ProxyCommand=none"))).command is None


def test_another_home_counts_when_the_environment_names_one(tmp_path: Path) -> None:
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh" / "config").write_text("Host kafka1\n  Port 2222\n")
    environ = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "SSH_AUTH_SOCK": "/agent"}
    found = options_of(Reach("x", "kafka1"), environ)

    assert found.port == 2222
    assert found.known_hosts[0] == tmp_path / ".ssh" / "known_hosts"
    assert tmp_path / ".ssh" / "id_ed25519" in found.identities
    assert found.agent == "/agent"


def test_the_users_own_home_is_the_standard_one() -> None:
    home = Path(pwd.getpwuid(os.getuid()).pw_dir)

    found = options_of(Reach("x", "kafka1", arguments=("-F", "/dev/null")), {"PATH": "/usr/bin:/bin"})

    assert home / ".ssh" / "known_hosts" in found.known_hosts
    assert home / ".ssh" / "id_ed25519" in found.identities


def test_an_agent_may_be_named_by_the_configuration() -> None:
    def agent(value: str) -> str | None:
        return parse(f"identityagent {value}\n", "x", home=Path("/h"), file=(), environ={"OURS": "/run/a"}).agent

    assert [agent(value) for value in ("none", "SSH_AUTH_SOCK", "$OURS", "~/agent")] == [
        None,
        None,
        "/run/a",
        "/h/agent",
    ]


def test_one_kind_of_address_can_be_wanted() -> None:
    assert options_of(Reach("x", "kafka1", arguments=("-F", "/dev/null", "-4"))).family is socket.AF_INET
    assert options_of(Reach("x", "kafka1", arguments=("-F", "/dev/null"))).family is socket.AF_UNSPEC


def test_what_ssh_refuses_is_told_in_its_words() -> None:
    with pytest.raises(ClientError) as caught:
        options_of(Reach("kafka1", "kafka1", arguments=("-F", "/dev/null", "-o", "Nonsense=yes")))

    (found,) = caught.value.diagnostics
    assert (found.id, found.host) == ("ssh-options-invalid", "kafka1")
    assert "Bad configuration option: nonsense" in found.message


def test_no_address_is_an_option_of_ssh() -> None:
    with pytest.raises(ClientError, match="ssh-options-invalid"):
        options_of(Reach("x", "-oProxyCommand=touch /tmp/never", arguments=("-F", "/dev/null")))


def test_a_machine_without_ssh_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ClientError, match=r"error\[ssh-not-installed\]"):
        options_of(Reach("x", "kafka1"))


@pytest.mark.parametrize(
    ("text", "jump"),
    [
        ("b", Jump("b", None, None, None)),
        ("ssh://u@b:23", Jump("b", 23, "u", None)),
        ("u@d@[2001:db8::1]:23", Jump("2001:db8::1", 23, "u@d", None)),
        ("a, b", Jump("b", None, None, "a")),
    ],
)
def test_jumps_are_read(text: str, jump: Jump) -> None:
    assert parse_jump(text) == jump


def test_what_is_no_jump_is_refused() -> None:
    with pytest.raises(ValueError, match="USER@HOST:PORT"):
        parse_jump("a,")


def test_without_an_answer_of_ssh_the_standards_hold() -> None:
    found = parse("", "kafka1", home=Path("/h"), file=(), environ={})

    assert isinstance(found, HostOptions)
    assert (found.address, found.port, found.command, found.jump) == ("kafka1", 22, None, None)
