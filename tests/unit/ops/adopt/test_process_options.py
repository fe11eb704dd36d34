"""Heaps, limits and options of a JVM become keys where there are such, and are listed else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from hiera_kafka.ops.adopt.adoption import Adoption, adopt
from hiera_kafka.ops.adopt.process_options import heap_size
from hiera_kafka.ops.adopt.running import RunningCluster
from lib.data.host_services import server, service
from lib.data.running import broker, cluster, ensemble

HOSTS = ("k1.example.org", "k2.example.org", "k3.example.org")
SERVERS = {1: "zk1.example.org:2182:2183", 2: "zk2.example.org:2182:2183", 3: "zk3.example.org:2182:2183"}
FILES = ("/etc/default/kafka", "/etc/default/zookeeper", "kafka.service", "zookeeper.service")


def of_brokers(*changes: dict[str, Any]) -> Adoption:
    brokers = (
        replace(broker(number, HOSTS[number - 1], {}), service=service(**one)) for number, one in enumerate(changes, 1)
    )
    return adopt(cluster(*brokers), "main", "zk")


def of_servers(*changes: dict[str, Any]) -> Adoption:
    running: RunningCluster = ensemble(cluster(broker(1, HOSTS[0], {})), {}, SERVERS)
    servers = tuple(replace(one, service=server(**more)) for one, more in zip(running.servers, changes, strict=True))
    return adopt(replace(running, servers=servers), "main", "zk")


def listed(found: Adoption) -> dict[tuple[str, str], tuple[str | None, str | None, str]]:
    return {
        (one.host.partition(".")[0], one.option): (one.running, one.rendered, one.reason)
        for one in found.differences
        if one.file in FILES
    }


def keys(found: Adoption, host: str | None = None) -> Mapping[str, Any]:
    path = f"hieradata/hosts/{host}.yaml" if host else "hieradata/common.yaml"
    found_keys: Mapping[str, Any] = found.files.get(path, {})
    return found_keys


def test_what_runs_as_it_is_rendered_is_no_difference() -> None:
    assert listed(of_brokers({}, {}, {})) == {}
    assert listed(of_servers({}, {}, {})) == {}


def test_heaps_and_limits_of_brokers_are_keys_of_hosts() -> None:
    two = {"command": {"heap": {"Xms": "2048m", "Xmx": "2048m"}}, "open_files": 4096}
    found = of_brokers(two, two, {**two, "open_files": 100000})

    assert keys(found)["profile::kafka::broker::max_heap_size"] == "2g"
    assert [keys(found, host)["profile::kafka::broker::nofiles_ulimit"] for host in HOSTS] == [4096, 4096, 100000]
    assert listed(found) == {}


def test_a_heap_that_grows_or_that_data_cannot_write_is_listed() -> None:
    grows = {"command": {"heap": {"Xms": "256m", "Xmx": "1g"}}}
    odd = {"command": {"heap": {"Xmx": "1073741825"}}}
    found = of_brokers(grows, odd, {"command": {"heap": {}}})

    assert listed(found) == {
        ("k1", "-Xms"): ("256m", "1g", "the heap of the data does not grow: -Xms is -Xmx"),
        ("k2", "-Xmx"): ("1073741825", "1g", "the data has no key for it"),
    }


def test_ports_of_jmx_logins_and_agents_are_listed_and_not_opened() -> None:
    command = {"jmx_port": 9999, "login": "/etc/kafka/jaas.conf", "agents": ["/opt/a.jar", "/opt/b.jar"]}
    found = of_brokers({"command": command})

    assert [one.running for one in found.differences if one.option == "-javaagent"] == ["/opt/a.jar", "/opt/b.jar"]
    told = listed(found)
    assert told["k1", "com.sun.management.jmxremote.port"] == (
        "9999",
        None,
        "not opened unasked: kafka_jmx_port opens it, on loopback and with a login",
    )
    assert told["k1", "java.security.auth.login.config"][2] == "logins by SASL cannot be described yet"
    assert "kafka_jmx_port" not in keys(found)


def test_what_the_data_refuses_is_told_and_not_written() -> None:
    small = {"command": {"heap": {"Xms": "48m", "Xmx": "48m"}}}
    members, brokers = of_servers(small, small, small), of_brokers(*[{**small, "open_files": 512}] * 3)

    assert "heap_size" not in keys(members)["zookeeper_clusters"]["zk"]
    assert not {"profile::kafka::broker::max_heap_size", "profile::kafka::broker::nofiles_ulimit"} & set(keys(brokers))
    assert listed(members)["zk1", "-Xmx"][0] == listed(brokers)["k1", "-Xmx"][0] == "48m"
    assert listed(brokers)["k1", "LimitNOFILE"][0] == "512"


def test_the_heap_of_an_ensemble_is_that_of_most_of_its_members() -> None:
    one, two = ({"command": {"heap": {"Xmx": size}}} for size in ("1g", "2g"))
    same, most, tied = of_servers(two, two, two), of_servers(one, two, two), of_servers(one, two, {})

    assert keys(same)["zookeeper_clusters"]["zk"]["heap_size"] == "2g"
    assert listed(same) == {}
    assert keys(most)["zookeeper_clusters"]["zk"]["heap_size"] == "2g"
    assert listed(most) == {
        ("zk1", "-Xmx"): (
            "1g",
            "2g",
            "zookeeper_clusters.*.heap_size is for all members, and has the value of most",
        )
    }
    assert "heap_size" not in keys(tied)["zookeeper_clusters"]["zk"]
    assert listed(tied)["zk2", "-Xmx"][2].startswith("differs from member to member")


def test_the_limit_of_zookeeper_is_listed() -> None:
    found = of_servers({}, {}, {})
    (one, *others) = found.running.servers
    assert one.service is not None
    changed = replace(found.running, servers=(replace(one, service=replace(one.service, open_files=1024)), *others))

    assert listed(adopt(changed, "main", "zk")) == {
        ("zk1", "LimitNOFILE"): ("1024", "65536", "the limit of ZooKeeper is fixed")
    }


def test_processes_are_shown_without_the_options_of_their_files() -> None:
    found = of_brokers({"options": {"broker.id": "1", "ssl.key.password": None}})
    (one,) = found.report()["processes"]

    assert (one["host"], one["is"], one["unit"], one["release"]) == (
        HOSTS[0],
        "broker 1",
        "kafka-prod.service",
        "3.9.1",
    )
    assert "options" not in one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1g", "1g"),
        ("1024M", "1g"),
        ("1536m", "1536m"),
        ("2t", "2048g"),
        ("1073741824", "1g"),
        ("1025", None),
        ("48m", None),
        ("64m", "64m"),
        ("0", None),
        ("", None),
        ("lots", None),
    ],
)
def test_sizes_are_written_as_the_data_takes_them(text: str, expected: str | None) -> None:
    assert heap_size(text) == expected
