"""Every client of a cluster by way of a real sshd: groups and offsets, messages, topics, brokers, ZooKeeper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hiera_kafka.clients.brokers import BrokerAdmin
from hiera_kafka.clients.groups import Committed, TopicPartition
from hiera_kafka.clients.kafka import Cluster
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.clients.ssh.proxy import Proxy
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.clients.topics import NewTopic
from hiera_kafka.clients.zookeeper import ConnectString, Ensemble, ServerAddress, settings
from hiera_kafka.model.endpoints import parse_endpoints
from lib.clusters.kafka_clients import UNCLOSED
from lib.clusters.local_cluster import LocalCluster
from lib.machine.ssh_server import SshServer, ssh_server

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real"), pytest.mark.filterwarnings(UNCLOSED)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with ssh_server(tmp_path_factory.mktemp("ssh") / "server") as made:
        yield made


@pytest.fixture
def via(server: SshServer, running: LocalCluster) -> Iterator[str]:
    """A proxy to the cluster's one host, which this machine plays."""
    address = running.strings()["bootstrap_servers"].rpartition(":")[0]
    reach = Reach("kafka1", server.address, server.port, server.user, str(server.key), arguments=server.arguments)
    with Sessions([reach]) as sessions, Proxy(sessions, {address: "kafka1"}) as proxy:
        yield proxy.url
        assert proxy.reasons == {}


def test_brokers_are_asked_and_their_messages_read(running: LocalCluster, via: str, tmp_path: Path) -> None:
    endpoints = parse_endpoints(running.strings()["bootstrap_servers"])
    with BrokerAdmin(endpoints, via) as admin, Cluster(endpoints) as straight:
        assert admin.id == straight.id
        assert [(one.host, one.port) for one in admin.members()] == [(endpoints[0].host, 9092)]
        assert admin.create({"behind-ssh": NewTopic(1, 1, {})}) == {}
        place = TopicPartition("behind-ssh", 0)
        assert admin.commit("behind-ssh", {place: Committed(0)}) == {}
        assert admin.committed("behind-ssh") == {place: Committed(0)}
    with ReadableCluster(endpoints, via) as cluster:
        ranges = cluster.ranges([place])
        assert cluster.spans(ranges)[place].messages == 0
        assert cluster.newest("__consumer_offsets")  # what was committed, as messages


def test_zookeeper_is_asked(running: LocalCluster, via: str) -> None:
    connect = ConnectString.parse(running.strings()["zookeeper_connect"])
    with Ensemble(connect, via) as ensemble, Ensemble(connect) as straight:
        assert ensemble.registrations() == straight.registrations()
        assert ensemble.members() == straight.members()
    server: ServerAddress = connect.servers[0]
    assert settings(server, via) == settings(server)
    assert settings(server, via).values["clientPort"] == "2181"
