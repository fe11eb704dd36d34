"""The files of a lab: keys, what each host is given at its first boot, and how to reach the hosts."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import yaml

from lab.engine import run

ADDRESSES = "addresses.yml"
SSH_CONFIG = "ssh_config"
RECORD = "lab.json"
SEEDS = "seeds"
_HOST_KEY = "ssh_host_ed25519_key"


def write(directory: Path, hosts: Sequence[tuple[str, str]], *, sockets: Path, clients: Collection[str] = ()) -> None:
    """Write every file of a lab.

    Args:
        directory: Made if it is not there, readable by its owner alone.
        hosts: Full name and address of each.
        sockets: Directory of connections that are shared; its path is short, as paths of sockets must be.
        clients: Hosts that playbooks are not for, and so are not in `addresses.yml`.
    """
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o700)
    key = directory / "id"
    _keygen(key, "lab")
    names = "".join(f"{address} {name} {name.partition('.')[0]}\n" for name, address in hosts)
    table = f"127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n{names}"
    known = []
    for name, address in hosts:
        seed = directory / SEEDS / name
        shutil.rmtree(seed, ignore_errors=True)
        seed.mkdir(parents=True)
        _keygen(seed / _HOST_KEY, name)
        kind, public = (seed / f"{_HOST_KEY}.pub").read_text().split()[:2]
        known.append(f"{name},{address} {kind} {public}\n")
        (seed / "hosts").write_text(table)
        shutil.copy(key.with_suffix(".pub"), seed / "authorized_keys")
    known_hosts = directory / "known_hosts"
    known_hosts.write_text("".join(known))
    options = {
        "StrictHostKeyChecking": "yes",
        "UserKnownHostsFile": str(known_hosts),
        "GlobalKnownHostsFile": "/dev/null",
        "IdentitiesOnly": "yes",
        # A host that a test takes away must be noticed.
        "ServerAliveInterval": "5",
        "ConnectTimeout": "5",
    }
    shared = {"ControlMaster": "auto", "ControlPath": str(sockets / "%C"), "ControlPersist": "60"}
    (directory / SSH_CONFIG).write_text(_ssh_config(hosts, key, {**options, **shared}))
    arguments = " ".join(f"-o {name}={value}" for name, value in options.items())
    inventory = {
        name: {
            "ansible_host": address,
            "ansible_user": "debian",
            "ansible_ssh_private_key_file": str(key),
            "ansible_ssh_common_args": arguments,
        }
        for name, address in hosts
        if name not in clients
    }
    (directory / ADDRESSES).write_text(yaml.safe_dump({"all": {"hosts": inventory}}, width=1000))


def _ssh_config(hosts: Sequence[tuple[str, str]], key: Path, options: dict[str, str]) -> str:
    blocks = [f"Host {name.partition('.')[0]} {name}\n  HostName {address}\n" for name, address in hosts]
    common = {"User": "debian", "IdentityFile": str(key), "LogLevel": "ERROR", **options}
    return "".join(blocks) + "Host *\n" + "".join(f"  {name} {value}\n" for name, value in common.items())


def _keygen(path: Path, comment: str) -> None:
    path.unlink(missing_ok=True)
    run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", path])
