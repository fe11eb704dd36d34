"""`hiera-kafka clients`: the strings of each cluster, settings for a client, or all that kafka_config answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.options import Workspace, complete_host, find_host, inventory_option
from hiera_kafka.cli.kit.output import Output, emit, output_option, plain
from hiera_kafka.compiler.client_strings import ClientStrings, client_strings
from hiera_kafka.compiler.endpoints import endpoints
from hiera_kafka.compiler.wikimedia_functions import cluster_names, kafka_config
from hiera_kafka.hiera.values.secrets import shown_traced
from hiera_kafka.model.endpoints import SYSTEM_CA, ClusterEndpoints
from hiera_kafka.render.client_settings import CLIENTS, client_settings, client_text
from hiera_kafka.text import one_line


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka clients my-kafka-cluster",
        "hiera-kafka clients my-kafka-cluster --for kcat",
        "hiera-kafka clients my-kafka-cluster --function-output",
    ],
)
@click.argument("cluster", required=False)
@click.option("--for", "client", type=click.Choice(list(CLIENTS)), help="Print settings in the format of this client.")
@click.option(
    "--ca",
    metavar="FILE",
    default=SYSTEM_CA,
    show_default=True,
    help="With --for: authorities in PEM that the client trusts, where the brokers speak TLS.",
)
@click.option(
    "--function-output",
    is_flag=True,
    help="Show all that Wikimedia's Puppet function kafka_config returns; CLUSTER may then be a prefix. "
    "Default: the two strings.",
)
@click.option(
    "--node",
    metavar="HOST",
    shell_complete=complete_host,
    help="With --function-output: host in whose scope to look up. Default: the scope of the inventory.",
)
@inventory_option
@output_option
def clients(
    *,
    cluster: str | None,
    client: str | None,
    ca: str,
    function_output: bool,
    node: str | None,
    site: Workspace,
    output: Output,
) -> None:
    """Show the strings that clients of the clusters need.

    Without CLUSTER, those of every Kafka cluster of the inventory. Settings for a client use TLS where the data gives
    every broker of the cluster a TLS listener.
    """
    if client is not None:
        if function_output:
            raise click.UsageError("--for and --function-output exclude each other")
        found_at = endpoints(site.checked(), cluster, ca)
        data = [_settings(endpoint, client) for endpoint in found_at]
        emit(output, data, lambda: "\n\n".join(client_text(endpoint, client) for endpoint in found_at))
        return
    if function_output:
        answers = function_answers(site, cluster, node)
        emit(output, answers, lambda: "\n\n".join(map(plain, answers)))
        return
    if node is not None:
        raise click.UsageError("--node goes with --function-output: the strings are the same for every host")
    found = client_strings(site.checked(), cluster)
    emit(output, [asdict(strings) for strings in found], lambda: text(found))


def _settings(endpoint: ClusterEndpoints, client: str) -> dict[str, Any]:
    settings = client_settings(endpoint, client)
    return {"cluster": endpoint.cluster, "client": client, "tls": endpoint.tls, "settings": settings}


def function_answers(site: Workspace, cluster: str | None, node: str | None) -> list[Any]:
    """Return what kafka_config answers for one cluster, or for each; secrets are masked."""
    host = None if node is None else find_host(site.compiler, node)
    names = cluster_names(site.compiler, host) if cluster is None else [cluster]
    answers = [kafka_config(site.compiler, name, host=host) for name in names]
    return [shown_traced(answer.value, answer.trace) for answer in answers]


def text(found: list[ClientStrings]) -> str:
    """Return the strings as people read them."""
    return "\n\n".join(
        f"{one_line(strings.cluster)}\n"
        f"  broker list: {one_line(strings.bootstrap_servers)}\n"
        f"  zookeeper connect: {one_line(strings.zookeeper_connect)}"
        for strings in found
    )
