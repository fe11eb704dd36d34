"""Runs over lab hosts: three for ZooKeeper, three for brokers. CPU seconds of the controller and of the hosts.

Beside them, in the same run and on the same hosts: the floor, one module call a host, and a playbook of Ansible's own
modules that does the same work file by file.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from hiera_kafka import project
from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.compiler import Compiler
from hiera_kafka.render.engine import RenderedFile, Renderer

from lab import files, hosts, machine, services, site  # isort: skip  # of the tests

KEEPERS = [f"zk{number}.{site.DOMAIN}" for number in (1, 2, 3)]
BROKERS = [f"kafka{number}.{site.DOMAIN}" for number in (1, 2, 3)]


@dataclass(frozen=True, slots=True)
class Measured:
    """One run over all hosts.

    Attributes:
        controller: CPU seconds of Ansible and what it started.
        hosts: CPU seconds of all hosts together, services included.
        seconds: Wall time.
        note: Remark for the reader of the results.
    """

    name: str
    controller: float
    hosts: float
    seconds: float
    note: str = ""

    @property
    def cpu_s(self) -> float:
        """CPU seconds of the control node and the hosts together."""
        return self.controller + self.hosts

    def line(self) -> str:
        """Return one line of a report."""
        return (
            f"{self.name:<44} controller {self.controller:7.2f} s   hosts {self.hosts:7.2f} s"
            f"   wall {self.seconds:6.1f} s   {self.note}"
        )


def report() -> Iterator[str]:
    """Yield the lines of the report; one line where this machine can have no lab."""
    obstacle = machine.obstacle()
    if obstacle is not None:
        yield f"left out: {obstacle}"
        return
    with _fleet() as fleet:
        ours = [_play(fleet, "first converge (Java and Kafka at hand)")]
        services.eventually("every replica in sync", lambda: services.in_sync(fleet.lab, "kafka1", 3))
        ours.append(_play(fleet, "no change"))
        floor = _measured(fleet, "floor: one module call a host", lambda: _ping(fleet))
        verified = [_wall(lambda: _verify(fleet)) for _ in range(3)]
        version = _wall(_version)
        logins = _wall(lambda: _logins(fleet))
        plain = _plain(fleet)
        converged = _measured(fleet, "plain tasks, file by file: to converge", lambda: _playbook(fleet, plain))
        again = _measured(fleet, "plain tasks, file by file: no change", lambda: _playbook(fleet, plain))
        fleet.write(_data(config={"num.io.threads": 6}))
        changed = _play(fleet, "one option changed on all brokers")
        for measured in (*ours, changed, floor, converged, again):
            yield measured.line()
        no_change = ours[1].cpu_s
        yield f"  changed option to no change, in CPU seconds: {changed.cpu_s / no_change:.2f}"
        yield f"  no change to the floor: {no_change / floor.cpu_s:.2f}"
        yield f"  changed option to the floor: {changed.cpu_s / floor.cpu_s:.2f}"
        middle = statistics.median(verified)
        yield f"verify {middle:.2f} s wall, --version {version:.2f} s, six `ssh HOST true` in turn {logins:.2f} s"
        yield f"  verify less --version to six logins: {(middle - version) / logins:.2f}"
        yield f"  plain tasks to no change: {again.cpu_s / no_change:.2f}"


@contextmanager
def _fleet() -> Iterator[site.Site]:
    with tempfile.TemporaryDirectory() as directory:
        lab = hosts.up(Path(directory) / "lab", [*KEEPERS, *BROKERS], owner=os.getpid())
        try:
            fleet = site.Site(Path(directory), lab)
            fleet.write(_data())
            yield fleet
        finally:
            lab.down()


def _data(**cluster: Any) -> dict[str, Any]:
    brokers = {host: {"id": 1001 + index, "rack": f"r{index}"} for index, host in enumerate(BROKERS)}
    return {
        "zookeeper_clusters": {"ops": {"heap_size": "128m", "hosts": {host: n for n, host in enumerate(KEEPERS, 1)}}},
        "kafka_clusters": {"ops": {"zookeeper_cluster_name": "ops", "brokers": brokers, **cluster}},
        "profile::kafka::broker::max_heap_size": "384m",
    }


def _play(fleet: site.Site, name: str) -> Measured:
    runs: list[site.Run] = []
    measured = _measured(fleet, name, lambda: runs.append(fleet.play()))
    (run,) = runs
    if run.returncode != 0:
        raise SystemExit(run.output)
    results = {host: sum(counters[kind] for kind in ("ok", "skipped")) for host, counters in run.recap.items()}
    pending = run.output.count("restart pending on")
    note = f"results a host {min(results.values())} to {max(results.values())}"
    note += f", changed {sum(counters['changed'] for counters in run.recap.values())}"
    return Measured(measured.name, measured.controller, measured.hosts, measured.seconds, f"{note}, pending {pending}")


def _measured(fleet: site.Site, name: str, work: Callable[[], object]) -> Measured:
    used, before, began = _used_by_hosts(fleet), resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    work()
    seconds = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    controller = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(name, controller, _used_by_hosts(fleet) - used, seconds)


def _wall(work: Callable[[], object]) -> float:
    """Return the seconds that some work took."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _verify(fleet: site.Site) -> None:
    done = fleet.verify()
    if done.returncode != 0:
        raise SystemExit(done.stdout + done.stderr)


def _version() -> None:
    subprocess.run([sys.executable, "-m", "hiera_kafka", "--version"], cwd=site.ROOT, check=True, capture_output=True)


def _logins(fleet: site.Site) -> None:
    """Log in to each host as users do by hand: without a connection that is there already."""
    alone = ("-o", "ControlMaster=no", "-o", "ControlPath=none")
    for host in (*KEEPERS, *BROKERS):
        subprocess.run(["ssh", "-F", str(fleet.lab.directory / files.SSH_CONFIG), *alone, host, "true"], check=True)


def _used_by_hosts(fleet: site.Site) -> float:
    """Return the CPU seconds that the hosts have used since they came up, as their control groups count them."""
    version_1 = "cat /sys/fs/cgroup/cpuacct/cpuacct.usage 2>/dev/null"
    count = f"{version_1} || awk '/^usage_usec/ {{print $2 * 1000}}' /sys/fs/cgroup/cpu.stat"
    return sum(int(fleet.lab.run(host, count)) for host in (*KEEPERS, *BROKERS)) / 1e9


def _ping(fleet: site.Site) -> None:
    command = [sys.executable, "-m", "ansible", "adhoc", "zookeeper:kafka_broker", "-m", "ansible.builtin.ping"]
    inventories = ["-i", str(fleet.directory / "inventory"), "-i", str(fleet.lab.addresses)]
    subprocess.run([*command, *inventories], cwd=site.ROOT, env=fleet.environment(), check=True, capture_output=True)


def _playbook(fleet: site.Site, path: Path) -> None:
    run = fleet.play(playbook=path)
    if run.returncode != 0:
        raise SystemExit(run.output)


def _plain(fleet: site.Site) -> Path:
    """Write the playbook that people would write by hand, with the very files that the catalogs have."""
    compiler = Compiler.load(fleet.directory / "inventory")
    renderer = Renderer(project.templates(site.ROOT))
    contents = fleet.directory / "plain"
    for host in (*KEEPERS, *BROKERS):
        for file in _files(compiler.catalog(host), renderer):
            path = contents / host / file.path.strip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text)
    plays = [
        {"hosts": names, "gather_facts": False, "tasks": list(_tasks(compiler.catalog(names[0]), renderer, contents))}
        for names in (KEEPERS, BROKERS)
    ]
    playbook = fleet.directory / "plain.yml"
    playbook.write_text(yaml.safe_dump(plays))
    return playbook


def _files(catalog: Catalog, renderer: Renderer) -> Iterator[RenderedFile]:
    for section in catalog.sections:
        yield from renderer.section(section, catalog.machine)


def _tasks(catalog: Catalog, renderer: Renderer, contents: Path) -> Iterator[dict[str, Any]]:
    """Yield the tasks of a kind of host; all of its hosts have the same ones, with contents of their own."""
    sections = catalog.sections
    for user in [user for section in sections for user in section.users]:
        yield {"ansible.builtin.user": {"name": user.name, "system": True}}
    for directory in [directory for section in sections for directory in section.directories]:
        owner = {"owner": directory.owner, "group": directory.group, "mode": directory.mode}
        yield {"ansible.builtin.file": {"path": directory.path, "state": "directory", **owner}}
    for file in _files(catalog, renderer):
        source = f"{contents}/{{{{ inventory_hostname }}}}{file.path}"
        owner = {"owner": file.owner, "group": file.group, "mode": file.mode}
        yield {"ansible.builtin.copy": {"src": source, "dest": file.path, **owner}}
    for link in [link for section in sections for link in section.links]:
        yield {"ansible.builtin.file": {"path": link.path, "src": link.target, "state": "link"}}
    for service in [service for section in sections for service in section.services]:
        yield {"ansible.builtin.systemd_service": {"name": service.name, "state": "started", "enabled": True}}
    for ready in [ready for section in sections for ready in section.readiness]:
        yield {"ansible.builtin.wait_for": {"port": ready.port}}
