"""A cluster that somebody else set up on hosts is adopted over SSH, with all that its files say and no secret of it.

Its names are those of the hosts, which this machine cannot look up: brokers and ZooKeeper are asked through these.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from lab import files, foreign, hosts, machine, site
from lab.hosts import Lab

SECRET = f"planted-{secrets.token_hex(8)}"
FIRST, SECOND = site.names(2)
SHARED = {
    "num.partitions": 5,
    "super.users": "User:admin",
    "ssl.truststore.password": SECRET,
    "an.option.of.a.plugin": SECRET,
    "offsets.topic.replication.factor": 2,
}


@dataclass(frozen=True)
class Foreign:
    """The hosts, and the directory whose `.ssh/config` leads to them."""

    lab: Lab
    home: Path

    def adopt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hiera_kafka", "adopt", *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "HOME": str(self.home)},
            timeout=120,
        )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Foreign]:
    obstacle = machine.obstacle()
    if obstacle is not None:
        pytest.skip(obstacle)
    directory = tmp_path_factory.mktemp("foreign")
    lab = hosts.up(
        directory / "lab", [FIRST, SECOND], releases={FIRST: "bookworm", SECOND: "trixie"}, owner=os.getpid()
    )
    try:
        foreign.start(
            lab,
            "kafka1",
            {"kafka1": {"broker.id": 11, **SHARED}, "kafka2": {"broker.id": 12, "num.io.threads": 3, **SHARED}},
            server={"autopurge.purgeInterval": 3, "maxClientCnxns": 77},
            heaps={"zookeeper": "-Xms96m -Xmx96m", "kafka": "-Xms256m -Xmx300m"},
            environment={"JMX_PORT": "9999", "KAFKA_OPTS": f"-Djavax.net.ssl.trustStorePassword={SECRET}"},
            limit=5000,
        )
        (directory / "home/.ssh").mkdir(parents=True, mode=0o700)
        (directory / "home/.ssh/config").write_text((lab.directory / files.SSH_CONFIG).read_text())
        yield Foreign(lab, directory / "home")
    finally:
        lab.down()


@pytest.fixture(scope="module")
def adopted(cluster: Foreign) -> Path:
    """What was written of the cluster, once an option of kafka2 had been changed on its disk."""
    path = foreign.settings("kafka")
    cluster.lab.run("kafka2", f"sudo sed -i 's/^num.io.threads=3$/num.io.threads=6/' {path}")
    before = _state(cluster.lab)
    out = cluster.home / "adopted"
    done = cluster.adopt("--ssh", "--bootstrap-server", f"{FIRST}:9092", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert _state(cluster.lab) == before
    assert SECRET not in done.stdout + done.stderr
    assert not [path for path in out.rglob("*") if path.is_file() and SECRET in path.read_text()]
    return out


def _state(lab: Lab) -> dict[str, str]:
    """All files of both services and what root finds in its home and in /tmp, and their processes."""
    command = (
        f"sudo find {foreign.SETTINGS} /root /tmp /var/tmp /home -newermt '2000-01-01' -printf '%p %s %T@\\n' | sort; "
        f"pgrep -u {foreign.USER} | sort"
    )
    return {host: lab.run(host, command) for host in ("kafka1", "kafka2")}


def read(out: Path, name: str) -> Any:
    return yaml.safe_load((out / name).read_text())


def test_files_tell_the_release_the_heaps_and_the_limits(adopted: Path) -> None:
    common, report = read(adopted, "hieradata/common.yaml"), read(adopted, "adoption.yaml")

    assert report["kafka_version"] == {
        "value": "3.9.2",
        "evidence": f"the jar that brokers run from says so on {FIRST}, {SECOND}",
    }
    assert common["kafka_clusters"]["acme"]["brokers"] == {FIRST: {"id": "11"}, SECOND: {"id": "12"}}
    assert common["kafka_clusters"]["acme"]["config"]["super.users"] == "User:admin"
    assert common["profile::kafka::broker::max_heap_size"] == "300m"
    assert common["profile::kafka::broker::nofiles_ulimit"] == 5000
    assert common["zookeeper_clusters"]["zookeeper"] == {"hosts": {FIRST: "1"}, "heap_size": "96m"}
    own = read(adopted, f"hieradata/hosts/{FIRST}.yaml")
    assert own["kafka_zookeeper_config"]["autopurge.purgeInterval"] == 3
    assert own["profile::zookeeper::max_client_connections"] == 77


def test_processes_are_found_whatever_their_units_are_called(adopted: Path) -> None:
    found = {(one["host"], one["is"]): one for one in read(adopted, "adoption.yaml")["processes"]}

    assert set(found) == {(FIRST, "broker 11"), (SECOND, "broker 12"), (FIRST, "ZooKeeper 1")}
    broker = found[SECOND, "broker 12"]
    assert {name: broker[name] for name in ("unit", "user", "release", "home", "file", "jmx_port", "open_files")} == {
        "unit": "acme-kafka.service",
        "user": foreign.USER,
        "release": "3.9.2",
        "home": foreign.HOME,
        "file": foreign.settings("kafka"),
        "jmx_port": 9999,
        "open_files": 5000,
    }
    assert "-Xmx300m" in broker["jvm_options"]
    assert "javax.net.ssl.trustStorePassword" in broker["system_properties"]
    assert [entry["broker.id"] for entry in broker["data"]] == ["12", "12"]
    assert len({entry["cluster.id"] for one in found.values() for entry in one["data"]}) == 1
    versions = {one["host"]: one["java_version"].partition(".")[0] for one in found.values()}
    assert versions == {FIRST: "17", SECOND: "21"}  # of Debian 12 and 13
    assert found[FIRST, "ZooKeeper 1"]["unit"] == "acme-zookeeper.service"


def test_secrets_are_listed_by_their_names(adopted: Path) -> None:
    hidden = {(one["host"], one["option"]) for one in read(adopted, "adoption.yaml")["differences"] if one["hidden"]}

    secret = ("an.option.of.a.plugin", "ssl.truststore.password")
    # The file of kafka2 was changed since, so nothing says that what it has is what that broker was given.
    assert hidden == {*((host, option) for host in (FIRST, SECOND) for option in secret), (SECOND, "super.users")}


def test_what_data_cannot_say_is_listed_with_its_reason(adopted: Path) -> None:
    listed = {(one["host"], one["option"]): one for one in read(adopted, "adoption.yaml")["differences"]}

    assert listed[FIRST, "-Xms"]["running"] == "256m"
    assert listed[SECOND, "com.sun.management.jmxremote.port"]["running"] == "9999"
    assert listed[FIRST, "LimitNOFILE"]["file"] == "zookeeper.service"
    assert all(one["reason"] for one in listed.values())


def test_what_was_changed_on_disk_is_not_what_runs(adopted: Path) -> None:
    assert read(adopted, "adoption.yaml")["changed_on_disk"] == [
        {
            "host": SECOND,
            "file": "server.properties",
            "option": "num.io.threads",
            "running": "3",
            "on_disk": "6",
        }
    ]
    assert read(adopted, f"hieradata/hosts/{SECOND}.yaml")["profile::kafka::broker::num_io_threads"] == 3


def test_a_host_whose_key_is_not_known_is_not_spoken_to(cluster: Foreign, adopted: Path) -> None:
    known = cluster.lab.directory / "known_hosts"
    text = known.read_text()
    known.write_text("".join(line for line in text.splitlines(keepends=True) if not line.startswith(FIRST)))
    try:
        done = cluster.adopt("--ssh", "--bootstrap-server", f"{FIRST}:9092")
    finally:
        known.write_text(text)
    assert done.returncode == 4
    assert f"{FIRST}:9092: ssh-host-key-unknown: " in done.stderr


def test_without_ssh_names_that_nobody_knows_here_are_an_error(cluster: Foreign) -> None:
    done = cluster.adopt("--bootstrap-server", f"{FIRST}:9092")

    assert done.returncode == 4
    assert "error[cluster-not-answering]" in done.stderr
