"""Options that say by which way clusters are reached."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from hiera_kafka.cli.kit.options import Workspace
from hiera_kafka.ops.reach.ways import Via, Ways, ways_of_inventory

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class WayOptions:
    """The way that the command line names.

    Attributes:
        way: Which.
        addresses: Further inventories with addresses and keys of hosts.
    """

    way: Via = Via.AUTO
    addresses: tuple[Path, ...] = ()

    @contextlib.contextmanager
    def ways(self, site: Workspace, *, given: bool = False, ahead: bool = False) -> Iterator[Ways]:
        """Give the ways to the clusters of an inventory.

        Args:
            site: The inventory.
            given: Whether brokers were given that may be in no inventory: SSH leads to them only if that is wanted.
            ahead: Whether hosts will be looked at for certain, whatever way leads to clusters.

        Raises:
            HieraKafkaError: The inventory is missing or wrong, or its code is not trusted.
        """

        def hosts() -> tuple[str, ...]:
            return tuple(site.compiler.hosts)

        straight = self.way is Via.DIRECT or (given and self.way is Via.AUTO)
        # Hosts of a local inventory are this machine, unless somebody says otherwise.
        if (straight and not ahead) or (site.inventory.model.platform == "local" and not self.addresses):
            with Ways.straight(hosts) as found:
                yield found
            return
        project, path, beside, access = site.project, site.path, self.addresses, site.access
        with ways_of_inventory(self.way, project, path, hosts, beside=beside, access=access, ahead=ahead) as found:
            yield found


def way_option(command: F) -> F:
    """Give a command `--via` and `--addresses`; they arrive as `way`."""

    @wraps(command)
    def wrapped(*args: Any, via: str, addresses: tuple[Path, ...], **kwargs: Any) -> Any:
        return command(*args, way=WayOptions(Via(via), addresses), **kwargs)

    with_addresses = click.option(
        "--addresses",
        multiple=True,
        type=click.Path(exists=True, path_type=Path),
        metavar="PATH",
        help="Further inventory for Ansible, with addresses and keys of the hosts. May be given several times.",
    )(wrapped)
    return click.option(  # type: ignore[return-value]  # the same callable but for the options
        "--via",
        type=click.Choice([str(way) for way in Via]),
        default=str(Via.AUTO),
        show_default=True,
        help="How brokers are reached: direct, by SSH to their hosts, or by SSH where none answers directly.",
    )(with_addresses)
