"""`hiera-kafka clients`: broker list and ZooKeeper connect string of each cluster."""

from __future__ import annotations

from dataclasses import asdict

import click

from hiera_kafka.cli.command import Command
from hiera_kafka.cli.options import Site, inventory_option
from hiera_kafka.cli.output import Output, emit, output_option
from hiera_kafka.compiler.strings import ClientStrings, client_strings


@click.command(cls=Command, examples=["hiera-kafka clients my-kafka-cluster"])
@click.argument("cluster", required=False)
@inventory_option
@output_option
def clients(cluster: str | None, site: Site, output: Output) -> None:
    """Show the strings that clients of the clusters need.

    Without CLUSTER, those of every Kafka cluster of the inventory.
    """
    found = client_strings(site.checked(), cluster)
    emit(output, [asdict(strings) for strings in found], lambda: text(found))


def text(found: list[ClientStrings]) -> str:
    """Return the strings as people read them."""
    return "\n\n".join(
        f"{strings.cluster}\n"
        f"  broker list: {strings.bootstrap_servers}\n"
        f"  zookeeper connect: {strings.zookeeper_connect}"
        for strings in found
    )
