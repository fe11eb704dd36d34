"""What hosts are to remember of their brokers and mirrors; of members of ensembles: `zookeeper`."""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import Placement
from hiera_kafka.model.host_roles import KafkaNode
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.listeners import client_endpoints
from hiera_kafka.model.mirror.settings import MirrorNode


def broker_placement(machine: Machine, node: KafkaNode, role: str, service: str, config: str) -> Placement:
    """Return what the host remembers of its broker; `config` is its server.properties, below no root."""
    cluster = node.cluster
    return Placement(
        service=service,
        role=role,
        cluster=node.name,
        id=str(cluster.model.brokers[machine.host].id),
        address=machine.address,
        release=cluster.model.kafka_version,
        directories=tuple(machine.path(path) for path in node.settings.model.log_dirs),
        identity={node.metadata.mode.value: node.metadata.connect(machine.address_of)},
        members={host: str(broker.id) for host, broker in cluster.model.brokers.items()},
        addresses={host: machine.address_of(host) for host in cluster.model.brokers},
        config=machine.path(config),
        origins={
            "directories": node.settings.origin("profile::kafka::broker::log_dirs"),
            "identity": node.metadata.rooted or cluster.trace.origin,
            "service": cluster.origin("brokers", machine.host),
        },
    )


def process_placement(machine: Machine, mirror: MirrorNode, number: int, role: str, group: str) -> Placement:
    """Return what the host remembers of a process of a mirror, whose positions are found by its group."""

    def servers(cluster: KafkaCluster) -> str:
        return ",".join(sorted(map(str, client_endpoints(cluster, machine.address_of))))

    return Placement(
        service=mirror.service(number),
        role=role,
        cluster=mirror.name,
        id=str(number),
        address=machine.address,
        release=mirror.version,
        directories=(),
        identity={
            "group": group,
            "source": servers(mirror.source.model),
            "destination": servers(mirror.destination.model),
        },
        members={},
        addresses={},
        config="",
        origins={"identity": mirror.origin("source"), "service": mirror.origin("source")},
    )
