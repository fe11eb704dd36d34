"""`hiera-kafka inventory`: hosts, clusters, addresses and Ansible's groups."""

from __future__ import annotations

from typing import Any

import click

from hiera_kafka.bridge.inventory import entries
from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.options import Workspace, inventory_option
from hiera_kafka.cli.kit.output import Output, aligned, emit, output_option
from hiera_kafka.compiler import Compiler
from hiera_kafka.model.host_roles import KafkaNode, ZooKeeperNode
from hiera_kafka.model.listeners import client_port
from hiera_kafka.text import one_line


@click.command(cls=Command, examples=["hiera-kafka inventory", "hiera-kafka inventory -i three --output json"])
@inventory_option
@output_option
def inventory(site: Workspace, output: Output) -> None:
    """Show the hosts and clusters that the data names.

    Each host stands with its address, its clusters and its ids there, and the groups that playbooks find it in.
    """
    data = to_dict(site.checked())
    emit(output, data, lambda: text(data))


def to_dict(compiler: Compiler) -> dict[str, Any]:
    """Return an inventory in JSON-able form.

    Raises:
        HieraKafkaError: The data has errors.
    """
    found = entries(str(compiler.inventory.path))
    clusters = compiler.clusters
    return {
        "inventory": compiler.inventory.name,
        "file": str(compiler.inventory.path),
        "hiera_config": str(compiler.inventory.hiera_config),
        "platform": compiler.platform.name,
        "hosts": [_host(compiler, host) for host in compiler.hosts],
        "zookeeper_clusters": {name: dict(found.model.hosts) for name, found in clusters.ensembles.items()},
        "kafka_clusters": {
            name: {
                "zookeeper_cluster_name": cluster.model.zookeeper_cluster_name,
                "kafka_version": cluster.model.kafka_version,
                "brokers": {host: broker.id for host, broker in cluster.model.brokers.items()},
            }
            for name, cluster in clusters.kafka.items()
        },
        "groups": {group: [host.name for host in found.hosts if group in host.groups] for group in found.groups},
    }


def _host(compiler: Compiler, host: str) -> dict[str, Any]:
    data: dict[str, Any] = {"name": host, "address": compiler.platform.address(host)}
    model = compiler.models.get(host)
    if model is None:
        return data | {"dialect": compiler.dialect_of(host).name}
    member = model.service(ZooKeeperNode)
    if member is not None:
        data["zookeeper"] = {"cluster": member.name, "myid": member.ensemble.model.hosts[host]}
    node = model.service(KafkaNode)
    if node is not None:
        broker = node.cluster.model.brokers[host]
        data["kafka"] = {"cluster": node.name, "id": broker.id, "port": client_port(broker), "rack": broker.rack}
    return data


def text(data: dict[str, Any]) -> str:
    """Return an inventory as people read it."""
    rows = [
        ("host", "address", "ZooKeeper", "Kafka"),
        *((host["name"], host["address"], _zookeeper(host), _kafka(host)) for host in data["hosts"]),
    ]
    groups = [(f"  {group}", ", ".join(hosts) or "-") for group, hosts in data["groups"].items()]
    head = f"{data['inventory']}: platform {data['platform']}, {len(data['hosts'])} host(s)"
    return "\n".join([one_line(head), "", aligned(rows), "", "groups", aligned(groups)])


def _zookeeper(host: dict[str, Any]) -> str:
    found = host.get("zookeeper")
    return f"{found['cluster']}, myid {found['myid']}" if found else "-"


def _kafka(host: dict[str, Any]) -> str:
    found = host.get("kafka")
    if not found:
        return "-"
    rack = f", rack {found['rack']}" if found["rack"] is not None else ""
    return f"{found['cluster']}, id {found['id']}, port {found['port']}{rack}"
