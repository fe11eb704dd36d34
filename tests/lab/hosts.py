"""A set of hosts: Debian with systemd, on a bridge of their own, reached over SSH and by nothing else."""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from lab import files, machine, network
from lab.engine import STATE, LabError, locked, podman, podman_json
from lab.image import image

_STARTED = logging.getLogger("hiera-kafka-tests.started")  # `lib.slowest` listens

LABEL = "hiera-kafka.lab"
OWNER_LABEL = "hiera-kafka.lab.owner"
CLIENT = "client1"
"""Host of every lab that runs clients; no service is ever put on it."""
_BOOT_S = 60
_CAPABILITIES = "SYS_ADMIN,NET_ADMIN,NET_RAW,SYS_PTRACE,SYS_NICE,SYSLOG,AUDIT_WRITE,MKNOD,IPC_LOCK"


@dataclass(frozen=True)
class Host:
    """One host: its full name, and the address it has for good."""

    name: str
    address: str

    @property
    def short(self) -> str:
        return self.name.partition(".")[0]


@dataclass(frozen=True)
class Lab:
    """A set of hosts that is up.

    Attributes:
        id: Name of the bridge, and beginning of the containers' names.
        directory: Holds keys, `ssh_config`, `addresses.yml` and the record of the lab.
    """

    id: str
    directory: Path
    hosts: tuple[Host, ...]

    def host(self, name: str) -> Host:
        """Return a host by its full or its short name."""
        for host in self.hosts:
            if name in {host.name, host.short}:
                return host
        raise LabError(f"no host {name!r} in this lab, there are: {', '.join(host.name for host in self.hosts)}")

    @property
    def addresses(self) -> Path:
        """The second inventory: where the hosts are and which key opens them, and nothing else."""
        return self.directory / files.ADDRESSES

    def ssh(self, name: str, command: str, *, input: str | None = None) -> subprocess.CompletedProcess[str]:  # noqa: A002  # as subprocess
        """Run a shell command on a host as the user debian, and return what came of it."""
        argv = ["ssh", "-F", str(self.directory / files.SSH_CONFIG), self.host(name).name, command]
        return subprocess.run(argv, capture_output=True, text=True, check=False, input=input, timeout=300)

    def run(self, name: str, command: str, *, input: str | None = None) -> str:  # noqa: A002  # as subprocess
        """Run a shell command on a host and return what it printed.

        Raises:
            LabError: It failed.
        """
        done = self.ssh(name, command, input=input)
        if done.returncode != 0:
            raise LabError(f"{name}: `{command}` ended with {done.returncode}: {done.stderr or done.stdout}")
        return done.stdout

    def boot_time(self, name: str) -> int:
        """Return when a host's PID 1 started; another number afterwards proves a reboot."""
        return int(self.run(name, "cut -d' ' -f22 /proc/1/stat"))

    def reboot(self, name: str) -> None:
        """Reboot a host by its own command, and return when it has come up again."""
        before = self.boot_time(name)
        self.ssh(name, "sudo systemctl reboot")
        self.hang_up(name)
        deadline = time.monotonic() + _BOOT_S
        while time.monotonic() < deadline:
            done = self.ssh(name, "cut -d' ' -f22 /proc/1/stat && systemctl is-system-running --wait")
            if done.returncode == 0 and int(done.stdout.split()[0]) != before:
                return
            time.sleep(0.2)
        raise LabError(f"{name} has not come back {_BOOT_S} s after its reboot")

    def hang_up(self, name: str) -> None:
        """Close the connection that calls of `ssh` share, since it does not notice when its host goes."""
        argv = ["ssh", "-F", str(self.directory / files.SSH_CONFIG), "-O", "exit", self.host(name).name]
        subprocess.run(argv, capture_output=True, check=False)  # there may be none

    def power_off(self, name: str) -> None:
        """Take a host away at once, as a power cut does."""
        self.hang_up(name)
        podman("stop", "-t", "0", _container(self.id, self.host(name)))

    def power_on(self, name: str) -> None:
        """Start a host that was taken away."""
        podman("start", _container(self.id, self.host(name)))
        _wait([self.host(name)], self)

    def down(self) -> None:
        """Remove hosts, bridge and keys. Doing it twice is fine."""
        remove(self.id)
        shutil.rmtree(self.directory, ignore_errors=True)


def up(
    directory: Path,
    names: Sequence[str],
    *,
    variant: str = "java",
    releases: Mapping[str, str] | None = None,
    plain: Collection[str] = (),
    owner: int | None = None,
) -> Lab:
    """Bring up a set of hosts and `client1`, and return once systemd says of each that all is running.

    Args:
        directory: Made for keys and the inventory; must not hold a lab.
        names: Full names of hosts, short ones different from each other.
        variant: Image, `plain` or `java`.
        plain: Hosts whose image is `plain` in any case.
        releases: Full name of a host to the code name of its release of Debian; the others run the machine's.
        owner: Process whose end, however it comes, takes the lab down. None: it stays until `down`.

    Raises:
        LabError: This machine cannot have a lab, or a host does not come up.
    """
    machine.prepare()
    reap()
    _STARTED.info("%d lab hosts (%s)", len(names), variant)
    if (directory / files.RECORD).exists():
        raise LabError(f"{directory} holds a lab already; take it down first (python -m lab.command down)")
    domain = names[0].partition(".")[2]
    everyone = (*names, f"{CLIENT}.{domain}")
    kinds = {host: ("plain" if host in plain else variant, (releases or {}).get(host)) for host in everyone}
    images = {kind: image(*kind) for kind in set(kinds.values())}
    id_ = f"hk-{secrets.token_hex(3)}"
    labels = (f"{LABEL}={id_}", f"{OWNER_LABEL}={_owner_text(owner)}")
    with locked("network"):
        subnet = network.create(id_, labels)
    lab = Lab(id_, directory, tuple(Host(host, network.address(subnet, index)) for index, host in enumerate(everyone)))
    try:
        if owner is not None:
            _watch(id_, owner)
        _sockets(id_).mkdir(mode=0o700)
        addresses = [(host.name, host.address) for host in lab.hosts]
        files.write(directory, addresses, sockets=_sockets(id_), clients=[lab.hosts[-1].name])
        record = {"id": id_, "hosts": [asdict(host) for host in lab.hosts]}
        (directory / files.RECORD).write_text(json.dumps(record, indent=2) + "\n")
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda host: _start(lab, host, images[kinds[host.name]], labels), lab.hosts))
        _wait(lab.hosts, lab)
    except BaseException:
        lab.down()
        raise
    return lab


def load(directory: Path) -> Lab:
    """Return the lab whose keys lie in `directory`.

    Raises:
        LabError: There is none.
    """
    try:
        record = json.loads((directory / files.RECORD).read_text())
    except FileNotFoundError:
        raise LabError(f"there is no lab in {directory}") from None
    return Lab(record["id"], directory, tuple(Host(**entry) for entry in record["hosts"]))


def remove(id_: str) -> None:
    """Remove the hosts, the bridge and the connections of a lab, as far as they are there."""
    for socket_ in _sockets(id_).glob("*"):
        argv = ["ssh", "-o", f"ControlPath={socket_}", "-O", "exit", "-"]
        subprocess.run(argv, capture_output=True, check=False)  # it may have ended by itself
    shutil.rmtree(_sockets(id_), ignore_errors=True)
    mark = f"label={LABEL}={id_}"
    # The owner, its watcher and the next lab may all be at it.
    with locked("removal"):
        containers = podman("ps", "-aq", "--filter", mark).split()
        if containers:
            podman("rm", "--force", "--time", "0", "--ignore", *containers)
        networks = podman("network", "ls", "-q", "--filter", mark).split()
        if networks:
            podman("network", "rm", "--force", *networks)


def reap() -> list[str]:
    """Remove the labs whose owner is gone, and return their ids; for owners killed together with their watcher."""
    found = {entry["labels"][LABEL]: entry["labels"] for entry in podman_json("network", "ls") if _marked(entry)}
    orphans = [id_ for id_, labels in found.items() if not _alive(labels.get(OWNER_LABEL, "none"))]
    for id_ in orphans:
        remove(id_)
    return orphans


def _marked(entry: dict[str, dict[str, str] | None]) -> bool:
    return LABEL in (entry.get("labels") or {})


def _owner_text(owner: int | None) -> str:
    return "none" if owner is None else f"{owner}-{machine.start_time(owner)}"


def _alive(owner: str) -> bool:
    if owner == "none":
        return True
    pid, _, started = owner.partition("-")
    return str(machine.start_time(int(pid))) == started


def _watch(id_: str, owner: int) -> None:
    """Start the process that removes the lab when its owner ends, in a session of its own so that it outlives it."""
    subprocess.run(
        ["setsid", "--fork", sys.executable, "-m", "lab.watcher", id_, str(owner)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        # Nothing of the caller's may be held open: a pipe would keep its reader waiting.
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def _sockets(id_: str) -> Path:
    return STATE / id_


def _container(id_: str, host: Host) -> str:
    return f"{id_}-{host.short}"


def _start(lab: Lab, host: Host, image_: str, labels: Sequence[str]) -> None:
    podman(
        "run", "--detach", "--name", _container(lab.id, host), "--hostname", host.short,
        *(word for label in labels for word in ("--label", label)),
        "--network", lab.id, "--ip", host.address, "--mac-address", network.mac(host.address),
        "--no-hosts", "--dns-search", host.name.partition(".")[2],
        "--volume", f"{lab.directory / files.SEEDS / host.name}:/lab:ro",
        # A reboot ends the container; it must come up again.
        "--restart", "always", "--stop-timeout", "20",
        "--systemd", "always", "--cgroupns", "private", "--memory", "2g",
        # What systemd needs to put units into namespaces of their own, which a virtual machine lets it do as well.
        "--cap-add", _CAPABILITIES, "--security-opt", "seccomp=unconfined",
        image_,
    )  # fmt: skip


def _wait(hosts: Sequence[Host], lab: Lab) -> None:
    deadline = time.monotonic() + _BOOT_S
    for host in hosts:
        while not _listens(host.address):
            if time.monotonic() > deadline:
                raise LabError(f"{host.name} does not answer on port 22 after {_BOOT_S} s; {_state(lab, host)}")
            time.sleep(0.05)
        # sshd answers before systemd lets users in.
        while (done := lab.ssh(host.name, "systemctl is-system-running --wait")).returncode == 255:
            if time.monotonic() > deadline:
                raise LabError(f"{host.name} lets nobody in after {_BOOT_S} s: {done.stderr}")
            time.sleep(0.05)
        if done.returncode != 0:
            units = lab.ssh(host.name, "systemctl --failed --no-legend").stdout
            raise LabError(f"{host.name} is {done.stdout.strip()}, failed units: {units}")


def _state(lab: Lab, host: Host) -> str:
    """Return what podman says of a host and the last that systemd printed on its console."""
    name = _container(lab.id, host)
    status = podman("inspect", "--format", "{{.State.Status}}, exit code {{.State.ExitCode}}", name).strip()
    return f"podman says: {status}; its console ends with:\n{podman('logs', '--tail', '20', name)}"


def _listens(address: str) -> bool:
    try:
        socket.create_connection((address, 22), timeout=1).close()
    except OSError:
        return False
    return True
