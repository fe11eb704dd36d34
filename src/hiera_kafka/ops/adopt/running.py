"""A running cluster, as far as brokers, ZooKeeper and files of hosts say what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hiera_kafka.clients.brokers import BrokerOption, Member
from hiera_kafka.clients.topics import Topic
from hiera_kafka.clients.zookeeper import ConnectString, ServerAddress
from hiera_kafka.compiler.local_record import is_loopback
from hiera_kafka.ops.adopt.host_services import HostService

NUMBERS_TOLD = (
    *("tickTime", "initLimit", "syncLimit", "maxClientCnxns", "minSessionTimeout", "maxSessionTimeout"),
    *("clientPortListenBacklog", "clientPort"),
)
"""Options of zoo.cfg that are numbers and that a server tells of."""
PATHS_TOLD = ("dataDir", "dataLogDir")
"""Options of zoo.cfg that are paths, as above."""


@dataclass(frozen=True, slots=True)
class RunningBroker:
    """A broker.

    Attributes:
        member: Where clients reach it.
        options: Every option that it knows.
        service: Its process; None where its host was not looked at, or does not show it.
    """

    member: Member
    options: Mapping[str, BrokerOption]
    service: HostService | None = None

    @property
    def host(self) -> str:
        """The name or address that it advertises."""
        return self.member.host


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A ZooKeeper server.

    Attributes:
        address: Where clients reach it.
        myid: Its id.
        values: What it says of its zoo.cfg, by the names there; empty where it says nothing.
        source: What reported them: `conf`, `AdminServer` or `zoo.cfg`; None where nothing did.
        service: Its process; None where its host was not looked at, or does not show it.
    """

    address: ServerAddress
    myid: int
    values: Mapping[str, str]
    source: str | None
    service: HostService | None = None


@dataclass(frozen=True, slots=True)
class RunningCluster:
    """A Kafka cluster with its ensemble.

    Attributes:
        brokers: By id.
        topics: Sorted by name, without those that Kafka makes for itself.
        connect: Servers and path of ZooKeeper, as the brokers are given them.
        servers: Every member of the ensemble, by myid.
        lines: myid to the rest of its line `server.N=`, in what the ensemble says; empty for a standalone server.
        notes: What could not be read, in sentences.
        read: Host to the services that run there, of those hosts whose files were read.
    """

    brokers: tuple[RunningBroker, ...]
    topics: tuple[Topic, ...]
    connect: ConnectString
    servers: tuple[RunningServer, ...]
    lines: Mapping[int, str]
    notes: tuple[str, ...]
    read: Mapping[str, tuple[HostService, ...]] = field(default_factory=dict)

    @property
    def is_local(self) -> bool:
        """Whether every broker and server has an address that only this machine reaches."""
        return all(map(is_loopback, (*(one.host for one in self.brokers), *(one.address.host for one in self.servers))))
