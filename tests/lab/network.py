"""Private bridges: one a set of hosts, on a subnet that nothing on this machine has a route to."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from lab import machine
from lab.engine import LabError, podman

FIRST_HOST = 11
"""Last number of the first host's address."""
_CANDIDATES = tuple(ipaddress.ip_network(f"10.{second}.{third}.0/24") for second in (78, 79) for third in range(256))


def create(name: str, labels: Iterable[str]) -> ipaddress.IPv4Network:
    """Make the bridge `name` on the first free subnet and return the subnet.

    Call it under the lock `network`, since podman looks at its own networks only.

    Raises:
        LabError: No candidate is free.
    """
    routed = [ipaddress.ip_network(text, strict=False) for text in machine.routed()]
    for subnet in _CANDIDATES:
        if any(subnet.overlaps(other) for other in routed):
            continue
        marks = [word for label in labels for word in ("--label", label)]
        where = ("--subnet", str(subnet), "--gateway", str(subnet[1]))
        try:
            podman("network", "create", "--disable-dns", *marks, *where, name)
        except LabError as error:
            # A bridge without a running host has no route yet.
            if "already" in str(error) or "overlap" in str(error):
                continue
            raise
        return subnet
    raise LabError(f"no free subnet for a lab among {_CANDIDATES[0]} to {_CANDIDATES[-1]}; `make lab-down` frees one")


def address(subnet: ipaddress.IPv4Network, index: int) -> str:
    """Return the address of the host number `index`, from 0."""
    return str(subnet[FIRST_HOST + index])


def mac(address_: str) -> str:
    """Return the fixed hardware address that goes with an address: others know a host again at once after a reboot."""
    return "02:00:" + ":".join(f"{int(part):02x}" for part in address_.split("."))
