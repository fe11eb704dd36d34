"""What commands on two clusters share: how both are reached, and the mirrors between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import click

from hiera_kafka.cli.kit.options import Workspace, inventory_option
from hiera_kafka.cli.kit.way_option import WayOptions, way_option
from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.model.endpoints import Endpoints
from hiera_kafka.ops.offsets.translate.request import Flow

F = TypeVar("F", bound=Callable[..., Any])

_READ_AT_MOST = 1_000_000


@dataclass(frozen=True)
class Between:
    """Two clusters of an inventory.

    Attributes:
        site: The inventory.
        source: Name of the one that a group reads.
        destination: Name of the other one.
        limit: How many unprocessed messages of a topic may be read.
        way: By which way they are reached.
    """

    site: Workspace
    source: str
    destination: str
    limit: int
    way: WayOptions = field(default_factory=WayOptions)

    def found(self) -> tuple[Endpoints, Endpoints, tuple[Flow, ...]]:
        """Return where source and destination are reached, and all mirrors.

        Raises:
            HieraKafkaError: The data has errors, or no such clusters, or no mirror between them.
        """
        from hiera_kafka.compiler.endpoints import plaintext_endpoints  # noqa: PLC0415 - slow; wrong options are reported first
        from hiera_kafka.ops.offsets.translate.flows import flows  # noqa: PLC0415 - as above

        compiler = self.site.checked()
        ends = (self.source, self.destination)
        source, destination = (plaintext_endpoints(compiler, name)[0].endpoints for name in ends)
        mirrors = flows(compiler)
        if any({flow.source, flow.destination} == set(ends) for flow in mirrors):
            return source, destination, mirrors
        known = ", ".join(flow.name for flow in mirrors) or "none"
        raise ProjectError(
            Diagnostic(
                "translate-no-mirror",
                f"no mirror runs between {self.source} and {self.destination}, known are: {known}",
                (Position(str(self.site.inventory.path)),),
                note="without one, what the two have under the same name are other messages",
            )
        )


def between_option(command: F) -> F:
    """Give a command options that name two clusters, their inventory and the way to them; they arrive as `between`."""

    def wrapped(
        *args: Any, site: Workspace, source: str, destination: str, limit: int, way: WayOptions, **kwargs: Any
    ) -> Any:
        if source == destination:
            raise click.UsageError("--from and --to are the same cluster")
        return command(*args, between=Between(site, source, destination, limit, way), **kwargs)

    wrapped.__name__ = command.__name__
    wrapped.__doc__ = command.__doc__
    # click keeps the options of decorators that ran before this one there.
    wrapped.__dict__.update(command.__dict__)
    options = (
        click.option(
            "--read-at-most",
            "limit",
            type=click.IntRange(1),
            default=_READ_AT_MOST,
            show_default=True,
            metavar="N",
            help="Unprocessed messages of a topic that are read to find the oldest.",
        ),
        click.option(
            "--to", "destination", required=True, metavar="CLUSTER", help="Cluster where the groups continue."
        ),
        click.option("--from", "source", required=True, metavar="CLUSTER", help="Cluster where they read now."),
    )
    made: Any = wrapped
    for option in options:
        made = option(made)
    return inventory_option(way_option(made))  # type: ignore[no-any-return]  # the same callable but for the options
