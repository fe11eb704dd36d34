"""Reads the state of a whole cluster: what each broker says by itself, and every partition.

Brokers are asked at the same time, each over a connection of its own; one that does not answer costs the others
nothing. A cluster of tens of thousands of partitions is asked for them once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from kafka.admin import ConfigResourceType
from kafka.errors import (
    IncompatibleBrokerVersion,
    KafkaError,
    KafkaTimeoutError,
    NoError,
    RequestTimedOutError,
    for_code,
)
from kafka.protocol.admin import DescribeConfigsRequest, DescribeLogDirsRequest, ListPartitionReassignmentsRequest
from kafka.protocol.broker_version_data import BrokerVersionData
from kafka.protocol.metadata import ApiVersionsRequest, MetadataRequest

from hiera_kafka.clients.brokers import BrokerOption, Member, broker_options, broker_resources
from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.clients.kafka import Cluster

_ANSWER_S = 5.0
"""How long a broker may take to connect and to say all of itself."""
_PARTITIONS_S = 15.0
"""How long the list of all partitions may take."""
_STRAY = "a broker answers there, but none is registered at that name and port"
_MIN_ISR = "min.insync.replicas"


@dataclass(frozen=True, slots=True)
class PartitionSeen:
    """A partition as the cluster's metadata has it.

    Attributes:
        leader: Id of its leader; None where it has none.
        replicas: Ids, the preferred leader first.
        isr: Ids of those in sync.
        offline: Ids of those whose log is not there.
        min_isr: What `min.insync.replicas` of its topic is. It is asked for where a replica is not in sync; None
            elsewhere, and where the topic's options could not be read.
    """

    leader: int | None
    replicas: tuple[int, ...]
    isr: tuple[int, ...]
    offline: tuple[int, ...]
    min_isr: int | None


@dataclass(frozen=True, slots=True)
class LogDirectorySeen:
    """A log directory of a broker.

    Attributes:
        path: As the broker has it.
        error: Kafka's name of what is wrong with it; None where nothing is.
        total_bytes: Size of its volume; None where the broker does not say.
        usable_bytes: What is free there; None as above.
    """

    path: str
    error: str | None
    total_bytes: int | None = None
    usable_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class BrokerState:
    """What one broker says by itself.

    Attributes:
        controller: Id of the controller that it names; None where it names none.
        release: First numbers of its release, such as (3, 9), by the requests that it knows.
        options: All that it has, by name; empty where it does not tell them.
        directories: Its log directories; empty where it does not tell them.
        refused: What it does not tell, to the error instead.
    """

    controller: int | None
    release: tuple[int, ...]
    options: Mapping[str, BrokerOption]
    directories: tuple[LogDirectorySeen, ...]
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClusterState:
    """What the brokers of a cluster say.

    Attributes:
        id: The cluster's own id.
        members: Brokers that are alive, by id.
        brokers: What each of them says by itself; one that does not answer is missing.
        silent: Id of each that does not answer, and `HOST:PORT` where none is registered although one was looked for
            there, to why.
        partitions: Every partition of every topic.
        moving: Ids of the replicas that are added to partitions which are being reassigned; None where the controller
            does not say.
    """

    id: str
    members: Mapping[int, Member]
    brokers: Mapping[int, BrokerState]
    silent: Mapping[int | str, str]
    partitions: Mapping[TopicPartition, PartitionSeen]
    moving: Mapping[TopicPartition, tuple[int, ...]] | None


class StateReader(Cluster):
    """A connection over which the state of the whole cluster is read."""

    connect_s: ClassVar[float] = _ANSWER_S

    def state(self) -> ClusterState:
        """Read all of it.

        Raises:
            ClientError: No broker answers.
        """
        found: ClusterState = self._ask("for its state", lambda admin: admin._manager.run(_state, admin))  # noqa: SLF001 - see below
        return found


# What follows runs in the thread of the client, where several requests are on their way at the same time. Its public
# methods ask one broker after the other, and wait for one that is silent as long as for all.


async def _state(admin: Any) -> ClusterState:
    manager = admin._manager  # noqa: SLF001
    registered = manager.cluster.brokers()
    places = {(broker.host, broker.port) for broker in registered}
    strays = [one for one in manager.cluster.bootstrap_brokers() if (one.host, one.port) not in places]
    questions: dict[int | str, Awaitable[Any]] = {one.node_id: _broker(admin, one.node_id) for one in registered}
    questions |= {f"{one.host}:{one.port}": _stray(manager, one.node_id) for one in strays}
    found, silent = await _all(manager, questions)
    brokers = {broker: found[broker] for broker in sorted(one.node_id for one in registered) if broker in found}
    if not brokers:
        raise next(iter(silent.values()))
    named = [state.controller for state in brokers.values() if state.controller in brokers]
    speaker = named[0] if named else min(brokers)  # the controller is the first to know of a change
    metadata = await _bounded(manager, _metadata(manager, speaker), _PARTITIONS_S)
    partitions = _partitions(metadata)
    shrunk = sorted({place.topic for place, one in partitions.items() if len(one.isr) < len(one.replicas)})
    asked = {"moving": _moving(manager, speaker), "min_isr": _min_isr(manager, speaker, shrunk)}
    more, _ = await _all(manager, asked)
    minima = more.get("min_isr", {})
    members = (Member(one.node_id, one.host, one.port, one.rack or None) for one in metadata.brokers)
    return ClusterState(
        str(metadata.cluster_id),
        {member.id: member for member in sorted(members, key=lambda member: member.id)},
        brokers,
        {broker: _words(error) for broker, error in silent.items()}
        | {place: _STRAY for place in questions if isinstance(place, str) and place in found},
        {
            place: replace(one, min_isr=minima[place.topic]) if place.topic in minima else one
            for place, one in partitions.items()
        },
        more.get("moving"),
    )


async def _all(manager: Any, asked: Mapping[Any, Awaitable[Any]]) -> tuple[dict[Any, Any], dict[Any, Exception]]:
    """Wait for all questions at the same time; return the answers, and the errors of those without."""
    pending = {key: manager.call_soon(_bounded, manager, question, _ANSWER_S) for key, question in asked.items()}
    answers: dict[Any, Any] = {}
    errors: dict[Any, Exception] = {}
    for key, future in pending.items():
        try:
            answers[key] = await future
        except (KafkaError, OSError, ValueError) as error:  # a value error is an answer that cannot be read
            errors[key] = error
    return answers, errors


async def _bounded(manager: Any, question: Awaitable[Any], seconds: float) -> Any:
    return await manager.wait_for(manager.call_soon(question), seconds * 1000)


async def _stray(manager: Any, node: str) -> Any:
    """Ask whether a broker is there at all, where none is registered."""
    return await manager.send(MetadataRequest(topics=[], allow_auto_topic_creation=False), node_id=node)


async def _broker(admin: Any, broker: int) -> BrokerState:
    manager = admin._manager  # noqa: SLF001
    software = {name: manager.config[f"client_software_{name}"] for name in ("name", "version")}
    refused: dict[str, str] = {}

    async def told(what: str, ask: Callable[[], Awaitable[Any]], otherwise: Any) -> Any:
        try:
            return await ask()
        except KafkaError as error:
            if getattr(error, "retriable", False):
                raise
            refused[what] = _words(error)
            return otherwise

    async def options() -> dict[str, BrokerOption]:
        found = await admin._async_describe_configs(  # noqa: SLF001
            broker_resources([broker]), include_synonyms=True, config_filter="all"
        )
        return broker_options(found, broker)

    async def directories() -> tuple[LogDirectorySeen, ...]:
        answer = await manager.send(DescribeLogDirsRequest(topics=[]), node_id=broker)  # no topics: directories alone
        _raise(getattr(answer, "error_code", 0))
        return tuple(_directory(one) for one in answer.results)

    none = MetadataRequest(topics=[], allow_auto_topic_creation=False)
    named = await manager.send(none, node_id=broker)
    request = ApiVersionsRequest(**{f"client_software_{name}": value for name, value in software.items()})
    known = await manager.send(request, node_id=broker)
    versions = {one.api_key: (one.min_version, one.max_version) for one in known.api_keys}
    return BrokerState(
        None if named.controller_id < 0 else named.controller_id,
        tuple(BrokerVersionData(api_versions=versions).broker_version),  # type: ignore[no-untyped-call]  # no types
        await told("its options", options, {}),
        await told("its log directories", directories, ()),
        refused,
    )


def _directory(one: Any) -> LogDirectorySeen:
    total, usable = (getattr(one, name, None) for name in ("total_bytes", "usable_bytes"))
    error = for_code(one.error_code)  # type: ignore[no-untyped-call]  # kafka-python has no types
    return LogDirectorySeen(
        one.log_dir,
        None if error is NoError else error.__name__.removesuffix("Error"),
        total if total is not None and total >= 0 else None,
        usable if usable is not None and usable >= 0 else None,
    )


async def _metadata(manager: Any, broker: int) -> Any:
    request = MetadataRequest(topics=None, allow_auto_topic_creation=False)
    return await manager.send(request, node_id=broker, request_timeout_ms=_PARTITIONS_S * 1000)


def _partitions(metadata: Any) -> dict[TopicPartition, PartitionSeen]:
    found = {
        TopicPartition(topic.name, one.partition_index): PartitionSeen(
            None if one.leader_id < 0 else one.leader_id,
            tuple(one.replica_nodes),
            tuple(one.isr_nodes),
            tuple(one.offline_replicas or ()),
            None,
        )
        for topic in metadata.topics
        if topic.name is not None
        for one in topic.partitions
    }
    return dict(sorted(found.items()))


async def _min_isr(manager: Any, broker: int, topics: Iterable[str]) -> dict[str, int]:
    """Return topic to its min.insync.replicas, of those that may be read."""
    kind = DescribeConfigsRequest.DescribeConfigsResource
    resources = [
        kind(resource_type=int(ConfigResourceType.TOPIC), resource_name=topic, configuration_keys=[_MIN_ISR])
        for topic in topics
    ]
    if not resources:
        return {}
    answer = await manager.send(DescribeConfigsRequest(resources=resources), node_id=broker)
    return {
        one.resource_name: int(option.value)
        for one in answer.results
        for option in one.configs
        if option.name == _MIN_ISR and option.value is not None and option.value.isdecimal()
    }


async def _moving(manager: Any, controller: int) -> dict[TopicPartition, tuple[int, ...]]:
    request = ListPartitionReassignmentsRequest(timeout_ms=int(_ANSWER_S * 1000), topics=None)
    answer = await manager.send(request, node_id=controller)
    _raise(answer.error_code)
    return {
        TopicPartition(topic.name, one.partition_index): tuple(one.adding_replicas)
        for topic in answer.topics
        for one in topic.partitions
    }


def _raise(code: int) -> None:
    error = for_code(code)  # type: ignore[no-untyped-call]  # kafka-python has no types
    if error is not NoError:
        raise error


def _words(error: Exception) -> str:
    if isinstance(error, IncompatibleBrokerVersion):
        return "it is too old to say"
    if isinstance(error, KafkaTimeoutError | RequestTimedOutError):
        return f"no answer within {_ANSWER_S:.0f} s"
    return str(error)
