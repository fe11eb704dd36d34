"""Data that would give a service what is not its own: refused before any host is touched."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from hiera_kafka.bridge.bundle import pack
from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.bridge.validate import validate
from hiera_kafka.errors import HieraKafkaError
from lib.data.linting import found, lint_tree
from lib.data.project_trees import HOST, PAGE, project_tree

LOG_DIRS = "profile::kafka::broker::log_dirs"
LINE = PAGE.count("\n") + 1
SYSTEM = [
    "//",
    "/etc",
    "/etc/",
    "//etc",
    "/./etc",
    "/etc/cron.d",
    "/usr/local/bin",
    "/root",
    "/root/.ssh",
    "/home",
    "/home/alice",
    "/srv",
    "/srv/.",
    "/var",
    "/var/lib",
    "/var/log",
    "/opt",
    "/boot",
    "/proc/sys",
    "/dev/shm",
    "/run",
    "/var/run",
    "/tmp",
    "/var/tmp",
    "/var/spool/cron",
    "/lib/systemd/system",
]
MANAGED = [
    "/opt/kafka",
    "/opt/kafka/kafka-3.9.2",
    "/opt/kafka/data",
    "/var/log/kafka",
    "/var/log/kafka/data",
    "/var/log/zookeeper",
    "/var/lib/zookeeper",
    "/var/lib/zookeeper/kafka",
    "/srv/kafka/first/second",
    "/srv/kafka",
]
"""What a host has for something else; the last two lie in and above the other data directory."""
EVERY = [("data-path-system", path) for path in SYSTEM] + [("data-path-overlap", path) for path in MANAGED]
BAD = pytest.mark.parametrize(("id_", "path"), EVERY, ids=[path for _, path in EVERY])
FINE = [
    "/srv/kafka/data",
    "/srv/sda/kafka",
    "/data/kafka",
    "/var/lib/kafka",
    "/var/spool/kafka",
    "/mnt/disk1/kafka-logs",
]


def data(path: str) -> str:
    return f"{PAGE}{LOG_DIRS}: [/srv/kafka/first, {path}]\n"


def taken(inventory: Path) -> set[str]:
    """Return the directories that a run would give to the broker: as its owner, and for it to write."""
    content = json.loads(gzip.decompress(pack(HostSection.of(str(inventory), HOST, "kafka_broker"))[0]))
    unit = content["services"][0]["definition"]["content"]
    writable = next(line.partition("=")[2].split() for line in unit.splitlines() if line.startswith("ReadWritePaths="))
    return {one["path"] for one in content["directories"] if one["owner"] == "kafka"} | set(writable)


@BAD
def test_no_run_takes_over_what_is_not_a_services_own(tmp_path: Path, id_: str, path: str) -> None:
    inventory = project_tree(tmp_path, data(path))

    for attack in (lambda: taken(inventory), lambda: validate(str(inventory), str(tmp_path))):
        with pytest.raises(HieraKafkaError) as raised:
            attack()
        assert {one.id for one in raised.value.diagnostics} == {id_}
        assert [(Path(place.file).name, place.line) for place in raised.value.diagnostics[0].where] == [
            ("common.yaml", LINE)
        ]
        assert raised.value.diagnostics[0].where[0].column > len(f"{LOG_DIRS}: [/srv/kafka/first,")


@BAD
def test_lint_says_the_same_of_it(tmp_path: Path, id_: str, path: str) -> None:
    assert (id_, "common.yaml", LINE) in found(lint_tree(tmp_path, data(path), select=id_))


@pytest.mark.parametrize("path", ["/", "/srv/kafka/../../etc", "/srv/..", "/srv/kafka/data/../../../root"])
def test_what_leads_elsewhere_is_no_path(tmp_path: Path, path: str) -> None:
    with pytest.raises(HieraKafkaError, match="path-invalid"):
        taken(project_tree(tmp_path, data(path)))


@pytest.mark.parametrize("path", FINE)
def test_what_operators_use_is_taken(tmp_path: Path, path: str) -> None:
    assert taken(project_tree(tmp_path, data(path))) == {"/srv/kafka/first", path, "/var/log/kafka"}


@pytest.mark.parametrize("command", ["catalog", "render"])
@pytest.mark.parametrize("path", ["/etc", "/var/log/kafka/data"])
def test_commands_refuse_it_and_write_nothing(tmp_path: Path, command: str, path: str) -> None:
    inventory, out = project_tree(tmp_path, data(path)), tmp_path / "out"
    words = [Path(sys.executable).with_name("hiera-kafka"), command, HOST, "-i", inventory]

    done = subprocess.run(
        [*words, *(["--out", out] if command == "render" else [])], capture_output=True, text=True, check=False
    )

    assert done.returncode == 3
    assert f"common.yaml:{LINE}:" in done.stderr
    assert "error[data-path-" in done.stderr
    assert not done.stdout
    assert not out.exists()
