"""Processes of somebody else's cluster, in a /proc made by hand; real ones are in tests/local/test_adopt.py."""

from __future__ import annotations

import json
import os
import pwd
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.adoption import services as module
from ansible_collections.hiera_kafka.core.plugins.module_utils.adoption.services import services

NAMES = {"broker": ["broker.id", "log.dirs", "num.io.threads"], "zookeeper": ["dataDir", "tickTime"]}
QUORUM = "org.apache.zookeeper.server.quorum.QuorumPeerMain"


class Machine:
    """A /proc with Java processes of the caller."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.proc = directory / "proc"
        self.proc.mkdir()
        (self.proc / "stat").write_text("cpu 1\nbtime 1767225600\n")
        self.java = directory / "jvm/java-17"
        (self.java / "bin").mkdir(parents=True)
        (self.java / "release").write_text('IMPLEMENTOR="Debian"\nJAVA_VERSION="17.0.15"\n')

    def start(self, pid: int, *words: str, jar: str | None = None, root: str = "/", limit: str = "1024") -> Path:
        home = self.proc / str(pid)
        (home / "fd").mkdir(parents=True)
        (home / "cmdline").write_bytes(b"".join(word.encode() + b"\0" for word in words))
        (home / "stat").write_text(f"{pid} (java) S " + " ".join(["0"] * 18) + " 100 0")
        (home / "status").write_text(f"Name:\tjava\nUid:\t{self.uid}\nGid:\t{self.gid}\nGroups:\t\n")
        (home / "cgroup").write_text("0::/system.slice/kafka-prod.service\n")
        (home / "limits").write_text(f"Limit  Soft Limit  Hard Limit  Units\nMax open files  {limit}  4096  files\n")
        (home / "exe").symlink_to(self.java / "bin/java")
        (home / "cwd").symlink_to(self.directory)
        (home / "root").symlink_to(root)
        if jar is not None:
            (home / "fd/3").symlink_to(jar)
        return home

    uid = "\t".join([str(os.getuid())] * 4)
    gid = "\t".join([str(os.getgid())] * 4)

    def write(self, name: str, text: str) -> Path:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def found(self) -> list[dict[str, Any]]:
        return services(NAMES, self.proc)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_broker_with_all_that_its_files_say(machine: Machine) -> None:
    data = machine.directory / "data"
    file = machine.write(
        "config/server.properties",
        f"broker.id=3\nlog.dirs={data},missing\nnum.io.threads=4\nssl.key.password=hunter2\n",
    )
    machine.write("data/meta.properties", "#\nbroker.id=3\ncluster.id=abc\nother=hunter2\n")
    machine.start(
        *(11, "java", "-Xmx1g", "-Xms1g", "-Dx=hunter2", "-cp", "libs/*", "kafka.Kafka", "config/server.properties"),
        *("--override", "num.io.threads=6", "--override=sasl.jaas.config=hunter2"),
        jar="/opt/kafka_2.13-3.9.1/libs/kafka_2.13-3.9.1.jar",
    )
    (found,) = machine.found()

    assert found == {
        "kind": "broker",
        "pid": 11,
        "since": 1767225600 + 100 / os.sysconf("SC_CLK_TCK"),
        "user": pwd.getpwuid(os.getuid()).pw_name,
        "unit": "kafka-prod.service",
        "command": {
            "heap": {"Xmx": "1g", "Xms": "1g"},
            "flags": [],
            "jmx_port": None,
            "logging": None,
            "login": None,
            "agents": [],
            "properties": ["x"],
        },
        "open_files": 1024,
        "release": "3.9.1",
        "home": "/opt/kafka_2.13-3.9.1",
        "java": str(machine.java),
        "java_version": "17.0.15",
        "file": str(file),
        "changed": file.stat().st_mtime,
        "options": {
            "broker.id": "3",
            "log.dirs": f"{data},missing",
            "num.io.threads": "4",
            "ssl.key.password": None,
        },
        "overrides": {"num.io.threads": "6", "sasl.jaas.config": None},
        "data": [
            {"path": str(data), "properties": {"broker.id": "3", "cluster.id": "abc"}, "detail": ""},
            {
                "path": f"{machine.directory}/missing",
                "properties": {},
                "detail": f"{machine.directory}/missing: No such file or directory",
            },
        ],
        "myid": None,
        "detail": "",
    }
    assert "hunter2" not in json.dumps(found)


def test_a_zookeeper_with_its_id_and_members_of_another_file(machine: Machine) -> None:
    machine.write("zk/myid", "7\n")
    machine.write("zoo.dynamic", "server.7=zk7:2888:3888;2181\nsecret=hunter2\n")
    machine.write("zoo.cfg", "tickTime=1500\ndataDir=zk\ndynamicConfigFile=zoo.dynamic\nserver.x.password=hunter2\n")
    machine.start(5, "java", QUORUM, "zoo.cfg", jar="/opt/zk/lib/zookeeper-3.8.4.jar", limit="unlimited")
    (found,) = machine.found()

    assert (found["kind"], found["release"], found["home"], found["myid"]) == ("zookeeper", "3.8.4", "/opt/zk", 7)
    assert found["open_files"] is None
    assert found["options"] == {
        "tickTime": "1500",
        "dataDir": "zk",
        "dynamicConfigFile": None,
        "server.x.password": None,
        "server.7": "zk7:2888:3888;2181",
    }


@pytest.mark.parametrize(
    ("words", "kind", "file"),
    [
        (["org.apache.kafka.connect.mirror.MirrorMaker", "/etc/mm2.properties"], "mirror-maker", "/etc/mm2.properties"),
        (
            ["kafka.tools.MirrorMaker", "--consumer.config", "/etc/c", "--producer.config", "/etc/p"],
            "mirror-maker",
            "/etc/c",
        ),
        (["org.apache.kafka.connect.cli.ConnectDistributed", "/etc/w"], "connect", "/etc/w"),
        ([QUORUM, "2181", "/var/lib/zk"], "zookeeper", None),
        (["kafka.Kafka"], "broker", None),
    ],
)
def test_other_services_are_named_with_their_files(
    machine: Machine, words: list[str], kind: str, file: str | None
) -> None:
    machine.start(9, "java", *words)
    (found,) = machine.found()

    assert (found["kind"], found["file"]) == (kind, file)
    assert found["detail"]


def test_what_is_no_service_is_left_out(machine: Machine) -> None:
    machine.start(1, "java", "-jar", "/x.jar", "kafka.Kafka")
    machine.start(2, "pgrep", "-f", "kafka.Kafka")
    machine.start(3, "")

    assert [entry["pid"] for entry in machine.found()] == [2]  # which pretends, and has no file


def test_the_file_of_a_container_is_not_the_file_of_that_name_on_the_host(machine: Machine, tmp_path: Path) -> None:
    machine.write("server.properties", "broker.id=9\n")
    (tmp_path / "container").mkdir()
    machine.start(4, "java", "kafka.Kafka", "server.properties", root=str(tmp_path / "container"))
    (found,) = machine.found()

    assert found["options"] == {}
    assert found["detail"] == "it runs in a container, whose files are not read"


def test_a_file_that_the_process_may_not_read_is_not_read_for_it(machine: Machine) -> None:
    path = machine.write("server.properties", "broker.id=9\n")
    path.chmod(0o600)
    home = machine.start(4, "java", "kafka.Kafka", str(path))
    (home / "status").write_text("Uid:\t4711\t4711\t4711\t4711\nGid:\t4711\t4711\t4711\t4711\nGroups:\t\n")
    (found,) = machine.found()
    assert found["options"] == {}
    assert found["detail"] == f"{path} is not read: the process itself may not"

    path.chmod(0o604)
    (found,) = machine.found()
    assert found["options"] == {"broker.id": "9"}


def test_a_file_that_is_none_is_told(machine: Machine) -> None:
    os.mkfifo(machine.directory / "pipe")
    machine.start(4, "java", "kafka.Kafka", "pipe")
    (found,) = machine.found()

    assert "only a regular file is read" in found["detail"]


def test_the_release_is_that_of_the_open_jar_and_else_of_the_class_path(machine: Machine) -> None:
    new = "/opt/kafka/libs/kafka_2.13-3.9.2.jar"
    machine.start(4, "java", "-cp", new, "kafka.Kafka", "x", jar="/opt/kafka/libs/kafka_2.13-3.9.1.jar (deleted)")
    machine.start(5, "java", "-cp", "bin/../libs/kafka_2.12-7.6.0-ccs.jar", "kafka.Kafka", "x")
    machine.start(6, "java", "-cp", "/opt/*", "kafka.Kafka", "x")

    assert [entry["release"] for entry in machine.found()] == ["3.9.1", "7.6.0-ccs", None]


def test_a_host_full_of_them_has_an_end(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    for pid in range(1, 5):
        machine.start(pid, "java", "kafka.Kafka", "x")

    assert [entry["pid"] for entry in machine.found()] == [1, 2]


def test_processes_of_this_machine_are_looked_at() -> None:
    assert isinstance(services(NAMES), list)
