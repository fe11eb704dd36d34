"""What is checked on a host: before anything is touched, and after services were started."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from hiera_kafka.catalog.resources.services import Service
from hiera_kafka.catalog.resources.wire import Declared, Form, OnControlNode, Parameter, Resource, Way
from hiera_kafka.source import Origin

METADATA_GUARD = "kafka-metadata"
"""Kind of the guard that is checked before each start as well, since only then the metadata is sure to be there."""


@dataclass(frozen=True, slots=True)
class Guard(Resource):
    """A fact on the host's disk that must not silently change, checked before anything is touched.

    Attributes:
        kind: `zookeeper-members`, `zookeeper-myid`, `kafka-broker-id`, or, against what is somebody else's,
            `kafka-data` and `zookeeper-data`, or, against what was lost, `kafka-metadata`; `module_utils/preflight` has
            a check for each.
        directories: Data directories; the guard looks only when one of them is initialised.
        expected: What the data says, as text; for members one `id=address` an entry, for data the service, for metadata
            the broker's id, where its metadata is, its host and its service.
        file: Where the present value is written; for data what each run of ours writes.
    """

    declared = Declared(
        "guard", Way.MODULE, ("kind",), compared=False, made={"where": Parameter("preflight", Form.TEXT, default=None)}
    )

    kind: Annotated[str, Parameter("preflight", Form.TEXT)]
    directories: Annotated[tuple[str, ...], Parameter("preflight", Form.PATHS)]
    file: Annotated[str, Parameter("preflight", Form.PATH)]
    expected: Annotated[tuple[str, ...], Parameter("preflight", Form.TEXTS)]
    origin: Annotated[Origin, OnControlNode("is sent as its place, `where`")]

    def made(self) -> dict[str, Any]:
        """Return where the data says what is expected: `file:line:column`, empty where no file does."""
        places = self.origin.positions()
        return {"where": places[0].text() if places else ""}


@dataclass(frozen=True, slots=True)
class Run:
    """What a check of readiness must know of the run that it is part of.

    Attributes:
        started: Hosts that are started in it; a first start cannot wait for hosts that nobody started.
        services: The services of the section.
        checks: The checks of the section, this one among them.
    """

    started: Collection[str]
    services: Sequence[Service]
    checks: Sequence[Readiness]


@dataclass(frozen=True, slots=True)
class Readiness(Resource):
    """How to see that a service answers, in words that a module on the host can act on; a class for each kind.

    Attributes:
        service: Name of the service.
        own: This host's id; of a mirror, the number of the process.
        members: Host to id of everyone in the same cluster; of a mirror, host to how many members its group has from
            there when all processes of the mirror run.
    """

    kind: ClassVar[str]
    """Name of the kind."""
    check: ClassVar[str]
    """What looks, on the host: `MODULE.CLASS` in `module_utils/readiness`."""

    service: Annotated[str, Parameter("ready", Form.NAME)]
    own: Annotated[int, Parameter("ready", Form.INTEGER)]
    members: Annotated[Mapping[str, int], Parameter("ready", Form.MAPPING, default={})]

    def made(self, run: Run) -> dict[str, Any]:
        """Return the values of `declared.made`, which follow from the run."""
        raise NotImplementedError

    def _members_of(self, run: Run) -> dict[str, int]:
        return {host: number for host, number in self.members.items() if host in run.started}


@dataclass(frozen=True, slots=True)
class MemberReadiness(Readiness):
    """How to see that a member of a cluster answers at its port.

    Attributes:
        address: Address of this host's own port.
        port: Port asked.
    """

    address: Annotated[str, Parameter("ready", Form.TEXT)]
    port: Annotated[int, Parameter("ready", Form.INTEGER)]

    def made(self, run: Run) -> dict[str, Any]:
        """Return the ids of the members that are started, and whether these are a quorum."""
        here = self._members_of(run)
        return {
            "expect": sorted({*here.values(), self.own}),
            "quorum": 2 * len(here) > len(self.members),
        }


_OF_MEMBERS = {
    "expect": Parameter("ready", Form.INTEGERS, default=[]),
    "quorum": Parameter("ready", Form.FLAG, default=True),
}


@dataclass(frozen=True, slots=True)
class ZooKeeperReadiness(MemberReadiness):
    """ZooKeeper serves as leader, follower or standalone; where the run starts no quorum, any answer is enough."""

    kind = "zookeeper"
    check = "zookeeper.ZooKeeperCheck"
    declared = Declared("readiness", Way.MODULE, ("service",), compared=False, made=_OF_MEMBERS)


@dataclass(frozen=True, slots=True)
class KafkaReadiness(MemberReadiness):
    """A broker lists itself and its peers."""

    kind = "kafka"
    check = "kafka.KafkaCheck"
    declared = Declared("readiness", Way.MODULE, ("service",), compared=False, made=_OF_MEMBERS)


@dataclass(frozen=True, slots=True)
class MirrorReadiness(Readiness):
    """A process of a mirror is in its group.

    Attributes:
        group: Group that the processes of the mirror form.
        engine: 1 or 2, the MirrorMaker that it is.
        client: Name that the process has in the group; empty where the engine gives the same one to all.
        brokers: `host:port` of every broker of the cluster that has the group.
        sources: `host:port` of every broker that the mirror reads from.
    """

    kind = "kafka-mirror"
    check = "mirror.MirrorCheck"
    declared = Declared(
        "readiness",
        Way.MODULE,
        ("service",),
        compared=False,
        made={
            "everywhere": Parameter("ready", Form.INTEGER, default=1),
            "processes": Parameter("ready", Form.PROCESSES, default=[]),
        },
    )

    members: Annotated[Mapping[str, int], OnControlNode("is summed up in `everywhere`")]
    group: Annotated[str, Parameter("ready", Form.TEXT)]
    engine: Annotated[int, Parameter("ready", Form.INTEGER, choices=(1, 2))]
    client: Annotated[str, Parameter("ready", Form.TEXT, default="")]
    brokers: Annotated[tuple[str, ...], Parameter("ready", Form.TEXTS, default=[])]
    sources: Annotated[tuple[str, ...], Parameter("ready", Form.TEXTS, default=[])]

    def made(self, run: Run) -> dict[str, Any]:
        """Return how many members the group has on all hosts of the run, and the processes of this host."""
        names = {other.service for other in run.checks if self._same_group(other)}
        return {
            "everywhere": sum(self._members_of(run).values()),
            "processes": [
                {"service": service.name, "record_file": service.record_file, "records": service.records}
                for service in run.services
                if service.name in names
            ],
        }

    def _same_group(self, other: Readiness) -> bool:
        return isinstance(other, MirrorReadiness) and other.group == self.group
