"""Makes the records of a bundle's services what they must be; `host/placed.py` says what a record is."""

from __future__ import annotations

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.bundle_format import Bundle
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.placed import Peer, Placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.wire_table import Placement


def wanted(bundle: Bundle, placement: Placement) -> Placed:
    """Return the record that a service is to have: what the data gives it, with what its record remembers already.

    Raises:
        ProblemError: The record that lies there is of a later release, or none.
    """
    record = Placed(
        service=placement.service,
        role=placement.role,
        cluster=placement.cluster,
        id=placement.id,
        host=bundle.host,
        address=placement.address,
        release=placement.release,
        unit=placement.unit,
        directories=placement.directories,
        identity=placement.identity,
        members={host: Peer(number, placement.addresses.get(host, "")) for host, number in placement.members.items()},
    )
    return record.after(placed.read(bundle.root, placement.service))
