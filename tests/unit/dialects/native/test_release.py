"""The Kafka release on a host, and files that belong to it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import placed
from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import hosts_platform, local_platform
from hiera_kafka.catalog.resources import Setting, Value
from hiera_kafka.catalog.values import default
from hiera_kafka.dialects.native.release import artifact, config_file, directory, java_home, release_file, start_service
from hiera_kafka.source import Origin
from lib.repository import ROOT

HOSTS = Machine(hosts_platform(), "k")
LOCAL = Machine(
    local_platform(roots={"k": "/v/k"}, addresses={"k": "127.0.0.1"}, user="me", group="us", java_home="/j"), "k"
)
SCRIPT = ROOT / "templates/usr/local/libexec/hiera-kafka/start-service.j2"
ENTRY = (1_796_096_521_464).to_bytes(8, "big") + (7).to_bytes(4, "big")
"""Of a time index: milliseconds since 1970, and an offset counted from the segment's first."""
ZEROS = bytes(12)
FIRST, SECOND = f"{0:020}.timeindex", f"{700:020}.timeindex"


def test_each_version_has_a_directory_of_its_own_that_services_only_read() -> None:
    found = artifact(HOSTS, "3.9.2")
    assert (found.path, found.owner) == ("/opt/kafka/kafka-3.9.2", "root")
    assert artifact(LOCAL, "3.9.2").path == "/v/k/opt/kafka/kafka-3.9.2"


def test_the_file_that_names_the_release_is_written_once_and_then_held() -> None:
    found = release_file(HOSTS, "/etc/kafka/release", default("3.9.2", "r"))
    assert found.hold
    assert [s.value.data for s in found.settings()] == ["/opt/kafka/kafka-3.9.2"]


def test_services_are_started_through_a_script_that_can_be_run() -> None:
    assert start_service(LOCAL).mode == "0755"
    assert start_service(LOCAL).path.startswith("/v/k/")


def test_a_file_with_a_secret_is_for_its_group_alone_whatever_mode_is_asked_for() -> None:
    secret = (Setting("password", Value("x", Origin.default("r"), secret=True)),)
    found = config_file(HOSTS, "/etc/x", "x.j2", group="kafka", mode="0755", exports=secret)
    assert (found.owner, found.group, found.mode) == ("root", "kafka", "0640")


def test_a_file_without_secrets_is_for_everyone_to_read() -> None:
    found = config_file(HOSTS, "/etc/x", "x.j2", group="kafka", name="x")
    assert (found.owner, found.group, found.mode) == ("root", "root", "0644")


def test_a_directory_belongs_to_its_user_on_hosts_and_to_the_caller_here() -> None:
    assert (directory(HOSTS, "/d", "kafka").owner, directory(LOCAL, "/d", "kafka").owner) == ("kafka", "me")


def test_java_is_what_the_data_says_else_the_platforms() -> None:
    assert java_home(HOSTS.platform).data == "/usr/lib/jvm/default-java"
    assert java_home(HOSTS.platform, "/opt/java", Origin.default("data")).data == "/opt/java"


def start(home: Path, command: str, *directories: Path) -> subprocess.CompletedProcess[str]:
    """Start a service that only says that it was started."""
    program = home / "release/bin" / command
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text("#!/bin/sh\necho started\n")
    program.chmod(0o755)
    (home / "release/MANIFEST.sha256").touch()
    (home / "environment").write_text(f'KAFKA_HOME="{home}/release"\n')
    dirs = ",".join(
        str(one).encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00") for one in directories
    )
    (home / "server.properties").write_text(f"broker.id=1\nlog.dirs={dirs}\nlog.retention.hours=1\n")
    words = [
        "--env",
        home / "environment",
        "--record",
        home / "run/kafka/started",
        "--",
        command,
        home / "server.properties",
    ]
    return subprocess.run(["/bin/sh", SCRIPT, *words], capture_output=True, text=True, check=False)


def started(home: Path, command: str, *directories: Path) -> subprocess.CompletedProcess[str]:
    """Start a service that only says that it was started, which nothing speaks against."""
    done = start(home, command, *directories)
    assert (done.returncode, done.stdout) == (0, "started\n"), done.stderr
    return done


def data(directory: Path, indexes: dict[str, bytes]) -> Path:
    """Make a directory of data that was left as one that was shut down cleanly."""
    for name, content in indexes.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (directory / ".kafka_cleanshutdown").touch()
    return directory


@pytest.mark.parametrize(
    ("indexes", "doubted"),
    [
        ({f"t-1/{FIRST}": ENTRY}, False),
        ({f"t-1/{FIRST}": ENTRY + 1000 * ZEROS}, True),
        ({f"t-1/{FIRST}": ZEROS}, True),
        ({f"t-1/{FIRST}": b""}, False),
        ({f"t-1/{FIRST}": ENTRY, f"t-1/{SECOND}": ENTRY + ZEROS}, True),
        # Only the newest one was open.
        ({f"t-1/{FIRST}": ENTRY + ZEROS, f"t-1/{SECOND}": ENTRY}, False),
        ({f"t-1/{FIRST}": ENTRY, f"t-10/{FIRST}": ZEROS, f"t-10/{SECOND}": ENTRY, f"t-2/{FIRST}": ENTRY}, False),
        ({f"t-1/{FIRST}": ENTRY, f"t-10/{FIRST}": ENTRY + ZEROS, f"t-2/{FIRST}": ENTRY}, True),
        ({f"t-1/{FIRST}.deleted": ZEROS, "checkpoint": ZEROS, f"lost+found/{FIRST}": ZEROS}, False),
        ({}, False),
    ],
)
def test_a_clean_shutdown_is_doubted_where_the_newest_index_of_a_partition_ends_in_zeros(
    tmp_path: Path, indexes: dict[str, bytes], doubted: bool
) -> None:
    directory = data(tmp_path / "data", indexes) if indexes else tmp_path / "missing"
    mark = directory / ".kafka_cleanshutdown"
    done = started(tmp_path, "kafka-server-start", directory)

    assert mark.exists() == (bool(indexes) and not doubted)
    assert done.stderr.count(f"start-service: {mark} is not true") == doubted
    assert bool(done.stderr) == doubted
    assert all((directory / name).read_bytes() == content for name, content in indexes.items())


def test_each_directory_is_judged_alone_also_below_an_uncommon_one(tmp_path: Path) -> None:
    whole = data(tmp_path / "ä/one", {f"t-0/{FIRST}": ENTRY})
    padded = data(tmp_path / "ä/two", {f"t-1/{FIRST}": ENTRY + ZEROS})
    started(tmp_path, "kafka-server-start", whole, padded)

    assert (whole / ".kafka_cleanshutdown").exists()
    assert not (padded / ".kafka_cleanshutdown").exists()


def test_a_directory_may_be_a_link_to_its_volume(tmp_path: Path) -> None:
    padded = data(tmp_path / "volume", {f"t-1/{FIRST}": ENTRY + ZEROS})
    (tmp_path / "data").symlink_to(padded)
    started(tmp_path, "kafka-server-start", tmp_path / "data")

    assert not (padded / ".kafka_cleanshutdown").exists()


def test_other_services_have_no_such_directories(tmp_path: Path) -> None:
    padded = data(tmp_path / "data", {f"t-1/{FIRST}": ENTRY + ZEROS})

    assert started(tmp_path, "zookeeper-server-start", padded).stderr == ""
    assert (padded / ".kafka_cleanshutdown").exists()


def remembered(root: Path, *directories: Path) -> None:
    """Have the host remember that its broker has had data in these directories."""
    seen = {str(path): {"broker.id": "1", "cluster.id": "a"} for path in directories}
    text = {"unit": f"{root}/etc/systemd/system/kafka.service", "members": {"k1": placed.Peer("1", "10.0.0.1")}}
    names = ("cluster", "id", "host", "address", "release")
    record = placed.Placed("kafka", placed.BROKER, **dict.fromkeys(names, "1"), **text, seen=seen)  # type: ignore[arg-type]
    placed.write(str(root), replace(record, directories=tuple(seen)))


@pytest.mark.parametrize("name", ["data", "ä/data", "a.b+c"])
def test_a_broker_is_not_started_where_its_data_is_gone(tmp_path: Path, name: str) -> None:
    there, gone = tmp_path / "there", tmp_path / name
    for path in (there, gone):
        path.mkdir(parents=True)
        (path / "meta.properties").touch()
    remembered(tmp_path, there, gone)
    assert started(tmp_path, "kafka-server-start", there, gone).stderr == ""

    (gone / "meta.properties").unlink()
    refused = start(tmp_path, "kafka-server-start", there, gone)
    assert (refused.returncode, refused.stdout) == (78, "")
    assert f"start-service: {gone} has no data of this broker any more" in refused.stderr
    gone.rmdir()
    assert start(tmp_path, "kafka-server-start", there, gone).returncode == 78

    placed.admit_empty(str(tmp_path), "kafka")
    assert started(tmp_path, "kafka-server-start", there, gone).stderr == ""


def test_one_that_never_had_data_there_is_started(tmp_path: Path) -> None:
    started(tmp_path, "kafka-server-start", tmp_path / "new")
    remembered(tmp_path, tmp_path / "other", tmp_path / "new/er")
    started(tmp_path, "kafka-server-start", tmp_path / "new", tmp_path / "new.er")


def test_its_environment_is_that_of_its_files_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the script needs for itself does not reach the service."""
    monkeypatch.delenv("LC_ALL", raising=False)
    done = start(tmp_path, "kafka-server-start", tmp_path / "data")
    program = tmp_path / "release/bin/kafka-server-start"
    assert done.returncode == 0
    words = done.args
    program.write_text("#!/bin/sh\nenv\n")
    assert "LC_ALL" not in subprocess.run(words, capture_output=True, text=True, check=True).stdout
