"""One look at a cluster: every broker at its own port, the rest from the Kafka controller, which hears it first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ansible_collections.hiera_kafka.core.plugins.module_utils.gates.gate import Member, count
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka import broker_metadata, cluster_state
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.cluster_state import Partition
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.codec import LARGE_ANSWER, Connection

MIN_INSYNC = "min.insync.replicas"

_TOPICS_A_QUESTION = 1000
# A partition that is being deleted or moved between disks has a longer name.
_PARTITION_DIRECTORY = re.compile(r".+-\d+")


@dataclass(frozen=True)
class Snapshot:
    """What is known of a cluster at one moment.

    Attributes:
        members: Who belongs to it by the data.
        silent: Id to what was seen of a broker that does not answer at its own port.
        controllers: Whom the brokers that answer take for the Kafka controller; None among them for nobody.
        registered: Ids of the brokers that the Kafka controller knows.
        partitions: Every partition that we may see.
        min_insync: Topic to its effective min.insync.replicas.
        reassigning: Names of the partitions that are being reassigned; None when these brokers cannot tell.
        unanswered: Why the rest of this snapshot is empty, None when it is not.
        hidden: Partitions in the data directories of this host that the cluster does not show us.
    """

    members: tuple[Member, ...]
    silent: dict[int, str] = field(default_factory=dict)
    controllers: frozenset[int | None] = frozenset()
    registered: frozenset[int] = frozenset()
    partitions: tuple[Partition, ...] = ()
    min_insync: dict[str, int] = field(default_factory=dict)
    reassigning: tuple[str, ...] | None = ()
    unanswered: str | None = None
    hidden: tuple[str, ...] = ()

    @property
    def controller(self) -> int | None:
        """The one that all agree on."""
        return next(iter(self.controllers)) if len(self.controllers) == 1 else None

    @property
    def text(self) -> str:
        """The cluster in one line."""
        behind = sum(len(partition.isr) < len(partition.replicas) for partition in self.partitions)
        answering = len(self.members) - len(self.silent)
        controller = "no Kafka controller" if self.controller is None else f"Kafka controller {self.controller}"
        partitions = f"{count(len(self.partitions), 'partition')}, {behind or 'none'} under-replicated"
        moving = ", reassignments unknown (Kafka before 2.4 cannot tell)" if self.reassigning is None else ""
        return f"{answering} of {count(len(self.members), 'broker')} answer, {controller}, {partitions}{moving}"


@dataclass(frozen=True)
class _ControllerAnswer:
    """What the Kafka controller says."""

    registered: frozenset[int]
    partitions: tuple[Partition, ...]
    min_insync: dict[str, int]
    reassigning: tuple[str, ...] | None
    guarded: bool


def observe(members: Sequence[Member], log_dirs: Sequence[str] = ()) -> Snapshot:
    """Ask every broker once.

    Args:
        members: The brokers by the data.
        log_dirs: Data directories of this host's broker.

    Raises:
        OSError: When the data directories cannot be read.
    """
    silent: dict[int, str] = {}
    views: dict[int, broker_metadata.Metadata] = {}
    for member in members:
        try:
            views[member.id] = broker_metadata.kafka_metadata(member.address, member.port)
        except (TimeoutError, broker_metadata.ProtocolError) as error:
            silent[member.id] = f"no proper answer: {error}"
        except OSError as error:
            silent[member.id] = f"no connection: {error.strerror or error}"
    controllers = frozenset(view.controller for view in views.values())
    seen = Snapshot(tuple(members), silent, controllers)
    if seen.controller is None:
        return seen
    known = {broker.id: (broker.host, broker.port) for view in views.values() for broker in view.brokers}
    known |= {member.id: (member.address, member.port) for member in members}
    try:
        answered = _ask(seen.controller, *known[seen.controller])
    except KeyError:
        return Snapshot(tuple(members), silent, controllers, unanswered=f"no broker knows where {seen.controller} is")
    except (OSError, broker_metadata.ProtocolError) as error:
        return Snapshot(tuple(members), silent, controllers, unanswered=f"broker {seen.controller}: {error}")
    shown = {partition.name for partition in answered.partitions}
    # Without an authorizer there is nothing that Kafka hides from us, and what is on disk is a leftover.
    hidden = sorted(_on_disk(log_dirs) - shown) if answered.guarded else ()
    return Snapshot(
        tuple(members),
        silent,
        controllers,
        answered.registered,
        answered.partitions,
        answered.min_insync,
        answered.reassigning,
        hidden=tuple(hidden),
    )


def _ask(controller: int, address: str, port: int) -> _ControllerAnswer:
    with Connection(address, port, limit=LARGE_ANSWER) as connection:
        served = cluster_state.decode_versions_response(connection.ask(cluster_state.encode_versions_request()))
        reassigning: tuple[str, ...] | None = None
        if 0 in served.get(cluster_state.LIST_PARTITION_REASSIGNMENTS, ()):
            answer = connection.ask(cluster_state.encode_reassignments_request())
            reassigning = cluster_state.decode_reassignments_response(answer)
        answer = connection.ask(cluster_state.encode_partitions_request())
        metadata, partitions = cluster_state.decode_partitions_response(answer)
        topics = sorted({partition.topic for partition in partitions})
        min_insync: dict[str, int] = {}
        for start in range(0, len(topics), _TOPICS_A_QUESTION):
            part = topics[start : start + _TOPICS_A_QUESTION]
            answer = connection.ask(cluster_state.encode_configs_request(cluster_state.TOPIC, part, MIN_INSYNC))
            values = cluster_state.decode_configs_response(answer, MIN_INSYNC)
            min_insync |= {topic: _number(value) for topic, value in values.items()}
        guarded = _guarded(connection, controller)
    registered = frozenset(broker.id for broker in metadata.brokers)
    return _ControllerAnswer(registered, partitions, min_insync, reassigning, guarded)


def _guarded(connection: Connection, broker: int) -> bool:
    """Tell whether topics may be hidden from us: an authorizer is set, or we may not know."""
    option = "authorizer.class.name"
    answer = connection.ask(cluster_state.encode_configs_request(cluster_state.BROKER, [str(broker)], option))
    try:
        return bool(cluster_state.decode_configs_response(answer, option).get(str(broker)))
    except cluster_state.AnswerError:
        return True


def _number(value: str) -> int:
    if not value.isdecimal():
        raise broker_metadata.ProtocolError(f"{MIN_INSYNC} is {value!r}")
    return int(value)


def _on_disk(log_dirs: Sequence[str]) -> set[str]:
    return {
        name
        for directory in log_dirs
        for name in untrusted.directory_names(directory)
        if _PARTITION_DIRECTORY.fullmatch(name)
    }
