"""What a running cluster says of itself, made up: for laws and rare cases, beside tests of real ones."""

from __future__ import annotations

from collections.abc import Mapping

from hiera_kafka.clients.brokers import BrokerOption, Member
from hiera_kafka.clients.topics import Topic
from hiera_kafka.clients.zookeeper import ConnectString, ServerAddress
from hiera_kafka.ops.adopt.running import RunningBroker, RunningCluster, RunningServer

DEFAULTS = {
    "broker.id.generation.enable": ("boolean", "true"),
    "inter.broker.protocol.version": ("string", "3.9-IV0"),
    "listeners": ("string", "PLAINTEXT://:9092"),
    "log.dir": ("string", "/tmp/kafka-logs"),
    "log.message.timestamp.type": ("string", "CreateTime"),
    "num.partitions": ("int", "1"),
    "auto.leader.rebalance.enable": ("boolean", "true"),
    "log.retention.hours": ("int", "168"),
    "offsets.retention.minutes": ("int", "10080"),
    "default.replication.factor": ("int", "1"),
    "offsets.topic.replication.factor": ("short", "3"),
    "transaction.state.log.replication.factor": ("short", "3"),
    "transaction.state.log.min.isr": ("int", "2"),
    "min.insync.replicas": ("int", "1"),
    "unclean.leader.election.enable": ("boolean", "false"),
    "socket.send.buffer.bytes": ("int", "102400"),
    "socket.receive.buffer.bytes": ("int", "102400"),
    "delete.topic.enable": ("boolean", "true"),
    "auto.create.topics.enable": ("boolean", "true"),
    "num.io.threads": ("int", "8"),
    "queued.max.requests": ("int", "500"),
    "compression.type": ("string", "producer"),
    "message.max.bytes": ("int", "1048588"),
    "replica.fetch.max.bytes": ("int", "1048576"),
    "security.inter.broker.protocol": ("string", "PLAINTEXT"),
}
"""Kafka 3.9's defaults of those options that these tests need, with their types."""


def broker(number: int, host: str, options: Mapping[str, str | None], *, rack: str | None = None) -> RunningBroker:
    """A broker with lines of server.properties; None is a value that it keeps to itself."""
    lines = {
        "broker.id": str(number),
        "log.dirs": "/srv/kafka/data",
        "zookeeper.connect": "zk1.example.org:2181",
        **options,
    }
    found = {name: BrokerOption(False, None, value, type=type_) for name, (type_, value) in DEFAULTS.items()}
    for name, value in lines.items():
        type_, default = DEFAULTS.get(name, ("unknown" if value is None else "string", None))
        found[name] = BrokerOption(True, value, default, sensitive=value is None, type=type_)
    return RunningBroker(Member(number, host, 9092, rack), found)


def cluster(*brokers: RunningBroker, topics: tuple[Topic, ...] = (), connect: str | None = None) -> RunningCluster:
    """A cluster with one standalone ZooKeeper that has what the data renders by itself."""
    parsed = ConnectString.parse(connect or brokers[0].options["zookeeper.connect"].file or "")
    server = RunningServer(parsed.servers[0], 1, {}, None)
    return RunningCluster(brokers, topics, parsed, (server,), {}, ())


def ensemble(running: RunningCluster, values: Mapping[str, str], lines: Mapping[int, str]) -> RunningCluster:
    """The same cluster with an ensemble of servers that say `values` of their zoo.cfg."""
    servers = tuple(
        RunningServer(ServerAddress(line.partition(":")[0]), number, values, "conf") for number, line in lines.items()
    )
    connect = ConnectString(tuple(server.address for server in servers), running.connect.chroot)
    return RunningCluster(running.brokers, running.topics, connect, servers, lines, ())
