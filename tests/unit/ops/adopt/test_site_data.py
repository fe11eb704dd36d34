"""The files that hold the data of a running cluster."""

from __future__ import annotations

import yaml

from hiera_kafka.clients.topics import Option, Topic
from hiera_kafka.ops.adopt.site_data import LOG_DIRS, Names, SiteData, texts
from lib.data.running import broker, cluster

NAMES = Names("main", "zk", "3.9.2")
LOCAL = {"zookeeper.connect": "127.9.0.1:2181"}


def test_hosts_ids_racks_and_ports_that_are_not_the_usual_ones_are_written() -> None:
    first = broker(7, "k1.example.org", {}, rack="1")
    files = SiteData.of(cluster(first), NAMES).files()

    assert files["hieradata/common.yaml"]["kafka_clusters"]["main"]["brokers"] == {
        "k1.example.org": {"id": "7", "rack": "1"}
    }
    assert files["inventories/main/hiera_kafka.yml"] == {
        "plugin": "hiera_kafka.core.hiera",
        "hiera_config": "../../hieradata/hiera.yaml",
    }
    assert not any("group_vars" in path for path in files)


def test_topics_are_a_list_with_their_own_options_alone() -> None:
    options = {"retention.ms": Option("5", own=True), "cleanup.policy": Option("delete", own=False)}
    running = cluster(broker(1, "k1", {}), topics=(Topic("t", 3, 2, options),))

    assert SiteData.of(running, NAMES).files()["topics.yaml"] == [
        {"name": "t", "partitions": 3, "replication_factor": 2, "config": {"retention.ms": "5"}}
    ]


def test_loopback_addresses_are_local_hosts_below_the_directory_that_their_data_is_in() -> None:
    brokers = [broker(n, f"127.9.0.{n}", {**LOCAL, "log.dirs": f"/x/127.9.0.{n}/a,/x/127.9.0.{n}/b"}) for n in (1, 2)]
    data = SiteData.of(cluster(*brokers), NAMES)

    assert data.state_dir == "/x"
    assert data.host_keys == {f"127.9.0.{n}": {LOG_DIRS: ["/a", "/b"]} for n in (1, 2)}
    assert data.files()["hieradata/common.yaml"][LOG_DIRS] == ["/a", "/b"]


def test_local_hosts_whose_data_lies_elsewhere_get_a_directory_of_their_own_and_that_is_told() -> None:
    data = SiteData.of(cluster(broker(1, "127.9.0.1", {**LOCAL, "log.dirs": "/data"})), NAMES)

    assert data.state_dir is None
    assert data.files()["inventories/main/hiera_kafka.yml"]["state_dir"] == "../../var/main"
    assert "below the state_dir" in data.refused_dirs["127.9.0.1"]


def test_a_directory_that_a_path_cannot_hold_is_none_for_local_hosts() -> None:
    data = SiteData.of(cluster(broker(1, "127.9.0.1", {**LOCAL, "log.dirs": "/my disk/127.9.0.1/a"})), NAMES)

    assert data.state_dir is None


def test_texts_are_yaml_that_reads_back() -> None:
    files = SiteData.of(cluster(broker(1, "k1", {}, rack="yes")), NAMES).files()

    assert {path: yaml.safe_load(text) for path, text in texts(files).items()} == files
