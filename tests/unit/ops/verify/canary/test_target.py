"""The clusters that a canary is asked for."""

from __future__ import annotations

from typing import Any

from hiera_kafka.model.base import Traced
from hiera_kafka.model.endpoints import Endpoint
from hiera_kafka.model.kafka import CANARY_TOPIC, KafkaCluster
from hiera_kafka.ops.verify.canary.target import BrokerListener, CanaryTarget, canary_targets
from hiera_kafka.source import Origin, Trace
from lib.data.verify_views import compiler, hosts

RAW: dict[str, Any] = {
    "zookeeper_cluster_name": "z",
    "brokers": {"k1.example.org": {"id": 1002, "port": 9192}, "k2.example.org": {"id": 1001}},
}


def target(**more: Any) -> CanaryTarget:
    raw = {**RAW, **more}
    model = Traced(KafkaCluster.model_validate(raw), raw, Trace(Origin.default("a test")), "kafka_clusters.main")
    return CanaryTarget("main", model, lambda host: f"to-{host}")


def test_every_listener_of_every_broker_is_gone_through_in_the_order_of_ids() -> None:
    assert target().brokers == (1001, 1002)
    assert list(target().listeners()) == [
        BrokerListener(1001, "k2.example.org", "PLAINTEXT", Endpoint("to-k2.example.org", 9092)),
        BrokerListener(1002, "k1.example.org", "PLAINTEXT", Endpoint("to-k1.example.org", 9192)),
    ]
    assert target().endpoints == (Endpoint("to-k1.example.org", 9192), Endpoint("to-k2.example.org", 9092))


def test_the_topic_is_the_datas_or_the_usual_one() -> None:
    assert target().topic == CANARY_TOPIC
    assert target(canary={"topic": "eqiad.canary"}).topic == "eqiad.canary"


def test_targets_of_an_inventory_are_reached_as_its_platform_says() -> None:
    (found,) = canary_targets(compiler(), ["three"])

    assert (found.name, found.brokers) == ("three", (1001, 1002, 1003))
    assert [one.host for one in found.endpoints] == [compiler().platform.address(host) for host in hosts()]
