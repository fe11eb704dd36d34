"""Which process of a host is the broker or the ZooKeeper server that the cluster speaks of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from hiera_kafka.clients.brokers import BrokerOption, Member
from hiera_kafka.clients.zookeeper import ServerAddress
from hiera_kafka.ops.adopt.host_services import HostService
from hiera_kafka.ops.adopt.running import RunningBroker, RunningServer

_ANY_ADDRESS = ("", "0.0.0.0", "::")  # noqa: S104 - compared with what a file says
_TITLES = {"broker": "broker", "zookeeper": "ZooKeeper", "connect": "Kafka Connect", "mirror-maker": "MirrorMaker"}


@dataclass(frozen=True, slots=True)
class HostsRead:
    """What hosts say of the services that run there.

    Attributes:
        services: Host to what runs there, of those that could be read.
        unread: Host to why it could not be read.
    """

    services: Mapping[str, tuple[HostService, ...]]
    unread: Mapping[str, str]


ReadHosts = Callable[[Collection[str]], HostsRead]
"""Looks at hosts by their names, all at once."""


def nobody(hosts: Collection[str]) -> HostsRead:  # noqa: ARG001 - a ReadHosts
    """Look at no host."""
    return HostsRead({}, {})


def broker_service(member: Member, cluster_id: str | None, services: Iterable[HostService]) -> HostService | None:
    """Return the process of a broker, None where none is seen.

    It is the one whose file or data directories have the id of the broker and no id of another cluster; a process that
    says nothing of either is it where no other could be.

    Args:
        member: The broker.
        cluster_id: Id of its cluster; None where that is not known.
        services: What runs on its host.
    """
    candidates = [service for service in services if service.kind == "broker"]
    ids = {service.pid: _broker_ids(service) for service in candidates}
    own = [
        service
        for service in candidates
        if str(member.id) in ids[service.pid] and (not _clusters(service) or cluster_id in {None, *_clusters(service)})
    ]
    if len(own) == 1:
        return own[0]
    return candidates[0] if len(candidates) == 1 and not ids[candidates[0].pid] else None


def server_service(address: ServerAddress, services: Iterable[HostService]) -> HostService | None:
    """Return the process of a ZooKeeper server, None where none is seen.

    Args:
        address: Where clients reach it.
        services: What runs on its host.
    """
    candidates = [service for service in services if service.kind == "zookeeper"]
    own = [
        service
        for service in candidates
        if service.options.get("clientPort") == str(address.port)
        and (service.options.get("clientPortAddress") or "") in {*_ANY_ADDRESS, address.host}
    ]
    if len(own) == 1:
        return own[0]
    # The port may stand in the file of members, or the address under another name.
    return candidates[0] if len(candidates) == 1 and not own and _port_is_open(candidates[0], address.port) else None


def with_service(
    broker: RunningBroker, cluster_id: str | None, services: Mapping[str, tuple[HostService, ...]]
) -> RunningBroker:
    """Return a broker with its process, and with the options that it does not show itself and its file does."""
    service = broker_service(broker.member, cluster_id, services.get(broker.host, ()))
    if service is None:
        return broker
    given = {} if service.changed_since else service.given
    options = {name: _filled(option, given.get(name)) for name, option in broker.options.items()}
    return replace(broker, options=options, service=service)


def others(
    brokers: Collection[RunningBroker],
    servers: Collection[RunningServer],
    services: Mapping[str, tuple[HostService, ...]],
) -> Iterator[str]:
    """Yield, in sentences, what else runs on the hosts and is not adopted, and what is not seen to run there."""
    seen = (*(broker.service for broker in brokers), *(server.service for server in servers))
    ours = {id(service) for service in seen if service is not None}
    told: list[HostService] = []
    for host, running in sorted(services.items()):
        for service in running:
            # Several hosts of one machine have the same processes.
            if id(service) not in ours and not any(service is other for other in told):
                told.append(service)
                yield f"{host} also runs a {_TITLES[service.kind]} that is not adopted: {service}"
    for broker in brokers:
        if broker.service is None and broker.host in services:
            yield f"{broker.host} shows no process of broker {broker.member.id}"
        elif broker.service is not None and broker.service.detail:
            yield f"broker {broker.member.id} on {broker.host}: {broker.service.detail}"
    for server in servers:
        if server.service is None and server.address.host in services:
            yield f"{server.address.host} shows no process of ZooKeeper {server.address}"
        elif server.service is not None and server.service.detail:
            yield f"ZooKeeper {server.address}: {server.service.detail}"


def _filled(option: BrokerOption, value: str | None) -> BrokerOption:
    if not option.in_file or option.file is not None or value is None:
        return option
    return replace(option, file=value, sensitive=False)


def _broker_ids(service: HostService) -> set[str]:
    given = service.given
    ids = {given.get(name) for name in ("broker.id", "node.id")} - {None, "-1", ""}
    marked = {one.properties.get(name) for one in service.data for name in ("broker.id", "node.id")} - {None}
    return {id_ for id_ in ids or marked if id_ is not None}


def _clusters(service: HostService) -> set[str]:
    return {one.properties["cluster.id"] for one in service.data if one.properties.get("cluster.id")}


def _port_is_open(service: HostService, port: int) -> bool:
    """Return whether nothing in the file of a server says that clients reach it on another port."""
    return service.options.get("clientPort") in (None, str(port))
