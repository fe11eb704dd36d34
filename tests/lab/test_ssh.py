"""Hosts behind a bastion: this machine does not know their names, and asks them and their cluster all the same."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml

from hiera_kafka import project
from hiera_kafka.clients.ssh.reach import HostAnswer
from hiera_kafka.clients.ssh.run import run_all
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.reach.hosts import HostReaches
from lab import files, hosts, site
from lab.conftest import Applied
from lab.site import ROOT

NAMES = site.names(3)
GROUP = "behind-a-bastion"


@dataclass(frozen=True)
class Behind:
    """The lab as somebody sees it for whom only `client1` has an address.

    Attributes:
        site: Data and inventory.
        addresses: The second inventory, which names a configuration of ssh and no address.
        known_hosts: Files of that configuration.
    """

    site: site.Site
    addresses: Path
    known_hosts: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run hiera-kafka on this machine."""
        command = [sys.executable, "-m", "hiera_kafka", *arguments, "-i", str(self.site.directory / "inventory")]
        return subprocess.run(
            [*command, "--addresses", str(self.addresses)],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip


@pytest.fixture
def behind(applied: Applied, tmp_path: Path) -> Behind:
    assert applied.whole.returncode == 0, applied.whole.output
    lab = applied.site.lab
    bastion = lab.host(hosts.CLIENT)
    known_hosts = tmp_path / "known_hosts"
    known_hosts.write_text((lab.directory / "known_hosts").read_text())
    config = tmp_path / "ssh_config"
    config.write_text(
        f"Host bastion\n  HostName {bastion.address}\n  HostKeyAlias {bastion.name}\n"
        f"Host kafka*\n  ProxyJump bastion\n"
        f"Host *\n  User debian\n  IdentityFile {lab.directory / 'id'}\n  IdentitiesOnly yes\n  IdentityAgent none\n"
        f"  UserKnownHostsFile {known_hosts}\n  GlobalKnownHostsFile none\n"
    )
    addresses = tmp_path / files.ADDRESSES
    # A template, as people write it.
    variables = {"ansible_ssh_common_args": "-F {{ ssh_configuration }}", "ssh_configuration": str(config)}
    addresses.write_text(yaml.safe_dump({"all": {"vars": variables}}))
    return Behind(applied.site, addresses, known_hosts)


def test_a_cluster_is_asked_by_the_names_that_its_brokers_advertise(behind: Behind) -> None:
    lab = behind.site.lab
    lab.run(
        "kafka1",
        f"kafka topics --create --if-not-exists --topic {GROUP} --partitions 3 --replication-factor 3 && "
        f"echo hello | kafka console-producer --topic {GROUP} && "
        f"kafka console-consumer --topic {GROUP} --group {GROUP} --from-beginning --max-messages 1",
    )
    shown = behind.run("offsets", "show", GROUP)
    assert shown.returncode == 0, shown.stderr
    assert GROUP in shown.stdout
    everyone = behind.run("offsets", "show", "--all", "--via", "ssh")
    assert everyone.returncode == 0, everyone.stderr
    assert GROUP in everyone.stdout


def test_straight_there_is_no_way_and_that_is_told(behind: Behind) -> None:
    done = behind.run("offsets", "show", "--all", "--via", "direct")

    assert done.returncode == 4
    assert "error[cluster-not-answering]" in done.stderr


def test_a_bastion_with_another_key_is_not_gone_through(behind: Behind, tmp_path: Path) -> None:
    lab = behind.site.lab
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True)
    other = " ".join((tmp_path / "other.pub").read_text().split()[:2])
    name = lab.host(hosts.CLIENT).name
    lines = [line for line in behind.known_hosts.read_text().splitlines() if not line.startswith(name)]
    behind.known_hosts.write_text("\n".join([f"{name} {other}", *lines]) + "\n")
    done = behind.run("offsets", "show", "--all")

    assert done.returncode == 4
    assert "error[cluster-not-answering]" in done.stderr
    assert "ssh-host-key-changed" in done.stderr


def test_hosts_are_asked_as_root_with_one_login_at_the_bastion(behind: Behind) -> None:
    lab = behind.site.lab
    count = "sudo journalctl -u ssh --no-pager --grep 'Accepted publickey' --output cat | wc -l"
    before = int(lab.run(hosts.CLIENT, count))
    program = b"import os, socket; print(os.geteuid(), socket.getfqdn())"
    inventory = behind.site.directory / "inventory"
    with HostReaches(project.find(ROOT), inventory, [behind.addresses]) as asked:
        reaches = asked.of(NAMES)
    with Sessions(reaches) as sessions:
        found = run_all(sessions, dict.fromkeys(NAMES, program))

    assert {host: one.content for host, one in found.items() if isinstance(one, HostAnswer)} == {
        host: f"0 {host}\n".encode() for host in NAMES
    }
    assert int(lab.run(hosts.CLIENT, count)) == before + 1


def test_a_user_without_sudo_is_told_in_its_words(behind: Behind) -> None:
    lab = behind.site.lab
    lab.run(
        "kafka3",
        "sudo useradd --create-home --shell /bin/sh plain && "
        "sudo install -d -m 0700 -o plain -g plain ~plain/.ssh && "
        "sudo install -m 0600 -o plain -g plain ~/.ssh/authorized_keys ~plain/.ssh/authorized_keys",
    )
    try:
        with HostReaches(project.find(ROOT), behind.site.directory / "inventory", [behind.addresses]) as asked:
            (reach,) = asked.of([NAMES[2]])
        with Sessions([replace(reach, user="plain")]) as sessions:
            found = run_all(sessions, {NAMES[2]: b""})[NAMES[2]]
    finally:
        lab.run("kafka3", "sudo loginctl terminate-user plain; sudo userdel --force --remove plain")

    assert isinstance(found, Diagnostic)
    assert found.id == "ssh-no-sudo"
    assert "a password is required" in found.message
