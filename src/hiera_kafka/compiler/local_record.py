"""Facts of this machine that local catalogs rest on, recorded once so that compiling stays repeatable.

`make up` writes them (see ops.local); compiling reads them. Without a record the standard addresses hold.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from hiera_kafka import format_version
from hiera_kafka.border import named
from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.files import atomic

STANDARD_SUBNET = "127.0.0"
"""First three numbers of local addresses: the first host of a cluster is localhost itself."""
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded of this machine for one inventory.

    Attributes:
        subnet: First three numbers of the addresses.
        addresses: Host to address; a host keeps its address when others come and go.
        java_home: JAVA_HOME found when the record was made.
        root_warned: Whether it was said that services run as root here, so that it is said once.
    """

    subnet: str = STANDARD_SUBNET
    addresses: dict[str, str] = field(default_factory=dict)
    java_home: str | None = None
    root_warned: bool = False

    def with_hosts(self, hosts: Sequence[str], where: tuple[Position, ...] = ()) -> Recorded:
        """Return a record in which every host has an address: the one it has, else the lowest free one.

        A host that is called by a loopback address has that one.

        Args:
            hosts: Hosts that need an address.
            where: Place that the error names.

        Raises:
            ProjectError: More hosts than a /24 has addresses.
        """
        addresses = dict(self.addresses)
        free = (f"{self.subnet}.{last}" for last in range(1, 255))
        addresses |= {host: host for host in hosts if is_loopback(host)}
        taken = set(addresses.values())
        for host in hosts:
            if host in addresses:
                continue
            address = next((candidate for candidate in free if candidate not in taken), None)
            if address is None:
                message = f"{len(hosts)} hosts do not fit on this machine, 254 do"
                raise ProjectError(
                    Diagnostic("too-many-local-hosts", message, where, hint="use inventories of real hosts")
                )
            addresses[host] = address
            taken.add(address)
        return replace(self, addresses=addresses)


def is_loopback(host: str) -> bool:
    """Tell whether the name of a host is an IPv4 address that this machine alone reaches."""
    try:
        return ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False


def record_path(state_dir: Path) -> Path:
    """Return where the record of a state directory lies."""
    return state_dir / "local.json"


def read_recorded(state_dir: Path) -> Recorded:
    """Return the record of a state directory; an empty one when there is none.

    Raises:
        ProjectError: The record is there but not readable.
        HieraKafkaError: `record-newer`, it is of a later release.
        HieraError: `outside-repository`, for a link in a repository that leads out of it.
    """
    path = named(record_path(state_dir))
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        format_version.known(data, path, _FORMAT)
        return Recorded(
            str(data["subnet"]),
            {str(k): str(v) for k, v in data["addresses"].items()},
            data["java_home"],
            bool(data.get("root_warned")),
        )
    except FileNotFoundError:
        return Recorded()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProjectError(
            Diagnostic(
                "local-record-unreadable",
                f"the record of local hosts cannot be read: {error}",
                where=(Position(str(path)),),
                hint="remove it; `hiera-kafka local up` makes it again",
            )
        ) from error


def write_recorded(state_dir: Path, recorded: Recorded) -> None:
    """Write the record, whole or not at all."""
    state_dir.mkdir(parents=True, exist_ok=True)
    data = {
        "format": _FORMAT,
        "subnet": recorded.subnet,
        "addresses": recorded.addresses,
        "java_home": recorded.java_home,
        "root_warned": recorded.root_warned,
    }
    atomic.write(record_path(state_dir), f"{json.dumps(data, indent=2)}\n".encode())
