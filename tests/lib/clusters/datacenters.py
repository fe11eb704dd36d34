"""Two datacenters and a jumbo cluster on this machine, with the mirrors of Wikitech's page between them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.clusters.kafka_clients import until
from lib.clusters.local_cluster import BIN, ROOT, Done, LocalCluster, local_cluster, running, stop

EQIAD, CODFW, JUMBO = "main-eqiad", "main-codfw", "jumbo-eqiad"
HOSTS = {
    EQIAD: ("kafka-main1001.eqiad.wmnet", "kafka-main1002.eqiad.wmnet"),
    CODFW: ("kafka-main2001.codfw.wmnet",),
    JUMBO: ("kafka-jumbo1001.eqiad.wmnet",),
}
TAKEN = {
    f"{EQIAD}_to_{CODFW}": r"eqiad\..*",
    f"{CODFW}_to_{EQIAD}": r"codfw\..*",
    f"{EQIAD}_to_{JUMBO}": r".*",
}
"""Mirror to the topics that it takes: the mains take each other's prefix, jumbo takes whatever main-eqiad holds."""


def _data() -> str:
    ensembles = "".join(f"  {cluster}:\n    hosts: {{{hosts[0]}: 1}}\n" for cluster, hosts in HOSTS.items())
    clusters = "".join(
        f"  {cluster}:\n    zookeeper_cluster_name: {cluster}\n    brokers:\n"
        + "".join(f"      {host}: {{id: {number}}}\n" for number, host in enumerate(hosts, 1))
        for cluster, hosts in HOSTS.items()
    )
    return f"zookeeper_clusters:\n{ensembles}kafka_clusters:\n{clusters}"


def mirrors(engine: int) -> dict[str, Any]:
    """Return `kafka_mirrors` for an engine."""
    return {
        name: {
            "source": name.partition("_to_")[0],
            "destination": name.partition("_to_")[2],
            "topics": topics,
            "engine": engine,
        }
        for name, topics in TAKEN.items()
    }


@dataclass(frozen=True)
class Datacenters:
    """The running clusters."""

    cluster: LocalCluster
    servers: Mapping[str, str]

    def pids(self, *mirrors: str) -> dict[tuple[str, str], int]:
        """Host and service to process id, of processes of mirrors that run."""
        prefixes = tuple(f"kafka-mirror-{name}@" for name in mirrors or TAKEN)
        return {key: pid for key, pid in self.cluster.pids().items() if key[1].startswith(prefixes)}

    def kill(self, pids: Mapping[tuple[str, str], int]) -> None:
        """Kill processes with -9, and wait until others run in their place."""
        for pid in pids.values():
            os.kill(pid, signal.SIGKILL)
        until(lambda: all(pid not in (None, pids[key]) for key, pid in self._now(pids).items()))

    def _now(self, pids: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int | None]:
        present = self.cluster.pids()
        return {key: present.get(key) for key in pids}

    @contextlib.contextmanager
    def paused(self, mirror: str) -> Iterator[None]:
        """Have the processes of a mirror stand still."""
        pids = self.pids(mirror).values()
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def power_off(self, hosts: Sequence[str]) -> None:
        """Have everything on hosts die at once."""
        for host in hosts:
            stop(self.cluster.host(host))
        assert not [pid for host in hosts for pid in running(self.cluster.host(host))]

    @property
    def _described(self) -> Path:
        return self.cluster.data / "override.yaml"

    def describe(self, engine: int) -> None:
        """Change the engine in the data; nothing is applied."""
        self._described.write_text(json.dumps({"kafka_mirrors": mirrors(engine)}))

    def use(self, engine: int) -> None:
        """Have mirrors of an engine run, if others do."""
        (present,) = {mirror["engine"] for mirror in json.loads(self._described.read_text())["kafka_mirrors"].values()}
        if present != engine:
            self.describe(engine)
            self.shell("ansible-playbook playbooks/stop.yml --tags kafka_mirror").good()
            self.shell("ansible-playbook site.yml --tags kafka_mirror").good()

    def shell(self, line: str) -> Done:
        """Run a line of a page, which names no inventory, in a shell in the checkout."""
        inventory = str(self.cluster.inventory)
        environment = self.cluster.environment | {
            "HIERA_KAFKA_INVENTORY": inventory,
            "ANSIBLE_INVENTORY": inventory,
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "XDG_STATE_HOME": str(self.cluster.home / "state"),
        }
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", line],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)


@contextlib.contextmanager
def datacenters(home: Path, engine: int) -> Iterator[Datacenters]:
    """Start them, with mirrors of an engine."""
    with local_cluster(home, _data(), "scope: {realm: labs, site: eqiad}\n") as cluster:
        made = Datacenters(cluster, {})
        made.describe(engine)
        cluster.up().good()
        rows = cluster.hiera_kafka("clients", "--output", "json").data
        yield Datacenters(cluster, {row["cluster"]: row["bootstrap_servers"] for row in rows})
