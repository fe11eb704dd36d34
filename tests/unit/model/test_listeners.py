"""Where brokers listen, and where clients reach them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.model.base import Traced
from hiera_kafka.model.endpoints import Endpoint, SecurityProtocol, bootstrap_servers
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.listeners import Listener, broker_listeners, client_endpoints, client_port
from hiera_kafka.source import Origin, Trace

HOSTS = st.lists(st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True), min_size=1, unique=True)


def cluster(**ports: int) -> KafkaCluster:
    brokers = {host: {"id": number, "port": port} for number, (host, port) in enumerate(ports.items())}
    return KafkaCluster.model_validate({"zookeeper_cluster_name": "z", "brokers": brokers})


def servers(of: KafkaCluster) -> str:
    return bootstrap_servers(client_endpoints(of, str))


def test_brokers_are_sorted_as_text_with_their_own_ports() -> None:
    assert servers(cluster(k10=9092, k2=9095)) == "k10:9092,k2:9095"


def test_addresses_stand_for_names_where_the_platform_has_them() -> None:
    (endpoint,) = client_endpoints(cluster(k1=9092), {"k1": "127.0.0.1"}.__getitem__)

    assert endpoint == Endpoint("127.0.0.1", 9092)


@given(HOSTS)
def test_the_order_of_the_data_does_not_matter(hosts: list[str]) -> None:
    one = cluster(**dict.fromkeys(hosts, 9092))
    other = cluster(**dict.fromkeys(reversed(hosts), 9092))

    assert servers(one) == servers(other)
    assert servers(one).count(":9092") == len(hosts)


def test_a_broker_has_a_port_for_each_protocol() -> None:
    (broker,) = cluster(k1=9192).brokers.values()

    assert (client_port(broker), client_port(broker, SecurityProtocol.SSL)) == (9192, 9093)
    assert client_endpoints(cluster(k1=9192), str, SecurityProtocol.SSL) == (
        Endpoint("k1", 9093, SecurityProtocol.SSL),
    )


@pytest.mark.parametrize(("bind", "url"), [(None, "PLAINTEXT://:9192"), ("127.0.0.2", "PLAINTEXT://127.0.0.2:9192")])
def test_a_broker_listens_without_tls_where_the_platform_binds_it(bind: str | None, url: str) -> None:
    raw = {"zookeeper_cluster_name": "z", "brokers": {"k1": {"id": 1, "port": 9192}}}
    trace = Trace(Origin.given("test"))
    (listener,) = broker_listeners("k1", Traced(KafkaCluster.model_validate(raw), raw, trace, "kafka_clusters.c"), bind)

    assert listener == Listener("PLAINTEXT", SecurityProtocol.PLAINTEXT, 9192, bind, listener.origin)
    assert (listener.url, listener.advertised("k1"), listener.purpose) == (
        url,
        "PLAINTEXT://k1:9192",
        "plaintext listener",
    )
