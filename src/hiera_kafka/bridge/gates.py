"""What the gates of a rolling restart are asked: parameters that follow from the catalogs of a host and its peers."""

from __future__ import annotations

from typing import Any

from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.bridge.plain_values import to_plain
from hiera_kafka.catalog.resources import MemberReadiness, Section


def gate(host_section: HostSection) -> dict[str, Any]:
    """Return the parameters of the module `gate` that follow from the catalogs of the host and its peers.

    Args:
        host_section: The role whose service is to be restarted, on its host: `zookeeper` or `kafka_broker`.

    Raises:
        HieraKafkaError: The data of a peer has errors.
    """
    section, machine = host_section.section, host_section.machine
    (readiness,) = _members(section)
    members = []
    for name, number in sorted(readiness.members.items(), key=lambda item: item[1]):
        peer = host_section.compiler.catalog(name).section(host_section.role)
        port = _members(peer)[0].port if peer else readiness.port
        # A host reaches itself where its service listens, which need not be what its name leads to.
        address = readiness.address if name == host_section.host else machine.address_of(name)
        members.append({"id": number, "host": name, "address": address, "port": port})
    plain: dict[str, Any] = to_plain(
        {
            "kind": readiness.kind,
            "service": readiness.service,
            "own": readiness.own,
            "members": members,
            "log_dirs": [
                path for guard in section.guards if guard.kind == "kafka-broker-id" for path in guard.directories
            ],
            "log": next((one.log for one in section.services if one.name == readiness.service), None),
            "service_manager": machine.service_manager,
            "root": machine.root,
        }
    )
    return plain


def _members(section: Section) -> list[MemberReadiness]:
    """Return how the services of a section are asked that are members of a cluster; roles behind gates have one."""
    return [check for check in section.readiness if isinstance(check, MemberReadiness)]
