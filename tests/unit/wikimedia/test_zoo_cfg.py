"""zoo.cfg: members, ids, what the class says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.catalog.resources import Catalog, Section
from hiera_kafka.wikimedia.errors import WikimediaError
from lib.wikimedia_hosts import JAVA, ZOOKEEPER, catalog, lines

ZOO_CFG = "/etc/zookeeper/conf/zoo.cfg"
MYID = "/etc/zookeeper/conf/myid"
DEFAULT = "/etc/default/zookeeper"


def server(directory: Path, more: dict[str, Any] | None = None, **about: Any) -> Catalog:
    about = {"fqdn": "z1.example.org", "role": "zookeeper/test"} | about
    return catalog(directory, ZOOKEEPER | JAVA | (more or {}), **about)


def members(**hosts: Any) -> dict[str, Any]:
    return {"zookeeper_clusters": {"zk": {"hosts": {f"{name}.example.org": id_ for name, id_ in hosts.items()}}}}


def section(found: Catalog) -> Section:
    return found.sections[-1]


def refused(directory: Path, more: dict[str, Any], **about: Any) -> str:
    with pytest.raises(WikimediaError) as error:
        server(directory, more, **about)
    return error.value.category


@pytest.mark.parametrize(
    ("hosts", "order"),
    [({"z1": "1", "z2": "2", "z10": "10"}, ["1", "10", "2"]), ({"z1": 10, "z2": 2, "z3": 1}, ["1", "2", "10"])],
)
def test_text_ids_sort_as_text_and_numbers_as_numbers(tmp_path: Path, hosts: dict[str, Any], order: list[str]) -> None:
    found = lines(server(tmp_path, members(**hosts)), ZOO_CFG)
    assert [line.partition("=")[0].removeprefix("server.") for line in found if line.startswith("server.")] == order


def test_ids_of_both_kinds_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, members(z1="1", z2=2)) == "unsortable_ids"


def test_a_cluster_without_hosts_is_an_ensemble_of_the_host_alone(tmp_path: Path) -> None:
    found = lines(server(tmp_path, {"zookeeper_clusters": {"zk": {}}}), ZOO_CFG)
    assert "server.1=z1.example.org:2182:2183" in found


def test_data_log_dir_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, {"zookeeper::data_log_dir": "/d"}) == "template_name_error"


def test_keys_of_the_class_count_where_the_profile_passes_nothing(tmp_path: Path) -> None:
    more = {"zookeeper::tick_time": 3000, "zookeeper::sync_limit": 99, "zookeeper::data_dir": "/srv/zk"}
    found = server(tmp_path, more)
    assert {"tickTime=3000", "syncLimit=8", "dataDir=/srv/zk"} <= set(lines(found, ZOO_CFG))
    assert [link.path for link in section(found).links] == ["/srv/zk/myid"]
