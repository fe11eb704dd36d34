"""What kind of machines the hosts of an inventory are."""

from __future__ import annotations

import grp
import os
import pwd
from collections.abc import Sequence

from hiera_kafka.catalog.platform import Platform, hosts_platform, local_platform
from hiera_kafka.compiler.inventory import Inventory
from hiera_kafka.compiler.local_record import Recorded, read_recorded
from hiera_kafka.errors import Position


def platform_of(inventory: Inventory, hosts: Sequence[str], recorded: Recorded | None) -> Platform:
    """Return the platform of an inventory.

    Args:
        inventory: The inventory file.
        hosts: All of its hosts.
        recorded: Addresses and Java of local hosts; None reads what is recorded in the inventory's state directory.

    Raises:
        ProjectError: The record cannot be read, or has no address left for a host.
    """
    java_home = inventory.model.java_home
    if inventory.model.platform == "hosts":
        return hosts_platform() if java_home is None else hosts_platform(java_home)
    state = inventory.state_dir
    if state is None:  # load_inventory refuses that
        raise AssertionError("platform local without state_dir")
    complete = (recorded or read_recorded(state)).with_hosts(hosts, (Position(str(inventory.path)),))
    return local_platform(
        roots={host: str(state / host) for host in hosts},
        addresses={host: complete.addresses[host] for host in hosts},
        user=_user_name(),
        group=_group_name(),
        java_home=java_home or complete.java_home or "/usr/lib/jvm/default-java",
    )


def _user_name() -> str:
    """Return the name of the calling user; in a container it may have none, and its number stands for it."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _group_name() -> str:
    try:
        return grp.getgrgid(os.getgid()).gr_name
    except KeyError:
        return str(os.getgid())
