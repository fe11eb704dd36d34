"""The two halves of kafka_config's answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from hiera_kafka.dialects.wikimedia.kafka_config.parts import brokers_of, root_of, trace_key, zookeeper_of
from hiera_kafka.hiera import Hiera
from hiera_kafka.scope import Scope
from hiera_kafka.source import Origin, OriginKind, Trace

GIVEN = Origin.given("test")
SCOPE = Scope.of_host("kafka1.example.org")


def test_brokers_get_ports_and_strings() -> None:
    cluster = {"brokers": {"b.example": {"port": 9}, "a.example": {}}}
    found = brokers_of(cluster, "c", Trace(GIVEN))
    assert found.value == {
        "hash": {"b.example": {"port": 9, "ssl_port": "9093"}, "a.example": {"port": "9092", "ssl_port": "9093"}},
        "array": ["a.example", "b.example"],
        "string": "a.example:9092,b.example:9",
        "ssl_array": ["a.example:9093", "b.example:9093"],
        "ssl_string": "a.example:9093,b.example:9093",
        "graphite": "{a_example_9999,b_example_9999}",
        "size": 2,
    }
    assert cluster == {"brokers": {"b.example": {"port": 9}, "a.example": {}}}
    assert found.trace.at("hash", "b.example", "port") is GIVEN
    assert found.trace.at("hash", "a.example", "port").kind is OriginKind.DEFAULT
    assert found.trace.at("ssl_array", 0).rule == "kafka_config: host:ssl_port"


def test_the_ensemble_is_reported_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "hiera.yaml").write_text("version: 5\nhierarchy: [{name: only, path: data.yaml}]\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "data.yaml").write_text("zookeeper_clusters: {z: {hosts: {z2: 2, z1: 1}}}\n")
    hiera = Hiera.load(tmp_path / "hiera.yaml")
    cluster = {"zookeeper_cluster_name": "z"}
    found = zookeeper_of(lambda key: hiera.find(key, SCOPE), cluster, "c", Trace(GIVEN), GIVEN)
    assert found.value == {"name": "z", "hosts": ["z1", "z2"], "chroot": "/kafka/c", "url": "z1,z2/kafka/c"}
    assert [origin.position.line for origin in found.trace.at("url").inputs if origin.position] == [1, 1]
    with pytest.raises(WikimediaError, match="names the ZooKeeper cluster 'zz', zookeeper_clusters has: z"):
        zookeeper_of(lambda key: hiera.find(key, SCOPE), {"zookeeper_cluster_name": "zz"}, "c", Trace(GIVEN), GIVEN)
    place = root_of(hiera.find("zookeeper_clusters", SCOPE))
    assert place is not None
    assert place.line == 1
    assert root_of(None) is None


def test_keys_of_traces_are_texts_and_integers() -> None:
    assert [trace_key(key) for key in ("a", 7, 1.5)] == ["a", 7, "1.5"]
