"""zoo.cfg: members, ids, what the class says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.catalog.resources import Catalog, Section
from lib.wikimedia.hosts import lines
from lib.wikimedia.services import members, server, server_refusal

ZOO_CFG = "/etc/zookeeper/conf/zoo.cfg"


def section(found: Catalog) -> Section:
    return found.sections[-1]


@pytest.mark.parametrize(
    ("hosts", "order"),
    [({"z1": "1", "z2": "2", "z10": "10"}, ["1", "10", "2"]), ({"z1": 10, "z2": 2, "z3": 1}, ["1", "2", "10"])],
)
def test_text_ids_sort_as_text_and_numbers_as_numbers(tmp_path: Path, hosts: dict[str, Any], order: list[str]) -> None:
    found = lines(server(tmp_path, members(**hosts)), ZOO_CFG)
    assert [line.partition("=")[0].removeprefix("server.") for line in found if line.startswith("server.")] == order


def test_ids_of_both_kinds_are_refused(tmp_path: Path) -> None:
    assert server_refusal(tmp_path, members(z1="1", z2=2)) == "unsortable_ids"


def test_a_cluster_without_hosts_is_an_ensemble_of_the_host_alone(tmp_path: Path) -> None:
    found = lines(server(tmp_path, {"zookeeper_clusters": {"zk": {}}}), ZOO_CFG)
    assert "server.1=z1.example.org:2182:2183" in found


def test_data_log_dir_is_refused(tmp_path: Path) -> None:
    assert server_refusal(tmp_path, {"zookeeper::data_log_dir": "/d"}) == "template_name_error"


def test_keys_of_the_class_count_where_the_profile_passes_nothing(tmp_path: Path) -> None:
    more = {"zookeeper::tick_time": 3000, "zookeeper::sync_limit": 99, "zookeeper::data_dir": "/srv/zk"}
    found = server(tmp_path, more)
    assert {"tickTime=3000", "syncLimit=8", "dataDir=/srv/zk"} <= set(lines(found, ZOO_CFG))
    assert [link.path for link in section(found).links] == ["/srv/zk/myid"]
