"""The committed example of six clusters, small enough for one machine: some of its hosts, and heaps that fit.

Nothing is written anew: inventory and data are copies of inventories/wikimedia and hieradata/wikimedia in which hosts
are missing. Logging and test clusters are left out as a whole, since nothing goes from them to the others.

As a command: `PYTHONPATH=tests python -m lab.six_clusters DIRECTORY`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from lab.site import CONNECTION, ROOT

BROKERS = {"main-eqiad": 2, "main-codfw": 2, "jumbo-eqiad": 1}
"""How many brokers of each cluster are kept, the first ones of the data."""
MEMBERS = {"main-eqiad": 1, "main-codfw": 1}
"""How many members of each ensemble are kept."""
_BROKER_HEAP = "384m"
_MIRROR_HEAP = "-Xms64m -Xmx128m"
_ZOOKEEPER_HEAP = "128m"


def write(directory: Path) -> list[str]:
    """Write the small example below `directory`, as a `NodeList` expects it, and return the names of its hosts."""
    data, inventory = directory / "puppet", directory / "inventory"
    _copy(ROOT / "hieradata" / "wikimedia", data, _smaller)
    kept = yaml.safe_load((data / "common.yaml").read_text())
    hosts = [
        *(host for ensemble in kept["zookeeper_clusters"].values() for host in ensemble["hosts"]),
        *(host for cluster in kept["kafka_clusters"].values() for host in cluster["brokers"]),
    ]
    plugin = yaml.safe_load((ROOT / "inventories" / "wikimedia" / "hiera_kafka.yml").read_text())
    plugin["hiera_config"] = "../puppet/hiera.yaml"
    plugin["nodes"] = {host: plugin["nodes"][host] for host in hosts}
    (inventory / "group_vars").mkdir(parents=True)
    (inventory / "hiera_kafka.yml").write_text(_dump(plugin))
    (inventory / "group_vars/all.yml").write_text(yaml.safe_dump(CONNECTION))
    return hosts


def change(directory: Path, name: str, edit: Callable[[dict[str, Any]], None]) -> None:
    """Edit one file of the data in place.

    Args:
        directory: What `write` got.
        name: Path below the data.
        edit: Changes the file's content.
    """
    path = directory / "puppet" / name
    content = yaml.safe_load(path.read_text())
    edit(content)
    path.write_text(_dump(content))


def _dump(content: Any) -> str:
    return yaml.safe_dump(content, sort_keys=False)


def _copy(source: Path, target: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    for path in source.rglob("*.yaml"):
        content = yaml.safe_load(path.read_text())
        edit(content)
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(_dump(content))


def _smaller(content: dict[str, Any]) -> None:
    if "kafka_clusters" in content:
        content["kafka_clusters"] = _first(content["kafka_clusters"], "brokers", BROKERS)
        content["zookeeper_clusters"] = _first(content["zookeeper_clusters"], "hosts", MEMBERS)
        for ensemble in content["zookeeper_clusters"].values():
            ensemble["heap_size"] = _ZOOKEEPER_HEAP
    if "profile::kafka::broker::max_heap_size" in content:
        content["profile::kafka::broker::max_heap_size"] = _BROKER_HEAP
    if "profile::kafka::mirror::properties" in content:
        content["profile::kafka::mirror::properties"]["heap_opts"] = _MIRROR_HEAP


def _first(clusters: dict[str, Any], key: str, counts: dict[str, int]) -> dict[str, Any]:
    return {
        name: {**clusters[name], key: dict(list(clusters[name][key].items())[:count])} for name, count in counts.items()
    }


if __name__ == "__main__":
    sys.stdout.write("".join(f"{host}\n" for host in write(Path(sys.argv[1]).resolve())))
