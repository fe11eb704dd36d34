"""The examples of every plugin's page run as they are written, in the order of a first run, on a local cluster."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from lib.clusters.local_cluster import HOST, ROOT, Done, LocalCluster, local_cluster, write_inventory

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

COLLECTION = "hiera_kafka.core"
PLUGINS = ROOT / "src/ansible_collections/hiera_kafka/core/plugins"
MODULES = (
    *("validate", "fetch", "preflight", "admit", "artifact", "bundle", "service", "ready"),
    *("gate", "roll_observe", "roll_plan", "cluster_lock_run", "cluster_lock", "cluster_lock_verdict"),
    *("look", "verify", "forget"),
)
"""In the order of a run: what stands later finds what those before it made."""
TEMPLATES = (("lookup", "hiera"), ("lookup", "kafka_config"), ("filter", "kafka_config"))


def examples(cluster: LocalCluster, kind: str, *names: str) -> dict[str, str]:
    """Return the examples of plugins by name, as ansible-doc shows them."""
    done = cluster.run("ansible-doc", "-t", kind, "--json", *(f"{COLLECTION}.{name}" for name in names)).good()
    return {name.removeprefix(f"{COLLECTION}."): page["examples"] for name, page in done.data.items()}


def play(name: str, tasks: str) -> dict[str, Any]:
    return {"name": name, "hosts": "all", "gather_facts": False, "tasks": yaml.safe_load(tasks)}


def run(cluster: LocalCluster, *plays: dict[str, Any]) -> Done:
    path = cluster.home / "examples.yml"
    path.write_text(json.dumps(plays), encoding="utf-8")
    return cluster.run("ansible-playbook", path, "-i", cluster.inventory).good()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    with local_cluster(tmp_path_factory.mktemp("examples") / "home") as found:
        found.up("--list-hosts").good()  # notes which Java and which addresses this machine gives, and touches nothing
        yield found


def test_tasks_of_modules_run_and_make_a_zookeeper(cluster: LocalCluster) -> None:
    written = examples(cluster, "module", *MODULES)

    done = run(cluster, *(play(name, written[name]) for name in MODULES))

    tasks = sum(len(yaml.safe_load(text)) for text in written.values())
    counts = done.recap[HOST]
    assert (counts["failed"], counts["unreachable"], counts["skipped"]) == (0, 0, 0)
    assert counts["ok"] == tasks
    assert set(cluster.pids()) == {(HOST, "zookeeper")}


def test_templates_give_what_the_data_says(cluster: LocalCluster) -> None:
    plays = [play(f"{kind} {name}", examples(cluster, kind, name)[name]) for kind, name in TEMPLATES]

    done = run(cluster, *plays)

    address = cluster.strings()["bootstrap_servers"].split(",")[0].partition(":")[0]
    assert done.recap[HOST]["ok"] == len(TEMPLATES)
    assert '"my-kafka-cluster": {' in done.out
    assert done.out.count(f'"msg": "{address}:9092"') + done.out.count(f'"msg": "{HOST}:9092"') == 2


def test_the_play_of_a_filter_for_its_hosts_runs(cluster: LocalCluster) -> None:
    plays = yaml.safe_load(examples(cluster, "filter", "every_host")["every_host"])

    assert run(cluster, *plays).recap[HOST]["ok"] == 1


def test_an_inventory_file_gives_hosts(tmp_path: Path) -> None:
    project = write_inventory(tmp_path / "home", "")
    shutil.copytree(ROOT / "hieradata/cloudvps", project.data / "cloudvps")
    (project.inventory / "hiera_kafka.yml").write_text(examples(project, "inventory", "hiera")["hiera"])

    listed = project.run("ansible-inventory", "-i", project.inventory, "--list").good()

    assert listed.data["kafka_broker"]["hosts"]


def test_every_page_is_tried() -> None:
    found = {
        (kind, path.stem)
        for kind in ("modules", "lookup", "filter", "inventory")
        for path in (PLUGINS / kind).glob("*.py")
    }

    assert found == {
        *(("modules", name) for name in MODULES),
        *TEMPLATES,
        ("filter", "every_host"),
        ("inventory", "hiera"),
    }
