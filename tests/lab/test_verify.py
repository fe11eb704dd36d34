"""Verify on hosts: all is ok on healthy ones, and each thing that is broken is seen by its check and by no other.

What breaks a cluster without hosts, such as partitions that are offline, is in tests/local/test_verify*.py.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from kazoo.client import KazooClient

from lab import hosts, machine, services, site
from lib.clusters.kafka_clients import until, zookeeper

NAMES = site.names(3)
THIRD = NAMES[2]
ALWAYS = {"canary-topic", "canary-listeners", "leader-balance"}
"""Not asked for here, and what follows from brokers that were away a while ago."""
DROP_IN = "/etc/systemd/system/zookeeper.service.d"
ZOO_CFG = "/etc/zookeeper/conf/zoo.cfg"
LOGS = "/var/log/kafka"
SWAPPINESS = "/proc/sys/vm/swappiness"
JAVA = "/usr/lib/jvm/default-java"
TOOL = "/opt/kafka/kafka-3.9.2/bin/kafka-acls"
TRANSACTIONS = "/srv/zookeeper-log"
"""Where ZooKeeper's log is, apart from its snapshots."""
STRANGER = "/etc/systemd/system/kafka-mirror-old.service"


def over_logs(options: str, then: str) -> dict[str, str]:
    """Return what lays a small filesystem over the logs of a broker, and what takes it away again."""
    mount = f"mount -t tmpfs -o uid=$(id -u kafka),gid=$(id -g kafka),mode=755,{options} tmpfs {LOGS}"
    return {"breaks": f"sudo {mount} && {then}", "mends": f"sudo umount --lazy {LOGS}"}


@dataclass(frozen=True)
class Verified:
    """One run: its exit code, and check to the worst status of what is not ok."""

    code: int
    found: dict[str, str]

    def of(self, status: str) -> set[str]:
        return {check for check, worst in self.found.items() if worst == status}


@dataclass(frozen=True)
class Healthy:
    """Three hosts of two releases of Debian that the playbook has set up."""

    site: site.Site

    def verify(self, *arguments: str) -> Verified:
        done = self.site.verify("--format", "json", *arguments)
        assert done.stdout, done.stderr
        found: dict[str, str] = {}
        for one in json.loads(done.stdout)["results"]:
            if one["status"] != "ok" and one["check"] not in ALWAYS and found.get(one["check"]) != "critical":
                found[one["check"]] = one["status"]
        return Verified(done.returncode, found)

    def write(self, change: Callable[[dict[str, Any]], object] | None = None) -> None:
        data = site.cluster(NAMES, kafka_zookeeper_config={"dataLogDir": TRANSACTIONS})
        if change is not None:
            change(data["kafka_clusters"]["ops"])
        self.site.write(data)


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Healthy]:
    obstacle = machine.obstacle()
    if obstacle is not None:
        pytest.skip(obstacle)
    directory = tmp_path_factory.mktemp("verify")
    lab = hosts.up(
        directory / "lab",
        NAMES,
        releases={NAMES[0]: "bookworm", NAMES[1]: "bookworm", THIRD: "trixie"},
        owner=os.getpid(),
    )
    try:
        made = Healthy(site.Site(directory, lab))
        made.write()
        run = made.site.play()
        assert run.returncode == 0, run.output
        lab.run("kafka1", "sudo kafka topics --create --topic events --partitions 6 --replication-factor 3")
        yield made
    finally:
        lab.down()


def test_healthy_hosts_are_ok_and_nothing_is_left_there(healthy: Healthy) -> None:
    command = "sudo find /root /tmp /var/tmp /home /run -xdev -newermt '-1 minute' -type f -name '*hiera*' | sort"
    before = {host: healthy.site.lab.run(host, command) for host in NAMES}
    found = healthy.verify()

    assert found == Verified(0, {})
    for host in NAMES:
        written = healthy.site.lab.run(host, f"sudo ls {TRANSACTIONS}/version-2 /var/lib/zookeeper/version-2").split()
        assert written[1].startswith("log."), written
        assert sum(name.startswith("log.") for name in written) == written.index("/var/lib/zookeeper/version-2:") - 1
    assert {host: healthy.site.lab.run(host, command) for host in NAMES} == before


@dataclass(frozen=True)
class Fault:
    """What is done to a host, what undoes it, and which checks see it."""

    host: str
    breaks: str
    mends: str
    critical: frozenset[str] = frozenset()
    warning: frozenset[str] = frozenset()


FAULTS = {
    "a unit is disabled": Fault(
        "kafka3",
        "sudo systemctl disable --quiet kafka",
        "sudo systemctl enable --quiet kafka",
        frozenset({"service-enabled"}),
    ),
    "an option is edited on disk": Fault(
        "kafka2",
        "echo num.io.threads=9 | sudo tee -a /etc/kafka/server.properties",
        "sudo sed -i '$d' /etc/kafka/server.properties",
        warning=frozenset({"host-files", "restart-pending"}),
    ),
    "a myid is edited on disk": Fault(
        "kafka2",
        "echo 9 | sudo tee /etc/zookeeper/conf/myid",
        "echo 2 | sudo tee /etc/zookeeper/conf/myid",
        frozenset({"ensemble-myids"}),
        frozenset({"host-files", "restart-pending"}),
    ),
    "a service is left over": Fault(
        "kafka1",
        f"printf '[Service]\\nExecStart=/bin/sleep 1000\\n' | sudo tee {STRANGER} && sudo systemctl daemon-reload "
        "&& sudo systemctl start kafka-mirror-old",
        f"sudo systemctl stop kafka-mirror-old && sudo rm {STRANGER} && sudo systemctl daemon-reload",
        warning=frozenset({"service-strangers"}),
    ),
    "a limit is lower": Fault(
        "kafka3",
        f"sudo mkdir {DROP_IN} && printf '[Service]\\nLimitNOFILE=1000\\n' | sudo tee {DROP_IN}/odd.conf "
        "&& sudo systemctl daemon-reload && sudo systemctl restart zookeeper",
        f"sudo rm -r {DROP_IN} && sudo systemctl daemon-reload && sudo systemctl restart zookeeper",
        frozenset({"service-limits"}),
    ),
    "a disk is full": Fault(
        "kafka2",
        **over_logs("size=400m", f"sudo fallocate -l 390M {LOGS}/ballast"),
        critical=frozenset({"host-disk"}),
    ),
    "a disk is read-only": Fault(
        "kafka2", **over_logs("size=400m", f"sudo mount -o remount,ro {LOGS}"), critical=frozenset({"host-disk"})
    ),
    "a kernel setting is another one": Fault(
        "kafka2",
        # In its place, since that of a container is its machine's.
        f"echo 60 | sudo tee /run/swappiness && sudo mount --bind /run/swappiness {SWAPPINESS}",
        f"sudo umount {SWAPPINESS} && sudo rm /run/swappiness",
        warning=frozenset({"host-kernel"}),
    ),
    "a disk has no inodes": Fault(
        "kafka2",
        **over_logs("size=400m,nr_inodes=20", f"sudo touch $(seq -f {LOGS}/%.0f 19)"),
        critical=frozenset({"host-inodes"}),
    ),
    "Java is gone": Fault(
        "kafka1", f"sudo mv {JAVA} {JAVA}-away", f"sudo mv {JAVA}-away {JAVA}", frozenset({"host-java"})
    ),
    "a release is not whole": Fault(
        "kafka1",
        f"sudo mv {TOOL} /root/",
        f"sudo mv /root/kafka-acls {TOOL}",
        frozenset({"release-installed"}),
    ),
    "a port is opened by hand": Fault(
        "kafka3",
        f"sudo cp -p {ZOO_CFG} /root/ && sudo sed -i s/^admin.enableServer=false/admin.enableServer=true/ {ZOO_CFG} "
        "&& sudo systemctl restart zookeeper",
        f"sudo cp -p /root/zoo.cfg {ZOO_CFG} && sudo systemctl restart zookeeper",
        frozenset({"ports-closed"}),
        frozenset({"host-files"}),
    ),
    "a service is killed again and again": Fault(
        "kafka1",
        "for n in 1 2 3 4; do sudo kill -9 $(systemctl show -P MainPID zookeeper); "
        'until [ "$(systemctl show -P NRestarts zookeeper)" = $n ] && systemctl is-active -q zookeeper; '
        "do sleep 0.1; done; done",
        "sudo systemctl restart zookeeper",
        frozenset({"crash-loops", "service-runs"}),
    ),
    "a broker is stopped": Fault(
        "kafka3",
        "sudo systemctl stop kafka",
        "sudo systemctl start kafka",
        frozenset({"service-runs", "ports-open", "brokers-answer", "brokers-registered", "under-replicated"}),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_broken_on_a_host_is_seen_by_its_check(healthy: Healthy, name: str) -> None:
    fault, lab = FAULTS[name], healthy.site.lab
    if site.LIMITED and "service-limits" in fault.critical:
        pytest.skip(f"this machine may open {machine.open_files()} files, so that no limit of a host is right")
    lab.run(fault.host, f"{{ {fault.breaks}; }} > /dev/null")
    try:
        # A service that was started again takes a moment until it serves.
        services.eventually(
            f"{name}: {sorted(fault.critical | fault.warning)}",
            lambda: (
                (found := healthy.verify()).of("critical") == fault.critical
                and found.of("warning") == fault.warning
                and found.code == (1 if fault.critical else 0)
            ),
            within_s=60,
        )
    finally:
        lab.run(fault.host, f"{{ {fault.mends}; }} > /dev/null")
    services.eventually("all is ok again", lambda: healthy.verify() == Verified(0, {}))


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], set[str]]] = {
    "an option": (lambda data: data.update(config={"num.io.threads": 9}), {"brokers-options"}),
    "a rack": (lambda data: data["brokers"][THIRD].update(rack="r9"), {"brokers-racks", "brokers-options"}),
    "an id": (lambda data: data["brokers"][THIRD].update(id=109), {"data-directories", "brokers-registered"}),
    "a release": (lambda data: data.update(kafka_version="3.9.1"), {"release-installed"}),
    "a port": (
        lambda data: data["brokers"][THIRD].update(port=9093),
        {"ports-open", "ports-closed", "brokers-answer", "brokers-listeners", "brokers-options"},
    ),
}
"""What the data has now and nobody has applied, and which checks see it."""


@pytest.mark.parametrize("name", CHANGES)
def test_what_the_data_wants_and_hosts_are_not_is_seen_by_its_check(healthy: Healthy, name: str) -> None:
    change, critical = CHANGES[name]
    healthy.write(change)
    try:
        found = healthy.verify()
    finally:
        healthy.write()
    assert found.of("critical") == critical
    assert found.of("warning") == {"host-files", *(["upgrade-pending"] if name == "a release" else [])}
    assert found.code == 1


def another_controller(client: KazooClient) -> int:
    """Have the cluster elect its controller anew, and return it: whoever is first, be it the one before."""
    client.delete("/controller")
    until(lambda: client.exists("/controller"))
    return int(json.loads(client.get("/controller")[0])["brokerid"])


def test_a_broker_that_does_not_hear_of_the_new_controller_is_seen(healthy: Healthy) -> None:
    lab = healthy.site.lab
    others = ",".join(lab.host(name).address for name in ("kafka1", "kafka2"))
    rule = f"INPUT -p tcp --dport 9092 -s {others} -j REJECT --reject-with tcp-reset"
    chroot = lab.run("kafka3", "sudo sed -n 's|^zookeeper.connect=[^/]*||p' /etc/kafka/server.properties").strip()
    old = services.metadata(lab, "kafka3")["controllerid"]
    with zookeeper(f"{lab.host('kafka1').address}:2181{chroot}") as client:
        lab.run("kafka3", f"sudo iptables -I {rule}")
        try:
            elected = until(lambda: (found := another_controller(client)) not in {old, 103} and found)
            until(lambda: healthy.verify("--only", "one-controller") == Verified(1, {"one-controller": "critical"}))
            named = {name: services.metadata(lab, name)["controllerid"] for name in ("kafka1", "kafka2", "kafka3")}
            # Where it was elected itself in between, it names itself.
            assert named.pop("kafka3") != elected
            assert named == {"kafka1": elected, "kafka2": elected}
        finally:
            lab.run("kafka3", f"sudo iptables -D {rule}")
    services.eventually("all is ok again", lambda: healthy.verify() == Verified(0, {}))


def test_a_host_that_is_away_is_named_and_what_it_would_tell_is_unknown(healthy: Healthy) -> None:
    lab = healthy.site.lab
    lab.power_off("kafka3")
    try:
        found = healthy.verify()
    finally:
        lab.power_on("kafka3")
    assert found.code == 4
    assert "hosts-answer" in found.of("critical")
    assert {"service-runs", "host-disk", "ensemble-myids"} <= found.of("unknown")
    # A broker is not let in while the session of the one before lasts, and is started again until then: a warning.
    services.eventually("nothing that is critical or unknown", lambda: healthy.verify().code == 0)


def test_a_clock_that_is_wrong_is_seen(healthy: Healthy, tmp_path: Path) -> None:
    healthy.site.lab.run("kafka3", f"sudo install -m 0755 /dev/stdin {site.TOMORROW}", input=site.PYTHON_OF_TOMORROW)
    other = tmp_path / "tomorrow.yml"
    variables = {"ansible_python_interpreter": site.TOMORROW}
    other.write_text(json.dumps({"all": {"hosts": {THIRD: variables}}}))
    found = healthy.verify("--addresses", str(other), "--only", "host-clock")
    assert found == Verified(1, {"host-clock": "critical"})
