"""A Kafka cluster that somebody started by hand: files of their own, and the release's own start scripts."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from hiera_kafka.clients.brokers import BrokerAdmin
from hiera_kafka.dist.artifact import fetch
from hiera_kafka.errors import ClientError
from hiera_kafka.model.endpoints import Endpoint, Endpoints
from lib.clusters.kafka_clients import until
from lib.clusters.local_cluster import MARK, reap, stop, watched

_PORTS = (2181, 8080, 9092)
_HEAPS = {"zookeeper": "-Xms96m -Xmx96m", "kafka": "-Xms192m -Xmx192m"}


@dataclass
class HandStarted:
    """One ZooKeeper and three brokers on loopback addresses.

    Attributes:
        home: Where all of it lies; `hosts/ADDRESS` stands for the `/` of each.
        addresses: Of the brokers; the first has ZooKeeper as well.
        processes: What runs, by the name of its file of settings.
    """

    home: Path
    addresses: tuple[str, ...]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def hosts(self) -> Path:
        return self.home / "hosts"

    @property
    def endpoints(self) -> Endpoints:
        return tuple(Endpoint(address, 9092) for address in self.addresses)

    def file(self, name: str) -> Path:
        return self.home / "settings" / name

    def broker_file(self, address: str) -> Path:
        return self.file(f"broker-{address}.properties")

    def write(self, name: str, options: Mapping[str, object]) -> None:
        self.file(name).parent.mkdir(exist_ok=True)
        self.file(name).write_text("".join(f"{option}={value}\n" for option, value in options.items()))

    def start(self, kind: str, name: str) -> None:
        """Start a server with its file, as people do; `kind` is zookeeper or kafka."""
        script = self.home / f"kafka/bin/{kind}-server-start"
        with (self.home / f"{name}.out").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [script, self.file(name)],
                cwd=self.home,
                env={**os.environ, "KAFKA_HEAP_OPTS": _HEAPS[kind], MARK: str(self.home)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def stop(self, name: str) -> None:
        """Stop a server as its stop script does, and wait until it is gone."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        process.wait(120)

    def wait(self) -> None:
        """Wait until every broker is in the cluster."""
        expected = {address: number for number, address in enumerate(self.addresses, 101)}
        until(lambda: self._members() == expected)

    def _members(self) -> dict[str, int]:
        for name, process in self.processes.items():
            assert process.poll() is None, (self.home / f"{name}.out").read_text()[-4000:]
        if not all(map(_listens, self.addresses)):
            return {}
        try:
            with BrokerAdmin(self.endpoints) as cluster:
                return {member.host: member.id for member in cluster.members()}
        except ClientError:
            return {}


@contextlib.contextmanager
def hand_started(
    home: Path, zookeeper: Mapping[str, object], brokers: Mapping[str, object], differing: Mapping[str, list[object]]
) -> Iterator[HandStarted]:
    """Give a running cluster; whatever is started is gone at the end, come what may.

    Args:
        home: A new directory.
        zookeeper: Options of zoo.cfg, besides ports and directories.
        brokers: Options of server.properties, besides those that each broker needs.
        differing: Options of which each broker has a value of its own.
    """
    reap()
    with watched(home):
        made = HandStarted(home, _addresses(home))
        with tarfile.open(fetch("3.9.2").path) as release:
            release.extractall(home / "kafka", filter="data")
        first = made.addresses[0]
        made.write(
            "zoo.cfg",
            {
                "dataDir": made.hosts / first / "var/lib/zookeeper",
                "clientPort": 2181,
                "clientPortAddress": first,
                "admin.serverAddress": first,
                **zookeeper,
            },
        )
        made.start("zookeeper", "zoo.cfg")
        until(lambda: _listens(first, 2181))
        for index, address in enumerate(made.addresses):
            data = made.hosts / address / "srv/kafka"
            options = {
                "broker.id": 101 + index,
                "broker.rack": f"row-{'abc'[index]}",
                "listeners": f"PLAINTEXT://{address}:9092",
                "advertised.listeners": f"PLAINTEXT://{address}:9092",
                "log.dirs": f"{data}/a,{data}/b",
                "zookeeper.connect": f"{first}:2181",
                **brokers,
                **{name: values[index] for name, values in differing.items()},
            }
            made.write(made.broker_file(address).name, options)
            made.start("kafka", made.broker_file(address).name)
        made.wait()
        try:
            yield made
        finally:
            stop(home)
            for process in made.processes.values():
                process.wait()


def _addresses(home: Path) -> tuple[str, ...]:
    """Return three addresses that nobody listens on; other tests take those that begin with 127.0."""
    seed = sha256(str(home).encode()).digest()
    for second in range(255):
        found = tuple(f"127.{64 + seed[0] % 64}.{(seed[1] + second) % 255}.{number}" for number in (1, 2, 3))
        if not any(_listens(address, port) for address in found for port in _PORTS):
            return found
    raise AssertionError("no free addresses")


def _listens(address: str, port: int = 9092) -> bool:
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex((address, port)) == 0
