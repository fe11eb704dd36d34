"""What is refused of a running cluster; real ones are in tests/local/test_adopt.py."""

from __future__ import annotations

import pytest

from hiera_kafka.clients.brokers import Member
from hiera_kafka.clients.zookeeper import ConnectString, Registration
from hiera_kafka.errors import ClientError, HieraKafkaError
from hiera_kafka.model.endpoints import Endpoint
from hiera_kafka.ops.adopt import observing
from lib.data.running import broker

NOBODY = ConnectString.parse("127.0.0.1:1")  # no program is given that port


def refusal(error: pytest.ExceptionInfo[HieraKafkaError]) -> tuple[str, ...]:
    return tuple(diagnostic.id for diagnostic in error.value.diagnostics)


def test_brokers_that_share_a_host_and_hosts_that_are_none_are_refused_together() -> None:
    members = [Member(1, "127.0.0.1", 9092, None), Member(2, "127.0.0.1", 9093, None), Member(3, "::1", 9092, None)]

    with pytest.raises(HieraKafkaError) as caught:
        observing._refuse_hosts(members)
    assert refusal(caught) == ("brokers-share-host", "host-name-invalid")
    assert "ports 9092 and 9093" in caught.value.diagnostics[0].message


def test_localhost_is_its_address() -> None:
    assert observing._named(Member(1, "localhost", 9092, "a")) == Member(1, "127.0.0.1", 9092, "a")


def test_brokers_say_where_their_metadata_is() -> None:
    one = broker(1, "k1", {"zookeeper.connect": "zk1:2181, zk2/kafka/main/"})

    assert str(observing._connect([one])) == "zk1:2181,zk2:2181/kafka/main"


@pytest.mark.parametrize(
    "lines", [{"zookeeper.connect": ""}, {"process.roles": "broker", "controller.quorum.voters": "1@c"}]
)
def test_a_cluster_whose_metadata_is_elsewhere_is_refused(lines: dict[str, str]) -> None:
    with pytest.raises(HieraKafkaError) as caught:
        observing._connect([broker(1, "k1", lines)])
    assert refusal(caught) == ("cluster-without-zookeeper",)


def test_brokers_without_a_plaintext_listener_are_not_asked() -> None:
    inside = Registration(1, ("CLIENTS://k1:9092", "IN://k1:9093"), {"CLIENTS": "SSL", "IN": "PLAINTEXT"}, None)

    assert observing._endpoints([inside], NOBODY) == (Endpoint("k1", 9093),)
    with pytest.raises(ClientError, match="plaintext listener"):
        observing._endpoints([Registration(1, ("SSL://k1:9093",), {"SSL": "SSL"}, None)], NOBODY)
