"""Which addresses sockets that listen are reached at.

A socket at `::` takes IPv4 as well: Java opens it so, and /proc does not tell whether one is for IPv6 alone.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence

from hiera_kafka.ops.look.seen import ListenerSeen

_IP = ipaddress.IPv4Address | ipaddress.IPv6Address


def unserved(wanted: str | None, listeners: Sequence[ListenerSeen], addresses: Iterable[str]) -> list[str]:
    """Return the addresses at which nobody listens although somebody should.

    Args:
        wanted: The one address, None for all of the host.
        listeners: Sockets of the port.
        addresses: Of the host's interfaces.
    """
    bound = [_parsed(listener.address) for listener in listeners]
    if wanted is not None:
        return [] if _served(_parsed(wanted), wanted, bound, listeners) else [wanted]
    return [one for one in expected_addresses(addresses) if not _served(_parsed(one), one, bound, listeners)]


def expected_addresses(addresses: Iterable[str]) -> list[str]:
    """Return the addresses of a host at which a service that is for all of them is to be reached.

    Those of IPv6 that every interface gives itself do not count: no name leads to them. Nor does the loopback address
    of IPv6 on a host that has no other, where a JVM may well be told to leave IPv6 alone.
    """
    found = {text: _parsed(text) for text in addresses}
    routed = any(isinstance(ip, ipaddress.IPv6Address) and not _own(ip) for ip in found.values())
    return sorted(
        text
        for text, ip in found.items()
        if ip is not None and not ip.is_unspecified and (ip.version == 4 or not ip.is_link_local)
        if ip.version == 4 or routed
    )


def beyond(wanted: str | None, listener: ListenerSeen) -> bool:
    """Return whether a socket is reached from elsewhere at other addresses than the one that the data says."""
    found = _parsed(listener.address)
    if wanted is None or (found is not None and found.is_loopback):
        return False
    return found is None or found != _parsed(wanted)


def is_local(listener: ListenerSeen) -> bool:
    """Return whether only the host itself reaches a socket."""
    found = _parsed(listener.address)
    return found is not None and found.is_loopback


def shown(listener: ListenerSeen) -> str:
    """Return a socket as people write it."""
    return f"[{listener.address}]:{listener.port}" if ":" in listener.address else f"{listener.address}:{listener.port}"


def _served(ip: _IP | None, text: str, bound: Sequence[_IP | None], listeners: Sequence[ListenerSeen]) -> bool:
    if ip is None:  # a name: whose address it is cannot be told here
        return any(listener.address == text for listener in listeners)
    return any(
        found is not None and (found == ip or (found.is_unspecified and found.version >= ip.version)) for found in bound
    )


def _own(ip: ipaddress.IPv6Address) -> bool:
    return ip.is_link_local or ip.is_loopback or ip.is_unspecified


def _parsed(text: str) -> _IP | None:
    """Return an address without its zone, and IPv4 in the form of IPv6 as what it is; None for any other text."""
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return found if mapped is None else mapped
