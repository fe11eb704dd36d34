"""Two control nodes work on one cluster at once: other homes, other users, other limits, and nothing between them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host.leases import DIRECTORY, Leases
from lib.clusters.kafka_clients import until
from lib.clusters.local_cluster import HOSTS, ROOT, Done, LocalCluster, write_inventory

PLAY = f"""\
- hosts: zookeeper:kafka_broker
  gather_facts: false
  vars: {{cluster_lock: "{{{{ described.lock }}}}"}}
  tasks:
    - hiera_kafka.core.cluster_lock_run:
        services: "{{{{ ['zookeeper', 'kafka_broker'] | product(ansible_play_hosts) }}}}"
        reason: rolling restart
        seconds: "{{{{ lease }}}}"
      run_once: true
      delegate_to: localhost
      register: described
    - include_tasks: {ROOT}/playbooks/tasks/cluster_lock.yml
      vars: {{cluster_lock_state: held, cluster_lock_take_over: "{{{{ over | default([]) }}}}"}}
    - file: {{path: "{{{{ mine }}}}/held", state: touch}}
      run_once: true
    - wait_for: {{path: "{{{{ mine }}}}/go", sleep: 1, timeout: 120}}
      run_once: true
    - include_tasks: {ROOT}/playbooks/tasks/cluster_lock.yml
      vars: {{cluster_lock_state: renewed}}
    - file: {{path: "{{{{ mine }}}}/stopped", state: touch}}
      run_once: true
    - include_tasks: {ROOT}/playbooks/tasks/cluster_unlock.yml
"""
"""What every operation does around its stops, with files in place of the stops."""

VANISHED = f"""\
- hosts: kafka_broker
  gather_facts: false
  any_errors_fatal: true
  vars_files: ["{ROOT}/playbooks/vars/roll_restart.yml"]
  tasks:
    - hiera_kafka.core.cluster_lock_run:
        services: "{{{{ ['kafka_broker'] | product(ansible_play_hosts) }}}}"
        reason: rolling restart
        seconds: 600
      delegate_to: localhost
      connection: local
      register: __roll_run
    - include_tasks: {ROOT}/playbooks/tasks/cluster_lock.yml
      vars: {{cluster_lock: "{{{{ __roll_run.lock }}}}", cluster_lock_state: held}}
    - include_tasks: {ROOT}/playbooks/tasks/roll_one.yml
      vars: {{roll_section: kafka_broker, roll_leaders: true}}
"""
"""A roll that has passed its gates once."""


class ControlNode:
    """A user's own machine, with its own checkout of the data."""

    def __init__(self, cluster: LocalCluster, name: str) -> None:
        self.home = cluster.home / name
        self.home.mkdir()
        (self.home / "play.yml").write_text(PLAY)
        self._cluster = cluster
        self.environment = {
            **cluster.environment,
            "HOME": str(self.home),
            "XDG_STATE_HOME": str(self.home / "state"),
            "LOGNAME": name,
            "USER": name,
        }

    @property
    def stopped(self) -> bool:
        return (self.home / "stopped").exists()

    def start(self, limit: str = "all", lease: int = 600, over: str = "") -> subprocess.Popen[str]:
        """Begin to work on the cluster."""
        variables = ["-e", f"mine={self.home}", "-e", f"lease={lease}", "-e", f"over={over}"]
        return subprocess.Popen(
            self._cluster.command(
                "ansible-playbook", self.home / "play.yml", "-i", self._cluster.inventory, "--limit", limit, *variables
            ),
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def hold(self, limit: str = "all", lease: int = 600) -> subprocess.Popen[str]:
        """Begin, and return when the lock is held."""
        process = self.start(limit, lease)
        until(lambda: (self.home / "held").exists() or process.poll() is not None)
        assert process.poll() is None, ended(process).text
        return process

    def go(self) -> None:
        """Let it go on to its stop."""
        (self.home / "go").touch()

    def whole(self, limit: str = "all", over: str = "") -> Done:
        """Work on the cluster from beginning to end."""
        self.go()
        return ended(self.start(limit, over=over))


def ended(process: subprocess.Popen[str]) -> Done:
    out, _ = process.communicate(timeout=120)
    return Done(process.returncode, out, "")


@pytest.fixture
def cluster(tmp_path: Path) -> LocalCluster:
    made = write_inventory(tmp_path / "home", (ROOT / "hieradata/three/project.yaml").read_text())
    for host in HOSTS:
        made.host(host).mkdir(parents=True)
    return made


@pytest.fixture
def alice(cluster: LocalCluster) -> ControlNode:
    return ControlNode(cluster, "alice")


@pytest.fixture
def bob(cluster: LocalCluster) -> ControlNode:
    return ControlNode(cluster, "bob")


def leases(cluster: LocalCluster) -> Iterator[Path]:
    return cluster.state.glob(f"*{DIRECTORY}/*.json")


def cut_off(cluster: LocalCluster, host: str) -> None:
    """Have a host where nothing listens."""
    variables = cluster.inventory / "host_vars"
    variables.mkdir(exist_ok=True)
    (variables / f"{host}.yml").write_text("{ansible_connection: ssh, ansible_host: 127.0.0.1, ansible_port: 1}\n")


def test_the_second_of_two_control_nodes_stops_nothing(
    cluster: LocalCluster, alice: ControlNode, bob: ControlNode
) -> None:
    first = alice.hold(limit=HOSTS[0])
    assert len(list(leases(cluster))) == 6, "all members grant it, whatever the limit is"
    refused = bob.whole(limit=HOSTS[2]).failed(2, "error[roll-locked]: alice@")
    assert "works on Kafka three since" in refused.text
    assert "works on ZooKeeper main-local since" in refused.text
    assert not bob.stopped
    alice.go()
    ended(first).good()
    assert alice.stopped
    assert list(leases(cluster)) == []
    bob.whole(limit=HOSTS[2]).good()
    assert bob.stopped


def test_a_control_node_that_slept_stops_nothing_once_its_lock_was_taken_over(
    cluster: LocalCluster, alice: ControlNode, bob: ControlNode
) -> None:
    first = alice.hold(limit=HOSTS[0], lease=1)
    first.send_signal(signal.SIGSTOP)
    try:
        hosts = [Leases(str(cluster.host(host))) for host in HOSTS]
        until(lambda: all(host.look("kafka_broker", "").found == "other-ended" for host in hosts))
        refused = bob.whole(limit=HOSTS[2]).failed(2, "error[lock-expired]: alice@")
        assert not bob.stopped
        (run,) = set(re.findall(r"\(rolling restart, run (\w+)\)", refused.text))
        bob.whole(limit=HOSTS[2], over=run).good()
        assert bob.stopped
    finally:
        first.send_signal(signal.SIGCONT)
    alice.go()
    ended(first).failed(2, "error[lock-lost]: run ", "has only 0 of 3 leases that have not ended; it needs 2")
    assert not alice.stopped


def test_the_lock_of_a_killed_run_is_cleared_by_its_name_also_where_nothing_is_pending(
    cluster: LocalCluster, alice: ControlNode, bob: ControlNode
) -> None:
    with alice.hold() as killed:
        os.killpg(killed.pid, signal.SIGKILL)

    def roll(*arguments: str) -> Done:
        playbook = ROOT / "playbooks/roll_restart.yml"
        return cluster.run(
            "ansible-playbook", playbook, "-i", cluster.inventory, *arguments, environment=bob.environment
        )

    refused = roll("--limit", HOSTS[1]).failed(2, "error[roll-locked]: alice@", "its process on this machine has ended")
    (option,) = set(re.findall(r"roll_restart_take_over_lock=\w+", refused.text))
    assert "Nothing is to be restarted." in roll("--limit", HOSTS[1], "-e", option).good().out
    assert list(leases(cluster)) == []
    roll().good()
    assert list(leases(cluster)) == []


def test_hosts_that_do_not_answer_have_granted_nothing(cluster: LocalCluster, alice: ControlNode) -> None:
    cut_off(cluster, HOSTS[1])
    alice.whole(limit=HOSTS[0]).good()
    cut_off(cluster, HOSTS[2])
    (alice.home / "stopped").unlink()
    alice.whole(limit=HOSTS[0]).failed(
        2,
        "error[lock-majority]: the lock of Kafka three takes 2 of its 3 hosts; granted: kafka1.",
        "Connection refused",
    )
    assert not alice.stopped
    assert list(leases(cluster)) == [], "what was granted was given back"


def test_a_host_that_vanishes_before_its_stop_leaves_no_lock_and_says_how_to_go_on(
    cluster: LocalCluster, alice: ControlNode
) -> None:
    cut_off(cluster, HOSTS[0])
    (alice.home / "play.yml").write_text(VANISHED)
    done = alice.whole(limit=HOSTS[0]).failed(
        2,
        "the host does not answer: ",
        f"The roll stopped at {HOSTS[0]} (kafka_broker): it was not stopped.",
        f"ansible-playbook {alice.home}/roll_restart.yml -i ",
    )
    assert done.recap[HOSTS[0]]["rescued"] == 1
    assert list(leases(cluster)) == []
