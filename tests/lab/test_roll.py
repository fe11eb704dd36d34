"""A rolling restart of systemd's brokers, while a client on another host writes and asks for every acknowledgement."""

from __future__ import annotations

import re
import subprocess

from lab import services, site
from lab.conftest import Applied
from lab.hosts import CLIENT

NAMES = site.names(3)
_TOPIC = "rolled"
_LEASES = "/var/lib/hiera-kafka/cluster-locks"
_KILLED = f"""\
- hosts: zookeeper:kafka_broker
  gather_facts: false
  tasks:
    - hiera_kafka.core.cluster_lock_run:
        services: "{{{{ ['zookeeper', 'kafka_broker'] | product(ansible_play_hosts) }}}}"
        reason: rolling restart
        seconds: 600
      run_once: true
      delegate_to: localhost
      connection: local
      become: false
      register: described
    - include_tasks: {site.ROOT}/playbooks/tasks/cluster_lock.yml
      vars: {{cluster_lock: "{{{{ described.lock }}}}", cluster_lock_state: held}}
"""
"""A run that takes the locks and ends without giving them back, as one that is killed."""
_WRITE = f"""
set -eu
rm -f /tmp/enough
python3 -u - <<'PROGRAM' | kcat -P -b {",".join(f"{name}:9092" for name in NAMES)} -t {_TOPIC} -X acks=all \\
    -X enable.idempotence=true -X message.timeout.ms=120000
import itertools, pathlib, time
for number in itertools.count():
    print(f"message-{{number}}")
    if pathlib.Path("/tmp/enough").exists():
        break
    time.sleep(0.005)  # a pace, not a wait: some 200 messages a second
PROGRAM
"""


def pids(applied: Applied) -> dict[str, int]:
    return {name: services.main_pid(applied.site.lab, name, "kafka") for name in ("kafka1", "kafka2", "kafka3")}


def test_brokers_are_rolled_under_a_producer_that_loses_nothing(applied: Applied, planted: str) -> None:
    here, lab = applied.site, applied.site.lab
    lab.run("kafka1", f"/usr/local/bin/kafka topics --create --topic {_TOPIC} --partitions 3 --replication-factor 3")
    changed = site.cluster(NAMES, **{"profile::kafka::broker::ssl_password": planted})
    changed["kafka_clusters"]["ops"]["config"] = {"num.replica.fetchers": 2}
    here.write(changed)
    converged = here.play()
    before = pids(applied)
    option = locked_by_a_killed_run(applied)
    for name in NAMES:
        assert f"restart pending on {name}: kafka runs with other files" in converged.output
    with subprocess.Popen(
        ["ssh", "-F", str(lab.directory / "ssh_config"), CLIENT, _WRITE], stderr=subprocess.PIPE, text=True
    ) as writer:
        services.eventually("messages arrive", lambda: len(read(applied)) > 100)
        rolled = here.play("-e", option, playbook="playbooks/roll_restart.yml")
        written_meanwhile = len(read(applied))
        services.eventually("messages arrive afterwards", lambda: len(read(applied)) > written_meanwhile)
        lab.run(CLIENT, "touch /tmp/enough")
        _, refused = writer.communicate(timeout=180)
    assert rolled.returncode == 0, rolled.output
    # kcat ends with 1 when a message was refused for good.
    assert writer.returncode == 0, refused
    numbers = sorted(int(line.removeprefix("message-")) for line in read(applied))
    assert numbers == list(range(len(numbers)))
    after = pids(applied)
    assert all(before[name] != pid for name, pid in after.items()), f"{before} {after}\n{rolled.output}"
    for name in ("kafka1", "kafka2", "kafka3"):
        assert lab.run(name, f"sudo stat -c '%U %a' {_LEASES}; sudo ls {_LEASES}").split() == ["root", "700"]
    again = here.play(playbook="playbooks/roll_restart.yml")
    assert again.returncode == 0, again.output
    assert "Nothing is to be restarted." in again.output
    # The hosts are used by other tests, with the data that was there before.
    here.write(site.cluster(NAMES, **{"profile::kafka::broker::ssl_password": planted}))
    assert here.play().returncode == 0


def locked_by_a_killed_run(applied: Applied) -> str:
    """Leave the locks of a run that has ended, and return the option that the next one names to work in its place."""
    here = applied.site
    path = here.directory / "killed.yml"
    path.write_text(_KILLED)
    killed = here.play("--limit", NAMES[0], playbook=path)
    assert killed.returncode == 0, killed.output
    for name in ("kafka1", "kafka2", "kafka3"):
        assert here.lab.run(name, f"sudo ls {_LEASES}").split() == ["kafka_broker.json", "zookeeper.json"]
    refused = here.play("--limit", NAMES[2], playbook="playbooks/roll_restart.yml")
    assert refused.returncode == 2
    assert "error[roll-locked]: " in refused.output
    (option,) = set(re.findall(r"roll_restart_take_over_lock=\w+", refused.output))
    return option


def read(applied: Applied) -> list[str]:
    brokers = ",".join(f"{name}:9092" for name in NAMES)
    return applied.site.lab.run(CLIENT, f"kcat -C -q -e -b {brokers} -t {_TOPIC} -o beginning").splitlines()
