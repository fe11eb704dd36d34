"""Asks a running cluster what it is, by the protocols of Kafka and ZooKeeper and by files; it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hiera_kafka.clients.brokers import BrokerAdmin, Member
from hiera_kafka.clients.zookeeper import ConnectString, Ensemble, Registration
from hiera_kafka.errors import ClientError, Diagnostic, ProjectError
from hiera_kafka.model.base import is_host
from hiera_kafka.model.endpoints import Endpoint, Endpoints, SecurityProtocol
from hiera_kafka.ops.adopt import ensembles, matching
from hiera_kafka.ops.adopt.ensembles import address_of, not_a_host
from hiera_kafka.ops.adopt.matching import ReadHosts, nobody
from hiera_kafka.ops.adopt.running import RunningBroker, RunningCluster

INTERNAL_TOPICS = frozenset({"__consumer_offsets", "__transaction_state", "__cluster_metadata"})
"""Topics that Kafka makes for itself."""


def observe(
    bootstrap: Endpoints | None,
    zookeeper: ConnectString | None,
    myids: Mapping[str, int] | None = None,
    read: ReadHosts = nobody,
    via: str | None = None,
) -> RunningCluster:
    """Read a running cluster.

    Args:
        bootstrap: Brokers, at least one of which must answer; None takes those that are registered in ZooKeeper.
        zookeeper: ZooKeeper servers and the path of the cluster; None takes what the brokers are given.
        myids: ZooKeeper host to its id, where the ensemble does not tell.
        read: Looks at the hosts of brokers and ZooKeeper, once all are known.
        via: URL of the proxy that leads to brokers and servers; None connects from here.

    Raises:
        ClientError: Brokers or servers refuse, or do not answer.
        ProjectError: What runs there cannot be data: no ZooKeeper, brokers that share a host, an id not reported.
    """
    if bootstrap is None:
        if zookeeper is None:
            raise ValueError("brokers or ZooKeeper servers are needed")
        with Ensemble(zookeeper, via) as ensemble:
            bootstrap = _endpoints(ensemble.registrations(), zookeeper)
    with BrokerAdmin(bootstrap, via) as cluster:
        members = tuple(_named(member) for member in cluster.members())
        _refuse_hosts(members)
        cluster_id = cluster.cluster_id()
        options = cluster.options(member.id for member in members)
        topics = cluster.described(name for name in cluster.topics() if name not in INTERNAL_TOPICS)
    brokers = tuple(RunningBroker(member, options[member.id]) for member in members)
    connect = zookeeper or _connect(brokers)
    members_of = ensembles.members(connect, via)
    seen = read(sorted({*(member.host for member in members), *(address.host for address in members_of.addresses)}))
    servers, notes = ensembles.servers(members_of, myids or {}, seen.services, via)
    brokers = tuple(matching.with_service(broker, cluster_id, seen.services) for broker in brokers)
    unread = tuple(f"files of {host} were not read: {why}" for host, why in sorted(seen.unread.items()))
    others = tuple(matching.others(brokers, servers, seen.services))
    return RunningCluster(
        brokers,
        tuple(topics.values()),
        connect,
        servers,
        members_of.lines or ensembles.lines_of_files(servers),
        (*notes, *unread, *others),
        seen.services,
    )


def _named(member: Member) -> Member:
    """Return the member with an address in place of `localhost`, which is no host that data could tell from others."""
    return Member(member.id, address_of(member.host), member.port, member.rack)


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
            problems.append(not_a_host(f"broker {member.id} (advertised.listeners)", member.host))
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
