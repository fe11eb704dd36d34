"""From what runs to data: each option finds its key, and what finds none is told with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiera_kafka.clients.brokers import BrokerOption
from hiera_kafka.errors import ProjectError
from hiera_kafka.ops.adopt.adoption import Adoption, adopt
from hiera_kafka.ops.adopt.running import RunningBroker
from lib.data.running import broker, cluster, ensemble

HOSTS = ("k1.example.org", "k2.example.org", "k3.example.org")


def adopted(*options: Mapping[str, str | None]) -> Adoption:
    brokers = (broker(number, HOSTS[number - 1], lines) for number, lines in enumerate(options, 1))
    return adopt(cluster(*brokers), "main", "zk")


def common(found: Adoption) -> dict[str, Any]:
    data: dict[str, Any] = found.files["hieradata/common.yaml"]
    return data


def told(found: Adoption) -> dict[tuple[str, str], str]:
    return {
        (one.host.partition(".")[0], one.option): one.reason
        for one in found.differences
        if one.option != "broker.id.generation.enable"
    }


def test_options_of_all_brokers_become_the_clusters_and_those_of_one_become_its_hosts() -> None:
    lines = {"compression.type": "lz4", "num.io.threads": "4"}
    found = adopted(lines, lines, {**lines, "num.io.threads": "12"})

    assert common(found)["kafka_clusters"]["main"]["config"]["compression.type"] == "lz4"
    assert "profile::kafka::broker::num_io_threads" not in common(found)
    assert [
        found.files[f"hieradata/hosts/{host}.yaml"]["profile::kafka::broker::num_io_threads"] for host in HOSTS
    ] == [
        4,
        4,
        12,
    ]
    assert told(found) == {}


def test_kafkas_defaults_are_written_where_ours_differ() -> None:
    config = common(adopted({}))["kafka_clusters"]["main"]["config"]

    assert config == {
        "offsets.topic.replication.factor": 3,
        "socket.receive.buffer.bytes": 102400,
        "socket.send.buffer.bytes": 102400,
        "transaction.state.log.min.isr": 2,
        "transaction.state.log.replication.factor": 3,
    }


def test_an_option_that_differs_from_broker_to_broker_has_the_value_of_most_and_the_others_are_told() -> None:
    found = adopted({"queued.max.requests": "1"}, {"queued.max.requests": "1"}, {"queued.max.requests": "2"})

    assert common(found)["kafka_clusters"]["main"]["config"]["queued.max.requests"] == 1
    assert told(found) == {
        ("k3", "queued.max.requests"): "kafka_clusters.*.config is for all brokers, and has the value of most"
    }


def test_without_a_most_common_value_none_is_chosen() -> None:
    found = adopted({"queued.max.requests": "1"}, {"queued.max.requests": "2"})

    assert "queued.max.requests" not in common(found)["kafka_clusters"]["main"]["config"]
    assert set(told(found)) == {("k1", "queued.max.requests"), ("k2", "queued.max.requests")}


def test_a_hidden_value_is_never_guessed_and_told_with_the_key_that_takes_it() -> None:
    found = adopted({"ssl.keystore.password": None, "ssl.truststore.password": None})

    assert told(found) == {
        ("k1", "ssl.keystore.password"): "to be filled in: brokers do not show it, "
        "profile::kafka::broker::ssl_password takes it",
        ("k1", "ssl.truststore.password"): "to be filled in: brokers do not show it, "
        "kafka_clusters.main.config takes it",
    }
    assert all(one.hidden and one.running is None for one in found.differences if one.option.startswith("ssl."))


def test_options_of_listeners_that_cannot_be_described_are_told_and_not_written_beside_others() -> None:
    found = adopted(
        {
            "listeners": "CLIENTS://:9092,INSIDE://:9094",
            "advertised.listeners": "CLIENTS://k1.example.org:9092,INSIDE://k1.example.org:9094",
            "listener.security.protocol.map": "CLIENTS:PLAINTEXT,INSIDE:PLAINTEXT",
            "inter.broker.listener.name": "INSIDE",
        }
    )

    assert {option for _, option in told(found)} == {
        "listeners",
        "advertised.listeners",
        "listener.security.protocol.map",
        "inter.broker.listener.name",
    }
    config = common(found)["kafka_clusters"]["main"]["config"]
    assert not {name for name in config if "listener" in name}


def test_an_option_that_the_release_does_not_know_is_told_and_leaves_data_without_errors() -> None:
    found = adopted({"num.io.treads": "4"})

    assert told(found)[("k1", "num.io.treads")].startswith("is refused in data: Kafka 3.9 has no broker option")


def test_directories_of_the_system_and_of_other_purposes_are_told() -> None:
    in_system = adopted({"log.dirs": "/tmp/kafka-logs"})
    overlapping = adopted({"log.dirs": "/opt/kafka/data"})

    assert told(in_system) == {("k1", "log.dirs"): "/tmp/kafka-logs is in /tmp, a directory of the system"}
    assert "/opt/kafka" in told(overlapping)[("k1", "log.dirs")]
    for found in (in_system, overlapping):
        assert "profile::kafka::broker::log_dirs" not in common(found)


def test_the_old_name_of_one_data_directory_is_read() -> None:
    found = adopted({"log.dirs": None, "log.dir": "/data1"})

    assert ("k1", "log.dirs") in told(found)  # hidden here, which brokers never do


def test_what_looks_like_an_interpolation_is_text() -> None:
    found = adopt(cluster(broker(1, HOSTS[0], {"super.users": "User:%{facts.fqdn}"})), "main", "zk")

    assert common(found)["kafka_clusters"]["main"]["config"]["super.users"] == "User:%{literal('%')}{facts.fqdn}"
    assert told(found) == {}


def test_an_ensemble_has_its_ids_its_limits_and_its_ticks() -> None:
    lines = {number: f"zk{number}.example.org:2888:3888:participant" for number in (3, 5, 7)}
    values = {
        "clientPort": "2181",
        "dataDir": "/var/lib/zookeeper/version-2",
        "tickTime": "1000",
        "maxClientCnxns": "0",
        "initLimit": "20",
        "syncLimit": "5",
        "minSessionTimeout": "2000",
        "maxSessionTimeout": "20000",
    }
    running = ensemble(cluster(broker(1, HOSTS[0], {}), connect="zk1.example.org:2181/kafka/main"), values, lines)
    found = adopt(running, "main", "zk")

    assert common(found)["zookeeper_clusters"]["zk"]["hosts"] == {f"zk{n}.example.org": str(n) for n in (3, 5, 7)}
    assert "zookeeper_chroot" not in common(found)["kafka_clusters"]["main"]
    assert found.files["hieradata/hosts/zk3.example.org.yaml"] == {
        "kafka_zookeeper_config": {"initLimit": 20, "maxClientCnxns": 0, "tickTime": 1000},
        "profile::zookeeper::sync_limit": 5,
    }
    assert {one.option for one in found.differences if one.host == "zk3.example.org"} == {
        "server.3",
        "server.5",
        "server.7",
    }


def test_what_is_set_in_the_cluster_is_listed_and_not_rendered() -> None:
    first = broker(1, HOSTS[0], {})
    option = BrokerOption(False, None, "8", (("all brokers of the cluster", "16"),), type="int")
    first = RunningBroker(first.member, {**first.options, "num.io.threads": option})
    found = adopt(cluster(first, broker(2, HOSTS[1], {})), "main", "zk")

    assert found.dynamic == (
        {"option": "num.io.threads", "value": "16", "for": "all brokers of the cluster", "brokers": [1]},
    )
    assert told(found) == {}
    assert "profile::kafka::broker::num_io_threads" not in common(found)


@pytest.mark.parametrize(("cluster_name", "ensemble_name"), [("../main", "zk"), ("main", "a/b"), ("", "zk")])
def test_names_that_clusters_cannot_have_are_refused_before_they_are_paths(
    cluster_name: str, ensemble_name: str
) -> None:
    with pytest.raises(ProjectError) as caught:
        adopt(cluster(broker(1, HOSTS[0], {})), cluster_name, ensemble_name)
    assert [one.id for one in caught.value.diagnostics] == ["cluster-name-invalid"]


@settings(max_examples=15)  # each renders three times
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=3, max_size=3))
def test_whatever_brokers_say_each_option_is_rendered_as_it_is_or_told(values: list[tuple[int, int]]) -> None:
    found = adopted(
        *({"num.io.threads": str(threads), "queued.max.requests": str(requests)} for threads, requests in values)
    )
    config = common(found)["kafka_clusters"]["main"]["config"]
    rendered = config.get("queued.max.requests", 500)

    expected = {(f"k{n}", "queued.max.requests") for n, (_, requests) in enumerate(values, 1) if requests != rendered}
    assert set(told(found)) == expected
