"""What a host is to remember of a service: what it is, and where its data lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from hiera_kafka.catalog.resources.wire import Bundled, Declared, Form, OnControlNode, Parameter, Resource, Way
from hiera_kafka.source import Origin

_Text = Annotated[str, Bundled(Form.TEXT), Parameter("preflight", Form.TEXT)]
_Texts = Annotated[tuple[str, ...], Bundled(Form.TEXTS), Parameter("preflight", Form.TEXTS)]
_Mapping = Annotated[Mapping[str, str], Bundled(Form.MAPPING), Parameter("preflight", Form.MAPPING)]


@dataclass(frozen=True, slots=True)
class Placement(Resource):
    """A service whose state would be lost or mistaken if the host forgot about it; becomes a record on the host.

    Attributes:
        service: Name of the service.
        role: Role of the section, such as `kafka_broker`.
        cluster: Name of the cluster, ensemble or mirror.
        id: The broker's id or myid, of a mirror the number of the process; text.
        address: What others reach the host by.
        release: Kafka release that it runs from.
        directories: Where its data lies; of ZooKeeper the data directory, then that of its transaction logs if that is
            another one. Empty where the service keeps nothing on disks.
        identity: What follows from names and must not move with them; `module_utils/host/placed.py` has the keys.
        members: Host to id of everyone in the cluster.
        addresses: Host to address of the same.
        config: File in which the service is told where its data lies; empty where there is none.
        origins: `directories`, `identity` and `service` to where the data says it.
    """

    declared = Declared(
        "placement",
        Way.BUNDLE,
        ("service",),
        compared=False,
        made={"unit": Bundled(Form.PATH), "where": Parameter("preflight", Form.MAPPING, default={})},
    )

    service: Annotated[str, Bundled(Form.NAME), Parameter("preflight", Form.NAME)]
    role: _Text
    cluster: _Text
    id: _Text
    address: _Text
    release: _Text
    directories: _Texts
    identity: _Mapping
    members: _Mapping
    addresses: _Mapping
    config: Annotated[str, Parameter("preflight", Form.TEXT)]
    origins: Annotated[Mapping[str, Origin], OnControlNode("are sent as their places, `where`")] = field(
        default_factory=dict, compare=False
    )

    def made(self) -> dict[str, Any]:
        """Return where the data says what is placed: `file:line:column` by name, without those that no file says."""
        places = {name: origin.positions() for name, origin in self.origins.items()}
        return {"where": {name: found[0].text() for name, found in places.items() if found}}
