"""Options that say which running cluster a command talks to."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import click

from hiera_kafka.cli.kit.options import Workspace, inventory_option
from hiera_kafka.cli.kit.way_option import WayOptions, way_option
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.model.endpoints import Endpoints, parse_endpoints

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Where:
    """A cluster as the command line names it; nothing is read until `endpoints` is called.

    Attributes:
        site: The inventory that is read for it.
        cluster: Its name there, None where there is just one.
        given: Brokers in place of the inventory.
        way: By which way it is reached.
    """

    site: Workspace
    cluster: str | None
    given: Endpoints | None
    way: WayOptions = field(default_factory=WayOptions)

    @contextlib.contextmanager
    def opened(self) -> Iterator[ReadableCluster]:
        """Give a connection to it.

        Raises:
            HieraKafkaError: The data has errors or no such cluster, or has several and none was named; or how its
                hosts are reached is not known.
            ClientError: It does not answer.
        """
        with self.way.ways(self.site, given=self.given is not None) as ways:
            endpoints = self.endpoints()
            with ways.explained(), ReadableCluster(endpoints, ways.via(endpoints)) as cluster:
                yield cluster

    def endpoints(self) -> Endpoints:
        """Return where its brokers are reached.

        Raises:
            HieraKafkaError: The data has errors or no such cluster, or has several and none was named.
        """
        if self.given is not None:
            return self.given
        from hiera_kafka.compiler.endpoints import plaintext_endpoints  # noqa: PLC0415 - slow, and not always needed

        found = plaintext_endpoints(self.site.checked(), self.cluster)
        if len(found) == 1:
            return found[0].endpoints
        raise ProjectError(
            Diagnostic(
                "cluster-needed",
                f"inventory {self.site.inventory.name} has {len(found)} Kafka clusters, and none was named: "
                f"{', '.join(one.cluster for one in found)}",
                where=(Position(str(self.site.inventory.path)),),
                hint="name one with --cluster",
            )
        )


def cluster_option(command: F) -> F:
    """Give a command options that name a cluster, its inventory and the way to it; they arrive as `where`."""

    def wrapped(
        *args: Any,
        site: Workspace,
        cluster: str | None,
        bootstrap_servers: Endpoints | None,
        way: WayOptions,
        **kwargs: Any,
    ) -> Any:
        if cluster is not None and bootstrap_servers is not None:
            raise click.UsageError("--cluster and --bootstrap-servers exclude each other")
        return command(*args, where=Where(site, cluster, bootstrap_servers, way), **kwargs)

    wrapped.__name__ = command.__name__
    wrapped.__doc__ = command.__doc__
    # click keeps the options of decorators that ran before this one there.
    wrapped.__dict__.update(command.__dict__)
    with_servers = click.option(
        "--bootstrap-servers",
        metavar="HOST:PORT,...",
        callback=_servers,
        help="Brokers of a cluster; it need not be in an inventory.",
    )(wrapped)
    with_cluster = click.option(
        "--cluster", metavar="NAME", help="Cluster of the inventory. Default: the only one that it has."
    )(with_servers)
    return inventory_option(way_option(with_cluster))  # type: ignore[return-value]  # the same callable but for the options


def _servers(ctx: click.Context, parameter: click.Parameter, value: str | None) -> Endpoints | None:
    """Return brokers that were given, with Kafka's usual port where there is none."""
    if value is None:
        return None
    try:
        return parse_endpoints(value)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, parameter) from error
