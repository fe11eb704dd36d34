"""A made-up service is added to a copy of the sources, from the very files that CONTRIBUTING.md walks through.

What is tested is how little that takes: everything that users see of a service follows from those files.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lib.clusters.local_cluster import HOST, MARK, PAGE, Done, LocalCluster, stop, watched, write_inventory
from lib.repository import ROOT

MADE_UP = ROOT / "tests/data/made_up_service"
ADDED = MADE_UP / "added"
CHANGES = MADE_UP / "changes.patch"
SOURCES = ("src", "roles", "playbooks", "templates", "site.yml", "ansible.cfg")
MADE = "src/ansible_collections/hiera_kafka/core/plugins/module_utils/readiness/kinds.py"
"""Made anew from the declarations, with `pytest --regenerate`."""
BESIDES = ("templates/", "docs/")
"""What is not counted."""
MOST = 5

PORT = 9777
DATA = f"{PAGE}\nkafka_heartbeat_port: {PORT}\nkafka_heartbeat_message: still here\n"

pytestmark = pytest.mark.slow


def added() -> list[str]:
    files = [path for path in ADDED.rglob("*") if path.is_file() and path.parent.name != "__pycache__"]
    return sorted(str(path.relative_to(ADDED)) for path in files)


def changed() -> list[str]:
    lines = CHANGES.read_text(encoding="utf-8").splitlines()
    return [*(line.removeprefix("+++ b/") for line in lines if line.startswith("+++ b/")), MADE]


@dataclass(frozen=True)
class Copy:
    """A copy of the sources with the service in it, and an inventory whose data asks for it."""

    root: Path
    cluster: LocalCluster

    def run(self, *words: str | Path) -> Done:
        """Run a program of the venv with the copy's code and collection."""
        done = subprocess.run(
            [str(Path(sys.executable).parent / words[0]), *map(str, words[1:])],
            cwd=self.root,
            env={**self.cluster.environment, "PYTHONPATH": str(self.root / "src"), MARK: str(self.cluster.home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def hiera_kafka(self, command: str, *words: str | Path) -> Done:
        return self.run("hiera-kafka", *command.split(), "-i", self.cluster.inventory, *words)

    def python(self, program: str, *arguments: str | Path) -> Any:
        """Run a program that prints JSON."""
        return self.run("python", "-c", program, *arguments).good().data


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    directory = tmp_path_factory.mktemp("made-up")
    root = directory / "checkout"
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, root / name, symlinks=True, ignore=ignored)
        else:
            shutil.copy(source, root / name)
    shutil.copytree(ADDED, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(["git", "apply", "--unsafe-paths", f"--directory={root}", CHANGES], cwd="/", check=True)
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}:{ROOT / 'tests'}"}
    program = "from lib import wire_table; print(wire_table.kinds_text(), end='')"
    kinds = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True).stdout
    (root / MADE).write_bytes(kinds)
    home = directory / "home"
    with watched(home):
        yield Copy(root, write_inventory(home, DATA))
        stop(home)


def test_it_takes_few_files() -> None:
    files = [name for name in (*added(), *changed()) if not name.startswith(BESIDES)]
    assert len(files) <= MOST, files


def test_contributing_walks_through_these_files() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [name for name in (*added(), *changed()) if f"`{name}`" not in text] == []


def test_its_data_is_valid(copy: Copy) -> None:
    assert copy.hiera_kafka("lint").code == 0
    wrong = DATA.replace(str(PORT), "70000")
    project = copy.cluster.data / "project.yaml"
    project.write_text(wrong)
    try:
        copy.hiera_kafka("catalog", HOST).failed(3, "kafka_heartbeat_port", "project.yaml:")
    finally:
        project.write_text(DATA)


def test_editors_know_its_keys(copy: Copy) -> None:
    schema = copy.run("hiera-kafka", "schema").good().data
    assert schema["properties"]["kafka_heartbeat_message"]["description"] == "What it answers."


def test_its_section_is_in_the_catalog(copy: Copy) -> None:
    catalog = copy.hiera_kafka("catalog", HOST, "--output", "json").good().data
    section = next(section for section in catalog["sections"] if section["role"] == "heartbeat")

    assert [service["name"] for service in section["services"]] == ["heartbeat"]
    assert [port["port"] for port in section["ports"]] == [PORT]
    assert [check["service"] for check in section["readiness"]] == ["heartbeat"]


def test_its_file_is_rendered_and_explained(copy: Copy, tmp_path: Path) -> None:
    copy.hiera_kafka("render", HOST, "--out", tmp_path / "out").good()
    (file,) = (tmp_path / "out").rglob("heartbeat.properties")
    assert f"\nport={PORT}\n" in file.read_text()
    explained = copy.hiera_kafka("explain", HOST, "heartbeat.properties", "port").good()
    assert f"port={PORT}" in explained.out
    assert "hieradata/project.yaml:" in explained.out


def test_the_inventory_has_its_group(copy: Copy) -> None:
    groups = copy.run("ansible-inventory", "-i", copy.cluster.inventory, "--list").good().data
    assert groups["heartbeat"]["hosts"] == groups["section"]["hosts"] == [HOST]
    variable = copy.run("ansible-inventory", "-i", copy.cluster.inventory, "--host", HOST, "--yaml").good()
    assert "hiera_kafka_sections:\n- heartbeat\n" in variable.out


def test_two_owners_of_its_port_are_refused(copy: Copy) -> None:
    with copy.cluster.overridden({"kafka_heartbeat_port": 9092}):
        copy.hiera_kafka("catalog", HOST).failed(3, "error[two-owners]", "9092")


PACK = """
import gzip, json, sys
from hiera_kafka.bridge.bundle import pack
from hiera_kafka.bridge.host_section import HostSection
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
data, _ = pack(HostSection.of(sys.argv[1], sys.argv[2], "heartbeat"))
bundle = bundle_format.parse(gzip.decompress(data))
print(json.dumps({"files": [f.path for f in bundle.written()], "services": [s.name for s in bundle.services]}))
"""


def test_its_bundle_is_read_by_the_parser_of_hosts(copy: Copy) -> None:
    found = copy.python(PACK, copy.cluster.inventory / "hiera_kafka.yml", HOST)
    assert found["services"] == ["heartbeat"]
    assert any(path.endswith("/heartbeat.properties") for path in found["files"])


@pytest.mark.real
@pytest.mark.xdist_group("real")
def test_it_is_started_waited_for_and_stopped(copy: Copy) -> None:
    """Of the whole playbook its own plays alone, so that neither ZooKeeper nor Kafka is started."""
    run = copy.hiera_kafka("local up", "--", "--tags", "heartbeat").good()
    assert "heartbeat" in run.out
    (row,) = [row for row in copy.hiera_kafka("local status", "--output", "json").data if row["service"] == "heartbeat"]
    with socket.create_connection((row["address"], PORT), timeout=5) as connection:
        assert connection.recv(100) == b"heartbeat still here\n"
    assert copy.hiera_kafka("local up", "--", "--tags", "heartbeat").good().changed == 0
    copy.hiera_kafka("local down").good()
    assert not [row for row in copy.hiera_kafka("local status", "--output", "json").data if row["pid"]]
