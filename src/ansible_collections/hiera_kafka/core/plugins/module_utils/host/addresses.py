"""The addresses of this host's network interfaces, as the kernel lists them."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path

_PROC = Path("/proc")
_OWN = re.compile(r"\|-- (?P<address>[0-9.]+)\n +/32 host LOCAL")


def addresses(proc: Path = _PROC) -> list[str]:
    """Return every address, IPv4 first, without the zones of those that are valid on one link alone.

    Raises:
        OSError: The kernel does not list them.
    """
    four = {match["address"] for match in _OWN.finditer((proc / "net/fib_trie").read_text(encoding="ascii"))}
    try:
        lines = (proc / "net/if_inet6").read_text(encoding="ascii").splitlines()
    except FileNotFoundError:  # the kernel has no IPv6
        lines = []
    six = {int(line.split()[0], 16) for line in lines if line.strip()}
    return [
        *map(str, sorted(map(ipaddress.IPv4Address, four))),
        *map(str, sorted(map(ipaddress.IPv6Address, six))),
    ]
