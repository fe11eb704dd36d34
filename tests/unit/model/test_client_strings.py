"""The strings that clients are given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.model.client_strings import bootstrap_servers, chroot, zookeeper_connect
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.zookeeper import Ensemble

HOSTS = st.lists(st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True), min_size=1, unique=True)


def cluster(**ports: int) -> KafkaCluster:
    brokers = {host: {"id": number, "port": port} for number, (host, port) in enumerate(ports.items())}
    return KafkaCluster.model_validate({"zookeeper_cluster_name": "z", "brokers": brokers})


def test_brokers_are_sorted_as_text_with_their_own_ports() -> None:
    assert bootstrap_servers(cluster(k10=9092, k2=9095), str) == "k10:9092,k2:9095"


def test_zookeepers_have_their_port_and_the_chroot_stands_once_at_the_end() -> None:
    ensemble = Ensemble.model_validate({"hosts": {"zk2": 2, "zk10": 10}})
    assert zookeeper_connect("main", ensemble, str) == "zk10:2181,zk2:2181/kafka/main"
    assert chroot("main") == "/kafka/main"


def test_addresses_stand_for_names_where_the_platform_has_them() -> None:
    assert bootstrap_servers(cluster(k1=9092), {"k1": "127.0.0.1"}.__getitem__) == "127.0.0.1:9092"


@given(HOSTS)
def test_the_order_of_the_data_does_not_matter(hosts: list[str]) -> None:
    one = cluster(**dict.fromkeys(hosts, 9092))
    other = cluster(**dict.fromkeys(reversed(hosts), 9092))
    assert bootstrap_servers(one, str) == bootstrap_servers(other, str)
    assert bootstrap_servers(one, str).count(":9092") == len(hosts)
