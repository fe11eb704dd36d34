"""What happens to hosts that run Kafka: each fault is done, seen by what it does, and over when it returns."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from lab import services, site
from lab.hosts import CLIENT, Lab
from soak.traffic import DATA, Traffic

SERVICES = ("kafka", "zookeeper")
_DROP_IN = "/run/systemd/system/kafka.service.d/clock.conf"
_CLOCK = """\
[Service]
Environment=FAKETIME=+1h FAKETIME_DONT_FAKE_MONOTONIC=1
Environment=LD_PRELOAD=$(echo /usr/lib/*/faketime/libfaketime.so.1)
"""


@dataclass
class Day:
    """Hosts that run, the data that they were given, and what decides which of them is hit.

    Attributes:
        site: Data, inventory and hosts.
        traffic: What is written meanwhile.
        random: Decides.
        data: What was applied last.
    """

    site: site.Site
    traffic: Traffic
    random: Random
    data: dict[str, Any]

    @property
    def lab(self) -> Lab:
        return self.site.lab

    def victim(self) -> str:
        """Return the short name of a host."""
        return self.random.choice(self.traffic.brokers).partition(".")[0]

    def full(self, host: str) -> str:
        """Return the full name of a host."""
        return self.lab.host(host).name

    def others(self, host: str) -> list[str]:
        """Return the short names of the others."""
        return [name.partition(".")[0] for name in self.traffic.brokers if name != self.full(host)]

    def apply(self, *arguments: str, playbook: str = "site.yml") -> site.Run:
        """Run a playbook that must end well."""
        run = self.site.play(*arguments, playbook=playbook)
        assert run.returncode == 0, run.output
        return run

    def refused(self, problem: str, *arguments: str, playbook: str = "site.yml") -> site.Run:
        """Run a playbook that must be refused by name, without a change on any host."""
        run = self.site.play(*arguments, playbook=playbook)
        assert run.returncode == 2, run.output
        assert f"error[{problem}]" in run.output, run.output
        assert not any(run.changed.values()), run.output
        return run

    @contextlib.contextmanager
    def edited(self, data: dict[str, Any]) -> Iterator[None]:
        """Other data until the block ends."""
        self.site.write(data)
        try:
            yield
        finally:
            self.site.write(self.data)

    def gone(self, host: str) -> None:
        """Wait until the others do without a broker."""
        other = self.others(host)[0]
        services.eventually(
            f"{host} is left out",
            lambda: len(services.metadata(self.lab, other)["brokers"]) == len(self.traffic.brokers) - 1,
            120,
        )


Fault = Callable[[Day], str]


def process_killed(day: Day) -> str:
    host, service = day.victim(), day.random.choice(SERVICES)
    killed = services.main_pid(day.lab, host, service)
    day.lab.run(host, f"sudo kill -9 {killed}")
    services.eventually("another process", lambda: services.main_pid(day.lab, host, service) not in {0, killed})
    return f"{service} of {host}"


def power_lost(day: Day) -> str:
    host = day.victim()
    day.lab.power_off(host)
    try:
        run = day.site.play()
    finally:
        day.lab.power_on(host)
    assert run.returncode == 4, run.output
    assert f"fatal: [{day.full(host)}]: UNREACHABLE!" in run.output
    return f"{host}; a run meanwhile names it"


def process_frozen(day: Day) -> str:
    host = day.victim()
    pid = services.main_pid(day.lab, host, "kafka")
    day.lab.run(host, f"sudo kill -STOP {pid}")
    try:
        day.gone(host)
    finally:
        day.lab.run(host, f"sudo kill -CONT {pid}")
    return f"kafka of {host}, until the others had left it out"


def network_cut(day: Day) -> str:
    host = day.victim()
    rules = [
        f"{chain} -p tcp -m multiport --{end} 9092,2181,2182,2183 -j DROP"
        for chain in ("INPUT", "OUTPUT")
        for end in ("dports", "sports")
    ]
    day.lab.run(host, " && ".join(f"sudo iptables -I {rule}" for rule in rules))
    try:
        day.gone(host)
    finally:
        day.lab.run(host, " ; ".join(f"sudo iptables -D {rule}" for rule in rules))
    return f"Kafka's and ZooKeeper's ports of {host}, until the others had left it out"


def quorum_lost(day: Day) -> str:
    away = day.others(day.victim())
    for host in away:
        day.lab.run(host, "sudo systemctl stop zookeeper")
    impatient = json.dumps({"roll_restart_all": True, "roll_restart_gate_timeout": 10})
    refused = day.site.play("-e", impatient, playbook="playbooks/roll_restart.yml")
    assert refused.returncode == 2, refused.output
    assert "error[" in refused.output, refused.output
    day.apply()
    return f"ZooKeeper stopped on {' and '.join(away)}; a roll was refused, a run started them"


def clock_wrong(day: Day) -> str:
    host = day.victim()
    restart = "sudo systemctl daemon-reload && sudo systemctl restart kafka"
    day.lab.run(
        host,
        f"sudo mkdir -p $(dirname {_DROP_IN}) && sudo tee {_DROP_IN} > /dev/null <<END && {restart}\n{_CLOCK}END\n",
    )
    try:
        day.traffic.in_sync()
    finally:
        day.lab.run(host, f"sudo rm {_DROP_IN} && {restart}")
    return f"kafka of {host} an hour ahead"


def disk_lost(day: Day) -> str:
    host = day.victim()
    day.lab.run(host, f"sudo systemctl stop kafka && sudo find {DATA} -mindepth 1 -delete")
    day.apply("--limit", day.full(host))
    return f"{DATA} of {host} emptied; a run let it copy from the others"


def last_copy_lost(day: Day) -> str:
    host = day.victim()
    broker = day.data["kafka_clusters"]["ops"]["brokers"][day.full(host)]["id"]
    topics = "/usr/local/bin/kafka topics --topic lone"
    day.lab.run("kafka1", f"{topics} --create --replica-assignment {broker}")
    send = f"kcat -P -b {day.traffic.servers} -t lone -X acks=all"
    day.lab.run(CLIENT, send, input="".join(f"{number}\n" for number in range(10)))
    day.lab.run(host, f"sudo systemctl stop kafka && sudo mv {DATA} {DATA}.kept")
    day.lab.run(host, f"sudo install -d -o kafka -g kafka {DATA}")
    try:
        day.refused("kafka-replicas-lost", "--limit", day.full(host))
    finally:
        day.lab.run(host, f"sudo systemctl stop kafka; sudo rm -r {DATA} && sudo mv {DATA}.kept {DATA}")
    day.apply("--limit", day.full(host))
    day.traffic.in_sync()
    kept = day.lab.run(CLIENT, f"kcat -C -q -e -b {day.traffic.servers} -t lone -o beginning").split()
    assert kept == [str(number) for number in range(10)]
    day.lab.run("kafka1", f"{topics} --delete")
    return f"{DATA} of {host} with the only replica of a topic; refused, and whole when the disk was back"


def volume_full(day: Day) -> str:
    host = day.victim()
    day.lab.run(
        host,
        f"sudo systemctl stop kafka && sudo mv {DATA} {DATA}.kept && sudo mkdir {DATA}"
        f" && sudo mount -t tmpfs -o size=$(($(sudo du -sm {DATA}.kept | cut -f1) + 32))m tmpfs {DATA}"
        f" && sudo cp -a {DATA}.kept/. {DATA} && sudo chown --reference={DATA}.kept {DATA}"
        f" && sudo chmod --reference={DATA}.kept {DATA} && sudo systemctl start kafka",
    )
    try:
        day.traffic.in_sync()
        pid = services.main_pid(day.lab, host, "kafka")
        day.lab.run(host, f"sudo dd if=/dev/zero of={DATA}/filler bs=1M || true")
        services.eventually("the broker ends", lambda: services.main_pid(day.lab, host, "kafka") != pid, 180)
        run = day.site.play("--limit", day.full(host))
        assert run.returncode == 2, run.output
        assert "error[" in run.output, run.output
        day.lab.run(host, f"sudo rm {DATA}/filler")
        day.apply("--limit", day.full(host))
        day.traffic.in_sync()
    finally:
        day.lab.run(
            host,
            f"sudo systemctl stop kafka; sudo rm -rf {DATA}.kept {DATA}/filler && sudo cp -a {DATA} {DATA}.whole"
            f" && sudo umount {DATA} && sudo rmdir {DATA} && sudo mv {DATA}.whole {DATA}",
        )
    day.apply("--limit", day.full(host))
    return f"{DATA} of {host}; a run names it, and goes on once there is space"


def directory_moved(day: Day) -> str:
    data = {**deepcopy(day.data), "profile::kafka::broker::log_dirs": ["/srv/kafka/new"]}
    with day.edited(data):
        day.refused("data-directory-left")
    return "log_dirs names another directory; refused"


def cluster_renamed(day: Day) -> str:
    data = deepcopy(day.data)
    data["kafka_clusters"]["renamed"] = data["kafka_clusters"].pop("ops")
    with day.edited(data):
        day.refused("identity-changed")
    return "the cluster has another name; refused"


def run_killed(day: Day) -> str:
    _change(day)
    day.site.play_killed_at("TASK [kafka_broker : Apply users")
    day.apply()
    day.apply(playbook="playbooks/roll_restart.yml")
    return "in the middle of a change; the next run converged, and what was pending was rolled"


def rolled(day: Day) -> str:
    _change(day)
    run = day.apply()
    assert "restart pending" in run.output, run.output
    day.apply(playbook="playbooks/roll_restart.yml")
    return "an option changed, and all brokers restarted one by one"


def _change(day: Day) -> None:
    """Change an option of the brokers that needs a restart."""
    options = day.data["kafka_clusters"]["ops"].setdefault("config", {})
    options["num.io.threads"] = day.random.choice([n for n in range(5, 13) if n != options.get("num.io.threads")])
    day.site.write(day.data)


FAULTS: dict[str, Fault] = {
    fault.__name__.replace("_", "-"): fault
    for fault in (
        process_killed,
        power_lost,
        process_frozen,
        network_cut,
        quorum_lost,
        clock_wrong,
        disk_lost,
        last_copy_lost,
        volume_full,
        directory_moved,
        cluster_renamed,
        run_killed,
        rolled,
    )
}
"""Name to fault; those of other services add theirs."""
