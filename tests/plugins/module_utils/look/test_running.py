"""Services that run, and what they run with."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.look import running
from ansible_collections.hiera_kafka.core.plugins.module_utils.look.unread import Unread
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Status
from lib.machine.known_services import Known

GONE = 2**22 + 1
"""No process has this number: it is above the largest that the kernel gives."""


@pytest.fixture
def process(tmp_path: Path) -> Iterator[int]:
    variables = {"KAFKA_HOME": "/opt/kafka/3.9.1", "JAVA_HOME": "/usr/lib/jvm/a", "KAFKA_OPTS": "-Dpassword=hunter2"}
    with subprocess.Popen(["sleep", "100"], env={**variables, "PATH": os.environ["PATH"]}) as child:
        # Between fork and exec it is still a copy of this process.
        while b"sleep" not in Path(f"/proc/{child.pid}/cmdline").read_bytes():
            time.sleep(0.001)
        yield child.pid
        child.kill()


def wanted(tmp_path: Path, *names: str) -> dict[str, object]:
    files = {"record_file": str(tmp_path / "started"), "records": [str(tmp_path / "server.properties")]}
    return {"services": [{"name": name, **files} for name in names]}


def test_a_service_that_runs_says_with_what_and_nothing_that_may_be_secret(tmp_path: Path, process: int) -> None:
    unread = Unread()
    found = running.services(wanted(tmp_path, "kafka"), Known(kafka=Status("running", process, "active")), unread)

    kafka = found["kafka"]
    assert (kafka["state"], kafka["pid"], kafka["detail"]) == ("running", process, "active")
    assert (kafka["home"], kafka["java"]) == ("/opt/kafka/3.9.1", "/usr/lib/jvm/a")
    assert kafka["program"].endswith(("/sleep", "/coreutils"))
    assert kafka["limits"]["Max open files"] > 0
    assert abs(kafka["since"] - time.time()) < 60
    assert (kafka["pending"], kafka["errors"], unread.reasons) == ([], [], {})
    assert "hunter2" not in repr(found)


def test_a_file_that_changed_after_the_start_is_pending(tmp_path: Path, process: int) -> None:
    file = tmp_path / "server.properties"
    file.write_text("a=1\n")
    (tmp_path / "started").write_text(f"{untrusted.digest(str(file))}  {file}\n")
    manager = Known(kafka=Status("running", process), zookeeper=Status("stopped"))

    def pending() -> list[object]:
        found = running.services(wanted(tmp_path, "kafka", "zookeeper"), manager, Unread())
        return [one["pending"] for one in found.values()]

    assert pending() == [[], []]
    file.write_text("a=2\n")
    assert pending() == [[str(file)], []]


def test_a_service_that_does_not_run_has_nothing_in_force() -> None:
    found = running.services({"services": [{"name": "kafka"}]}, Known(), Unread())
    nothing = {"pid": None, "since": None, "limits": {}, "home": None, "java": None, "program": None, "pending": []}
    assert {name: found["kafka"][name] for name in nothing} == nothing


def test_a_process_that_ended_meanwhile_is_noted(tmp_path: Path) -> None:
    unread = Unread()
    found = running.services(wanted(tmp_path, "kafka"), Known(kafka=Status("running", GONE)), unread)
    assert (found["kafka"]["limits"], found["kafka"]["home"]) == ({}, None)
    assert unread.reasons["limits kafka"] == f"/proc/{GONE}/limits: No such file or directory"


def test_services_of_ours_that_are_not_named_are_strangers() -> None:
    names = ("kafka", "kafka-exporter", "kafka-mirror-a_to_b@0", "kafka-mirror-c_to_d@0", "zookeeper")
    manager = Known(**dict.fromkeys(names, Status("stopped")))
    asked = {
        "services": [{"name": "kafka"}, {"name": "kafka-mirror-a_to_b@0"}],
        "strangers": {"names": ["kafka", "zookeeper"], "prefixes": ["kafka-mirror-"]},
    }
    assert running.strangers(asked, manager) == ["kafka-mirror-c_to_d@0", "zookeeper"]


def test_one_that_has_ended_says_why_as_far_as_its_log_does(tmp_path: Path, process: int) -> None:
    log = tmp_path / "kafka.out"
    log.write_text("ERROR Exiting Kafka (kafka.Kafka$)\njava.io.IOException: No space left on device\n")
    request = {"services": [{"name": name, "log": str(log)} for name in ("runs", "ended")]}
    request["services"].append({"name": "silent", "log": str(tmp_path / "none.out")})
    unread = Unread()
    states = {"runs": Status("running", process), "ended": Status("failed"), "silent": Status("failed")}
    found = running.services(request, Known(**states), unread)
    expected = "a file system that the service writes to is full (disk-full)"
    assert {name: one["cause"] for name, one in found.items()} == {"runs": None, "ended": expected, "silent": None}
    assert unread.reasons == {}
