"""A Kafka cluster that somebody else set up on lab hosts: with units, paths, a user and odd options of their own."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from hiera_kafka.dist.artifact import fetch
from lab import files, services
from lab.engine import LabError
from lab.hosts import Lab

USER = "acme"
HOME = "/opt/acme/kafka"
SETTINGS = "/opt/acme/settings"
DATA = "/srv/acme"
_UNIT = """\
[Unit]
Description=Somebody else's {kind}
[Service]
User={user}
Environment=LOG_DIR={data}/logs KAFKA_HEAP_OPTS="{heap}" {environment}
ExecStart={home}/bin/{kind}-server-start {settings}/{kind}.properties
SuccessExitStatus=143
LimitNOFILE={limit}
"""


def start(
    lab: Lab,
    zookeeper: str,
    brokers: Mapping[str, Mapping[str, object]],
    *,
    server: Mapping[str, object],
    heaps: Mapping[str, str],
    environment: Mapping[str, str],
    limit: int,
) -> None:
    """Set up a ZooKeeper and brokers, and return when clients see all brokers.

    Args:
        lab: Its hosts are bare but for Java.
        zookeeper: Host of the one ZooKeeper.
        brokers: Host to options of its server.properties, `broker.id` among them.
        server: Options of ZooKeeper.
        heaps: `zookeeper` and `kafka` to the options of their heap.
        environment: Variables of brokers.
        limit: Open files of each service.
    """
    for host in {zookeeper, *brokers}:
        _unpack(lab, host)
    options = {"dataDir": f"{DATA}/zookeeper", "clientPort": 2181, **server}
    _service(lab, zookeeper, "zookeeper", options, heaps, {}, limit)
    for host, own in brokers.items():
        name = lab.host(host).name
        options = {
            "listeners": "PLAINTEXT://:9092",
            "advertised.listeners": f"PLAINTEXT://{name}:9092",
            "log.dirs": f"{DATA}/kafka/a,{DATA}/kafka/b",
            "zookeeper.connect": f"{lab.host(zookeeper).name}:2181/acme",
            **own,
        }
        _service(lab, host, "kafka", options, heaps, environment, limit)
    services.eventually("all brokers in the cluster", lambda: services.in_sync(lab, next(iter(brokers)), len(brokers)))


def settings(kind: str) -> str:
    """Return the path of the file of settings of `kafka` or `zookeeper`."""
    return f"{SETTINGS}/{kind}.properties"


def _unpack(lab: Lab, host: str) -> None:
    lab.run(
        host,
        f"sudo useradd --system {USER} && sudo mkdir -p {HOME} {SETTINGS} {DATA}/zookeeper {DATA}/kafka {DATA}/logs "
        f"&& sudo chown -R {USER} {DATA}",
    )
    argv = ["ssh", "-F", str(lab.directory / files.SSH_CONFIG), lab.host(host).name, f"sudo tar -x -C {HOME}"]
    with Path(fetch("3.9.2").path).open("rb") as archive:
        done = subprocess.run(argv, stdin=archive, capture_output=True, check=False, timeout=120)
    if done.returncode != 0:
        raise LabError(f"{host}: the release cannot be unpacked: {done.stderr.decode(errors='replace')}")


def _service(
    lab: Lab,
    host: str,
    kind: str,
    options: Mapping[str, object],
    heaps: Mapping[str, str],
    environment: Mapping[str, str],
    limit: int,
) -> None:
    text = "".join(f"{name}={value}\n" for name, value in options.items())
    lab.run(host, f"sudo install -m 0640 -g {USER} /dev/stdin {settings(kind)}", input=text)
    unit = _UNIT.format(
        kind=kind,
        user=USER,
        data=DATA,
        heap=heaps[kind],
        environment=" ".join(f'"{name}={value}"' for name, value in environment.items()),
        home=HOME,
        settings=SETTINGS,
        limit=limit,
    )
    lab.run(host, f"sudo tee /etc/systemd/system/acme-{kind}.service > /dev/null", input=unit)
    lab.run(host, f"sudo systemctl daemon-reload && sudo systemctl enable --now --quiet acme-{kind}")
