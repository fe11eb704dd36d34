"""Which keys are tried: the agent's and those of files, with a real agent."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from hiera_kafka.clients.ssh.keys import Keys, public_part
from hiera_kafka.clients.ssh.login import Deadline, log_in
from hiera_kafka.clients.ssh.options import options_of
from hiera_kafka.errors import ClientError
from lib.machine.ssh_server import SshServer, keygen

from .conftest import reach_of


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Path]:
    """A real agent without keys."""
    socket = tmp_path / "agent"
    with subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()  # printed once it listens
        yield socket
        process.terminate()


def _add(agent: Path, key: Path, passphrase: str = "") -> None:
    asked = key.with_name("askpass")
    asked.write_text(f"#!/bin/sh\necho {passphrase}\n")
    asked.chmod(0o700)
    environment = {**os.environ, "SSH_AUTH_SOCK": str(agent), "SSH_ASKPASS": str(asked), "SSH_ASKPASS_REQUIRE": "force"}
    subprocess.run(["ssh-add", "-q", str(key)], env=environment, check=True, stdin=subprocess.DEVNULL)


def _labels(server: SshServer, agent: Path | None, *keys: Path, only: bool = False) -> tuple[list[str], list[str]]:
    identities = [word for key in keys for word in ("-o", f"IdentityFile={key}")]
    arguments = (
        "-o",
        f"IdentityAgent={agent or 'none'}",
        *identities,
        "-o",
        f"IdentitiesOnly={'yes' if only else 'no'}",
    )
    keyring = Keys(options_of(reach_of(server, key=None, arguments=(*arguments, *server.arguments))), 5)
    return [label.rpartition("/")[2] for label, _ in keyring], keyring.unusable


def test_files_are_tried_in_order_and_missing_ones_are_none(server: SshServer, tmp_path: Path) -> None:
    one, two = keygen(tmp_path / "one"), keygen(tmp_path / "two", kind="rsa")

    assert _labels(server, None, two, tmp_path / "missing", one) == (["two", "one"], [])


def test_keys_of_the_agent_come_first_and_those_that_were_named_before_all(
    server: SshServer, agent: Path, tmp_path: Path
) -> None:
    named, other, file = (keygen(tmp_path / name, "-C", name) for name in ("named", "other", "file"))
    _add(agent, other)
    _add(agent, named)

    assert _labels(server, agent, file, named)[0] == ["named of the agent", "other of the agent", "file"]
    assert _labels(server, agent, file, named, only=True)[0] == ["named of the agent", "file"]


def test_an_encrypted_key_is_used_through_the_agent(server: SshServer, agent: Path, tmp_path: Path) -> None:
    key = keygen(tmp_path / "secret", "-C", "mine", passphrase="opensesame")
    assert _labels(server, agent, key) == ([], [f"{key} is encrypted: add it to the agent (ssh-add)"])

    _add(agent, key, "opensesame")

    assert _labels(server, agent, key, only=True) == (["mine of the agent"], [])
    key.with_suffix(".pub").unlink()
    assert _labels(server, agent, key, only=True) == (["mine of the agent"], [])


def test_a_public_key_stands_for_the_agents_private_one(server: SshServer, agent: Path, tmp_path: Path) -> None:
    key = keygen(tmp_path / "key", "-C", "mine")
    _add(agent, key)

    assert _labels(server, agent, key.with_suffix(".pub"), only=True) == (["mine of the agent"], [])


def test_the_agent_logs_in(server: SshServer, agent: Path) -> None:
    _add(agent, server.key)
    arguments = ("-o", f"IdentityAgent={agent}", *server.arguments)
    made = log_in("kafka1", options_of(reach_of(server, key="/missing", arguments=arguments)), None, Deadline(8))

    assert made.is_authenticated()
    made.close()


def test_an_encrypted_key_without_an_agent_is_told_to_who_is_refused(server: SshServer, tmp_path: Path) -> None:
    key = keygen(tmp_path / "secret", passphrase="opensesame")
    with pytest.raises(ClientError) as caught:
        log_in("kafka1", options_of(reach_of(server, key=str(key))), None, Deadline(8))

    (found,) = caught.value.diagnostics
    assert found.id == "ssh-login-refused"
    assert f"{key} is encrypted: add it to the agent (ssh-add)" in str(found.note)


def test_what_is_no_key_and_no_agent_is_told(server: SshServer, tmp_path: Path) -> None:
    (tmp_path / "nonsense").write_text("nonsense\n")
    labels, unusable = _labels(server, tmp_path / "no-agent", tmp_path / "nonsense")

    assert labels == []
    assert len(unusable) == 2
    assert "the agent does not answer" in unusable[0]
    assert "nonsense cannot be read" in unusable[1]


def test_a_certificate_goes_with_its_key(server: SshServer, tmp_path: Path) -> None:
    authority, key, other = (keygen(tmp_path / name) for name in ("ca", "key", "other"))
    sign = ["ssh-keygen", "-q", "-s", str(authority), "-I", "me", "-n", server.user, str(key.with_suffix(".pub"))]
    subprocess.run(sign, check=True, capture_output=True)
    certificate = (tmp_path / "key-cert.pub").rename(tmp_path / "elsewhere.pub")
    identities = [word for one in (other, key) for word in ("-o", f"IdentityFile={one}")]
    arguments = (*identities, "-o", f"CertificateFile={certificate}", *server.arguments)
    found = dict(Keys(options_of(reach_of(server, key=None, arguments=arguments)), 5))

    assert [found[str(one)].public_blob is not None for one in (other, key)] == [False, True]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ed25519", "rsa", "ecdsa"])
@pytest.mark.parametrize("passphrase", ["", "opensesame"])
def test_the_public_part_is_told_by_the_private_file_itself(tmp_path: Path, kind: str, passphrase: str) -> None:
    key = keygen(tmp_path / "key", kind=kind, passphrase=passphrase)
    beside = public_part(key.with_suffix(".pub"))
    key.with_suffix(".pub").unlink()

    assert public_part(key) == beside is not None


def test_other_files_tell_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(
        "-----BEGIN OPENSSH PRIVATE KEY-----\nbm9uc2Vuc2U=\n-----END OPENSSH PRIVATE KEY-----\n"
    )
    (tmp_path / "b").write_text("ssh-rsa !\n")
    (tmp_path / "c").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\n!\n")

    assert [public_part(tmp_path / name) for name in "abcd"] == [None] * 4
