"""What a running cluster says of itself, by Kafka's and ZooKeeper's own protocols; nothing is changed there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hiera_kafka.clients.brokers import BrokerAdmin, BrokerOption, Member
from hiera_kafka.clients.topics import Topic
from hiera_kafka.clients.zookeeper import ConnectString, Ensemble, Registration, ServerAddress, settings
from hiera_kafka.compiler.local_record import is_loopback
from hiera_kafka.errors import ClientError, Diagnostic, ProjectError
from hiera_kafka.model.base import is_host
from hiera_kafka.model.endpoints import Endpoint, Endpoints, SecurityProtocol

INTERNAL_TOPICS = frozenset({"__consumer_offsets", "__transaction_state", "__cluster_metadata"})
"""Topics that Kafka makes for itself."""
_LOOPBACK = "127.0.0.1"
_STANDALONE_ID = 1
"""Written for a standalone server, which needs no myid."""


@dataclass(frozen=True, slots=True)
class RunningBroker:
    """A broker: where clients reach it, and every option that it knows."""

    member: Member
    options: Mapping[str, BrokerOption]

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
        source: What reported them: `conf` or `AdminServer`; None where nothing did.
    """

    address: ServerAddress
    myid: int
    values: Mapping[str, str]
    source: str | None


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
    """

    brokers: tuple[RunningBroker, ...]
    topics: tuple[Topic, ...]
    connect: ConnectString
    servers: tuple[RunningServer, ...]
    lines: Mapping[int, str]
    notes: tuple[str, ...]

    @property
    def is_local(self) -> bool:
        """Whether every broker and server has an address that only this machine reaches."""
        return all(map(is_loopback, (*(one.host for one in self.brokers), *(one.address.host for one in self.servers))))


def observe(
    bootstrap: Endpoints | None, zookeeper: ConnectString | None, myids: Mapping[str, int] | None = None
) -> RunningCluster:
    """Read a running cluster.

    Args:
        bootstrap: Brokers, at least one of which must answer; None takes those that are registered in ZooKeeper.
        zookeeper: ZooKeeper servers and the path of the cluster; None takes what the brokers are given.
        myids: ZooKeeper host to its id, where the ensemble does not tell.

    Raises:
        ClientError: Brokers or servers refuse, or do not answer.
        ProjectError: What runs there cannot be data: no ZooKeeper, brokers that share a host, an id not reported.
    """
    if bootstrap is None:
        if zookeeper is None:
            raise ValueError("brokers or ZooKeeper servers are needed")
        with Ensemble(zookeeper) as ensemble:
            bootstrap = _endpoints(ensemble.registrations(), zookeeper)
    with BrokerAdmin(bootstrap) as cluster:
        members = tuple(_named(member) for member in cluster.members())
        _refuse_hosts(members)
        options = cluster.options(member.id for member in members)
        topics = cluster.described(name for name in cluster.topics() if name not in INTERNAL_TOPICS)
    brokers = tuple(RunningBroker(member, options[member.id]) for member in members)
    connect = zookeeper or _connect(brokers)
    servers, lines, notes = _servers(connect, myids or {})
    return RunningCluster(brokers, tuple(topics.values()), connect, servers, lines, notes)


def _named(member: Member) -> Member:
    """Return the member with an address in place of `localhost`, which is no host that data could tell from others."""
    return Member(member.id, _host(member.host), member.port, member.rack)


def _host(host: str) -> str:
    return _LOOPBACK if host == "localhost" else host


def _endpoints(brokers: Iterable[Registration], zookeeper: ConnectString) -> Endpoints:
    found = []
    for broker in brokers:
        for url in broker.endpoints:
            name, _, address = url.partition("://")
            if broker.protocols.get(name, name) == SecurityProtocol.PLAINTEXT:
                found.append(Endpoint.parse(address))
    if not found:
        raise ClientError(
            Diagnostic(
                "cluster-not-answering",
                f"no broker with a plaintext listener is registered in ZooKeeper {zookeeper}",
                note="brokers register while they run; other listeners than plaintext ones are not asked",
                hint="look whether the brokers run; give the address of one with --bootstrap-server",
            )
        )
    return tuple(found)


def _refuse_hosts(members: Iterable[Member]) -> None:
    problems, seen = [], dict[str, Member]()
    for member in members:
        if not is_host(member.host):
            problems.append(_not_a_host(f"broker {member.id} (advertised.listeners)", member.host))
        other = seen.setdefault(member.host, member)
        if other is not member:
            problems.append(
                Diagnostic(
                    "brokers-share-host",
                    f"brokers {other.id} and {member.id} are both on {member.host} (ports {other.port} and "
                    f"{member.port}); a host of the data has one broker",
                    hint="give each an address of its own in listeners and advertised.listeners, on one machine "
                    "127.0.0.1, 127.0.0.2 and so on",
                )
            )
    if problems:
        raise ProjectError(problems)


def _not_a_host(who: str, host: str) -> Diagnostic:
    return Diagnostic(
        "host-name-invalid",
        f"{who} is reached at {host!r}, which cannot be a host of the data",
        hint="give it a name or an IPv4 address where it says how others reach it",
    )


def _connect(brokers: Iterable[RunningBroker]) -> ConnectString:
    """Return where the brokers keep the cluster's metadata, as the first of them is given it.

    Raises:
        ProjectError: They keep it elsewhere, or do not say.
    """
    for broker in brokers:
        option = broker.options.get("zookeeper.connect")
        roles = broker.options.get("process.roles")
        if option is not None and option.file and not (roles is not None and roles.file):
            try:
                return ConnectString.parse(option.file)
            except ValueError:
                continue
    raise ProjectError(
        Diagnostic(
            "cluster-without-zookeeper",
            "no broker of the cluster has zookeeper.connect, so its metadata is not in ZooKeeper",
            note="clusters with KRaft controllers cannot be described in data yet",
            hint="where the brokers do use ZooKeeper, give its servers and path with --zookeeper",
        )
    )


def _servers(
    connect: ConnectString, given: Mapping[str, int]
) -> tuple[tuple[RunningServer, ...], dict[int, str], tuple[str, ...]]:
    addresses = tuple(ServerAddress(_host(one.host), one.port) for one in connect.servers)
    notes: list[str] = []
    lines: dict[int, str] = {}
    told: dict[ServerAddress, Mapping[str, str]] = {}
    sources: dict[ServerAddress, str | None] = {}
    try:
        with Ensemble(ConnectString(addresses)) as ensemble:
            lines = ensemble.members()
    except ClientError:
        if not all(address.host in given for address in addresses):
            raise
        notes.append(f"ZooKeeper {ConnectString(addresses)} does not answer: its members are those of --myid")
    by_host = {_host(rest.partition(":")[0].strip("[]")): number for number, rest in lines.items()}
    rest = [ServerAddress(host, _client_port(lines[number])) for host, number in by_host.items()]
    known = {address.host for address in addresses}
    for address in addresses:
        try:
            found = settings(address)
            told[address], sources[address] = found.values, found.source
        except ClientError:
            notes.append(f"ZooKeeper {address} does not answer")
    ids = {
        address: given.get(address.host) or _own_id(told.get(address, {}), by_host.get(address.host), len(addresses))
        for address in addresses
    }
    # Members that the brokers are not given, such as observers, and whose id none of those has.
    ids |= {a: by_host[a.host] for a in rest if a.host not in known and by_host[a.host] not in ids.values()}
    # Whoever runs the ensemble writes these names, and files are called by them.
    invalid = [_not_a_host(f"ZooKeeper {address}", address.host) for address in ids if not is_host(address.host)]
    if invalid:
        raise ProjectError(invalid)
    missing = [str(address) for address, number in ids.items() if number is None]
    if missing:
        raise ProjectError(
            Diagnostic(
                "myid-unknown",
                f"no server reports the id of ZooKeeper {', '.join(missing)}",
                note="asked were the word conf, the AdminServer and the node /zookeeper/config",
                hint=f"give it, as the file myid on that host has it: --myid {missing[0].rpartition(':')[0]}=N",
            )
        )
    servers = [
        RunningServer(address, number, told.get(address, {}), sources.get(address))
        for address, number in ids.items()
        if number is not None
    ]
    return tuple(sorted(servers, key=lambda server: server.myid)), lines, tuple(notes)


def _own_id(values: Mapping[str, str], line: int | None, count: int) -> int | None:
    """Return the id that a server gives itself, else that of its line; a standalone one has none and needs none."""
    number = values.get("serverId", "")
    if number.isdecimal() and int(number) > 0:
        return int(number)
    if line is not None:
        return line
    return _STANDALONE_ID if count == 1 else None


def _client_port(line: str) -> int:
    """Return the client port of a line `HOST:PORT:PORT:ROLE;[ADDRESS:]PORT`, the usual one where it has none."""
    port = line.partition(";")[2].rpartition(":")[2].strip()
    return int(port) if port.isdecimal() else ServerAddress("").port
