"""What one question of a gate costs: own wire code, kafka-python, and both from the control node through SSH.

    python -m benchmarks.kafka_questions --broker 1=127.0.0.2:9092 --python python3 --wheel W.whl --unpacked DIR

Each way is a whole process, as a module of Ansible is one on a host, so that starting Python and importing count. All
ways ask the same: every broker for what it knows of the cluster; then the controller for what it serves, reassignments,
all partitions, and min.insync.replicas of all topics. `--ssh` adds the ways through an SSH server that runs already.
The figures are in docs/decisions/0040-kafka-protocol-on-hosts.md.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]

_OWN = """
import json, sys
from ansible_collections.hiera_kafka.core.plugins.module_utils.gates import gate, kafka
members = [gate.Member.of(entry) for entry in json.loads(sys.argv[1])]
def question():
    found = kafka.observe(members)
    assert not found.silent and found.untold is None, found
    return len(found.partitions)
"""

_LIBRARY = """
import json, sys
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
members = json.loads(sys.argv[1])
options = json.loads(sys.argv[2])
def admin(member):
    return KafkaAdminClient(bootstrap_servers=f"{member['address']}:{member['port']}", **options)
def question():
    views = {}
    for member in members:
        client = admin(member)
        views[member["id"]] = client.describe_cluster()
        client.close()
    (controller,) = {view["controller_id"] for view in views.values()}
    client = admin(next(member for member in members if member["id"] == controller))
    client.list_partition_reassignments()
    topics = client.describe_topics()
    names = [topic["name"] for topic in topics]
    resources = [ConfigResource(ConfigResourceType.TOPIC, name, {"min.insync.replicas": None}) for name in names]
    client.describe_configs(resources, config_filter="all")
    client.close()
    return sum(len(topic["partitions"]) for topic in topics)
"""

_CHANNELS = """
import json, sys
import paramiko
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka import codec
ssh = json.loads(sys.argv[3])
client = paramiko.SSHClient()
client.load_host_keys(ssh["known_hosts"])
client.connect(ssh["host"], ssh["port"], ssh["user"], key_filename=ssh["key"], allow_agent=False, look_for_keys=False)
def connect(address, timeout):
    return client.get_transport().open_channel("direct-tcpip", address, ("127.0.0.1", 0), timeout=timeout)
codec.socket.create_connection = connect
"""

_TWICE = """
import time
print(question())
cpu, wall = time.process_time(), time.perf_counter()
question()
print(time.process_time() - cpu, time.perf_counter() - wall)
"""


@dataclass(frozen=True)
class Way:
    """One way to ask.

    Attributes:
        name: What it is called in the report.
        python: The interpreter.
        path: Entries of PYTHONPATH.
        program: What is run; it defines `question`, or nothing for the floor.
        options: Further options of kafka-python's client.
    """

    name: str
    python: str
    path: tuple[str, ...] = ()
    program: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Cost:
    """Seconds of one process (CPU and wall), and of a second question within it."""

    cpu: float
    wall: float
    again_cpu: float = 0.0
    again_wall: float = 0.0


def ways(pythons: list[str], wheel: str, unpacked: str, ssh: dict[str, str] | None) -> Iterator[Way]:
    """Yield every way for every interpreter of a host, and those of the control node, which is this interpreter."""
    source = str(ROOT / "src")
    for python in pythons:
        yield Way("floor: an empty program", python)
        yield Way("own wire code", python, (source,), _OWN)
        yield Way("kafka-python, installed", python, (unpacked,), _LIBRARY)
        yield Way("kafka-python, from its wheel", python, (wheel,), _LIBRARY)
    if ssh is None:
        return
    yield Way("control node: floor", sys.executable)
    yield Way("control node: own code in paramiko's channels", sys.executable, (source,), _CHANNELS + _OWN)
    socks = (("proxy_url", f"socks5h://127.0.0.1:{ssh['socks']}"),)
    yield Way("control node: kafka-python through ssh -D", sys.executable, (unpacked,), _LIBRARY, socks)


def run(way: Way, members: str, ssh: dict[str, str] | None) -> Cost:
    """Run one way once."""
    command = [way.python, "-W", "ignore", "-c", way.program + (_TWICE if way.program else "")]
    command += [members, json.dumps(dict(way.options)), json.dumps(ssh or {})]
    environment = {**os.environ, "PYTHONPATH": ":".join(way.path)}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if not way.program:
        return Cost(cpu, wall)
    again_cpu, again_wall = map(float, done.stdout.split("\n")[1].split())
    return Cost(cpu - again_cpu, wall - again_wall, again_cpu, again_wall)


def main() -> None:
    """Measure all ways in turn, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--broker", action="append", required=True, help="ID=ADDRESS:PORT, once for each")
    parser.add_argument("--python", action="append", required=True, help="an interpreter of a host, once for each")
    parser.add_argument("--wheel", required=True, help="the wheel of kafka-python")
    parser.add_argument("--unpacked", required=True, help="a directory with what is in it, compiled")
    parser.add_argument("--ssh", type=json.loads, help="host, port, user, key, known_hosts, socks as JSON")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    found = []
    for broker in options.broker:
        id_, _, place = broker.partition("=")
        address, _, port = place.rpartition(":")
        found.append({"id": int(id_), "host": address, "address": address, "port": int(port)})
    members = json.dumps(found)
    all_ways = list(ways(options.python, options.wheel, options.unpacked, options.ssh))
    costs: dict[Way, list[Cost]] = {}
    for turn in range(options.runs + 1):
        for way in all_ways:
            cost = run(way, members, options.ssh)
            if turn:  # the first of each compiles, and fills caches
                costs.setdefault(way, []).append(cost)
    print(f"{'':<52} {'CPU':>7} {'wall':>7}   {'again: CPU':>10} {'wall':>7}")
    for way, many in costs.items():
        figures = [statistics.median(getattr(cost, name) for cost in many) for name in Cost.__dataclass_fields__]
        version = "" if way.name.startswith("control") else f" ({Path(way.python).name})"
        print(f"{way.name + version:<52} {figures[0]:7.3f} {figures[1]:7.3f}   {figures[2]:10.4f} {figures[3]:7.4f}")


if __name__ == "__main__":
    main()
