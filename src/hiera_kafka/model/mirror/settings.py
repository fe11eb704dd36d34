"""Mirrors between Kafka clusters, as `kafka_mirrors` and `profile::kafka::mirror::*` describe them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from hiera_kafka.model.base import ClusterName, Count, Port, Processes, Scalar, Streams, StrictModel, Traced, shown
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.mirror.mirror import Mirror
from hiera_kafka.model.releases import Release, release_of
from hiera_kafka.model.services import ServiceNode
from hiera_kafka.model.texts import HEAP_RULE, GroupId, HeapSize, is_heap
from hiera_kafka.source import Origin, OriginKind, Trace
from hiera_kafka.topic_patterns import Form

REST_BASE_PORT = 8083
"""Where workers of MirrorMaker 2 speak to each other, on a host's first process; Kafka Connect's own default."""
JMX_BASE_PORT = 9900
"""Where JMX and its exporter begin with Wikimedia's Puppet, one port for each process."""
JMX_EXPORTER_BASE_PORT = 7900
PORTS_A_MIRROR = 10
"""Ports that each mirror of a host has, one for each process that it may have, so that a process more of one, or one
more mirror at the end, moves no port of the others: a change of one mirror must not restart another."""
MESSAGE_MAX_BYTES = 1048588
"""Largest message that a broker takes by default (`message.max.bytes` of Kafka)."""
REQUEST_OVERHEAD_BYTES = 1572864
"""How much larger than a message a request may be; also Wikimedia's."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _pattern(value: object) -> str:
    """Refuse what a name of a topic cannot match anyway, and what MirrorMaker reads as something else."""
    if isinstance(value, str) and re.fullmatch(r"[!#-&(-+\--~]+", value):
        return value
    raise PydanticCustomError(
        "mirror-pattern-invalid",
        "{found} is no pattern of topics, must be a Java regular expression without blanks, commas and quotes",
        {"found": shown(value)},
    )


def _heap_options(value: object) -> str:
    """Return the size of the heap that options of a JVM ask for."""
    words = value.split() if isinstance(value, str) else []
    sizes = [match for word in words if (match := re.fullmatch(r"-Xm([sx])(.+)", word))]
    largest = [match[2] for match in sizes if match[1] == "x"]
    if largest and len(sizes) == len(words) and all(is_heap(match[2]) for match in sizes):
        return largest[-1]
    raise PydanticCustomError(
        "heap-size-invalid",
        "{found} is no heap, must be -Xmx and -Xms, such as '-Xmx2g -Xms2g', with {rule}",
        {"found": shown(value), "rule": HEAP_RULE},
    )


def wikimedia_whitelist(value: str) -> str:
    """Return a whitelist as MirrorMaker 1 reads it: blanks and quotes around it dropped, commas are alternatives."""
    return Form.MIRROR_MAKER_1.text(value)


Pattern = Annotated[str, BeforeValidator(_pattern)]
"""A Java regular expression that matches a whole name."""
Patterns = Annotated[list[Pattern], BeforeValidator(_as_list)]
HeapOptions = Annotated[str, BeforeValidator(_heap_options)]


class MirrorSettings(StrictModel):
    """One entry of `kafka_mirrors`, whose name is `SOURCE_to_DESTINATION`.

    It runs on each broker host of its destination, as one service a process.
    """

    public = frozenset(
        {"source", "destination", "engine", "processes", "group_id", "jmx_port", "message_max_bytes", "rest_port"}
    )

    source: ClusterName
    """Key in `kafka_clusters` of the cluster that is read."""
    destination: ClusterName
    """Key in `kafka_clusters` of the cluster that is written, on whose broker hosts the mirror runs."""
    topics: Patterns = Field(min_length=1)
    """Topics that are taken: Java regular expressions, one of which matches the whole name."""
    exclude: Patterns = Field(default_factory=list)
    """Topics of these that are left out, as Java regular expressions; those of Kafka and of MirrorMaker always are."""
    engine: Literal[1, 2] | None = None
    """MirrorMaker 1 or 2; by default 1 where the destination's Kafka still has it, which is below 4."""
    processes: Processes = 1
    """Processes on each host."""
    streams: Streams = 1
    """Consumers in each process; with MirrorMaker 2 tasks, shared out over all processes."""
    heap: HeapSize | None = None
    """Heap of each process; the default is that of the platform (hosts 512m)."""
    offset_commit_interval_ms: Count = 5000
    """How often positions are committed, in milliseconds; as much comes twice after a crash."""
    message_max_bytes: Count | None = None
    """Largest message, in bytes; by default `kafka_message_max_bytes` of the host, else 1048588."""
    compression_type: str = "snappy"
    """`compression.type` of the producer"""
    acks: str | int = "all"
    """`acks` of the producer; anything but all may lose messages."""
    linger_ms: Annotated[int, Field(ge=0)] = 100
    """`linger.ms` of the producer, in milliseconds"""
    consumer: dict[str, Scalar] = Field(default_factory=dict, repr=False)
    """Further options of the consumer, which reads the source."""
    producer: dict[str, Scalar] = Field(default_factory=dict, repr=False)
    """Further options of the producer, which writes the destination."""
    group_id: GroupId | None = None
    """Consumer group on the source; by default `kafka-mirror-NAME`."""
    java_opts: str | None = None
    """Further options of the JVM."""
    jmx_port: Port | None = None
    """JMX of process 0, on loopback and with a login, the others follow; none by default."""
    accept_unproven: bool = False
    """Whether patterns are accepted of which it cannot be proven what they have in common with those of others."""
    rest_port: Port | None = None
    """Port of process 0 on which workers of MirrorMaker 2 speak to each other; by default 8083, 8093 and so on."""


class MirrorProperties(StrictModel):
    """The hash `profile::kafka::mirror::properties`: parameters of one process, under Wikimedia's names."""

    whitelist: str | None = None
    """Topics that are taken, a Java regular expression; commas separate alternatives."""
    num_streams: Streams | None = None
    """Consumers in each process."""
    offset_commit_interval_ms: Count | None = None
    """How often positions are committed, in milliseconds."""
    heap_opts: HeapOptions | None = None
    """Heap, as options of a JVM; the larger one counts, since a heap is fixed here."""
    acks: str | int | None = None
    """`acks` of the producer"""
    compression_type: str | None = None
    """`compression.type` of the producer"""
    linger_ms: Annotated[int, Field(ge=0)] | None = None
    """`linger.ms` of the producer"""
    producer_properties: dict[str, Scalar] = Field(default_factory=dict, repr=False)
    """Further options of the producer."""
    consumer_properties: dict[str, Scalar] = Field(default_factory=dict, repr=False)
    """Further options of the consumer."""
    group_id: GroupId | None = None
    """Consumer group on the source."""
    enabled: bool | None = None
    """Whether the mirror runs; wins over the key of the same name."""
    java_opts: str | None = None
    """Further options of the JVM."""
    jmx_port: Port | None = None
    """JMX of the first process; none by default."""
    source_brokers: list[str] | None = None
    """Not served: it follows from the cluster."""
    destination_brokers: list[str] | None = None
    """Not served: it follows from the cluster."""


class MirrorProfile(StrictModel):
    """What one host of a destination looks up in Wikimedia's form; field aliases are the Hiera keys.

    See also: `profile::kafka::mirror` of Wikimedia's Puppet.
    """

    public = frozenset(
        {
            "kafka_mirror_engine",
            "profile::kafka::mirror::source_cluster_name",
            "profile::kafka::mirror::destination_cluster_name",
            "profile::kafka::mirror::num_processes",
            "profile::kafka:mirror:jmx_base_port",
        }
    )

    enabled: bool = Field(default=True, alias="profile::kafka::mirror::enabled")
    """Whether the mirror runs."""
    source_cluster_name: ClusterName | None = Field(default=None, alias="profile::kafka::mirror::source_cluster_name")
    """Cluster that is read: its full name, or a prefix that the site completes."""
    destination_cluster_name: ClusterName | None = Field(
        default=None, alias="profile::kafka::mirror::destination_cluster_name"
    )
    """Cluster that is written: its full name, or a prefix that the site completes."""
    properties: MirrorProperties = Field(
        default_factory=MirrorProperties, alias="profile::kafka::mirror::properties", repr=False
    )
    """Parameters of each process, see below."""
    num_processes: Processes = Field(default=1, alias="profile::kafka::mirror::num_processes")
    """Processes on each host."""
    consumer_ssl_enabled: bool = Field(default=False, alias="profile::kafka::mirror::consumer_ssl_enabled")
    """Whether the source is read with TLS; not served yet."""
    producer_ssl_enabled: bool = Field(default=False, alias="profile::kafka::mirror::producer_ssl_enabled")
    """Whether the destination is written with TLS; not served yet."""
    ssl_password: str | None = Field(default=None, alias="profile::kafka::mirror::ssl_password", repr=False)
    """Secret: password of the keystore; counts only with TLS."""
    monitoring_enabled: bool = Field(default=False, alias="profile::kafka::mirror::monitoring_enabled")
    """Whether the JMX exporter is set up; not served yet."""
    jmx_base_port: Port | None = Field(default=None, alias="profile::kafka:mirror:jmx_base_port")
    """As `jmx_port`, which is stronger; spelt with single colons, as in Wikimedia's Puppet."""
    jmx_exporter_base_port: Port | None = Field(default=None, alias="profile::kafka::mirror:jmx_exporter_base_port")
    """Port of the JMX exporter; counts only with monitoring."""
    accept_unproven: bool = Field(default=False, alias="kafka_mirror_accept_unproven")
    """As `accept_unproven` of `kafka_mirrors`, a key of our own."""
    engine: Literal[1, 2] | None = Field(default=None, alias="kafka_mirror_engine")
    """MirrorMaker 1 or 2, a key of our own; by default 1 where the destination's Kafka has it."""


@dataclass(frozen=True)
class MirrorNode(ServiceNode):
    """A host that runs a mirror, as one of the brokers of its destination.

    Attributes:
        name: `SOURCE_to_DESTINATION`, by full names.
        source_name: Full name of the cluster that it reads.
        source: That cluster, as the host sees it.
        destination_name: Full name of the cluster that it writes.
        destination: That cluster.
        engine: 1 or 2: MirrorMaker 1 or MirrorMaker 2.
        settings: What the data says, whichever form it has; keys of its origins are those of MirrorSettings.
        message_max_bytes: Largest message that it takes over.
        message_max_origin: Where that comes from.
        position: Place of the mirror among those of the host, from 0.
    """

    name: str
    source_name: str
    source: Traced[KafkaCluster]
    destination_name: str
    destination: Traced[KafkaCluster]
    engine: int
    settings: Traced[MirrorSettings]
    message_max_bytes: int
    message_max_origin: Origin
    position: int = 0

    @property
    def mirror(self) -> Mirror:
        """What all dialects say of a mirror."""
        model, trace = self.settings.model, self.settings.trace
        # Wikimedia's form has a default of topics, which is nowhere in the data.
        given = {key: child for key, child in trace.children.items() if child.origin.kind is not OriginKind.DEFAULT}
        return Mirror(
            self.source_name,
            self.destination_name,
            self.topics,
            self.group,
            Trace(trace.at("source"), given),
            excluded=self.excluded,
            engine=self.engine,
            processes=self.processes,
            streams=model.streams,
            consumer=model.consumer,
            producer=model.producer,
        )

    @property
    def ends(self) -> Mapping[str, Traced[KafkaCluster]]:
        """Source and destination by their full names."""
        return {self.source_name: self.source, self.destination_name: self.destination}

    @property
    def processes(self) -> int:
        """How many processes each host runs."""
        return self.settings.model.processes

    @property
    def topics(self) -> tuple[str, ...]:
        """Java regular expressions, one of which matches the whole name of a topic that is taken."""
        return tuple(self.settings.model.topics)

    @property
    def excluded(self) -> tuple[str, ...]:
        """Java regular expressions of topics that are left, without INTERNAL_TOPICS."""
        return tuple(self.settings.model.exclude)

    @property
    def group(self) -> str:
        """Consumer group on the source, in which MirrorMaker 1 commits."""
        return self.settings.model.group_id or f"kafka-mirror-{self.name}"

    @property
    def version(self) -> str:
        """Version of Kafka that it is a part of: the destination's."""
        return self.destination.model.kafka_version

    @property
    def release(self) -> Release:
        """What that version has and needs."""
        return self.destination.model.release

    def instance(self, process: int) -> str:
        """Return the name of a process, `NAME@NUMBER`."""
        return f"{self.name}@{process}"

    def service(self, process: int) -> str:
        """Return the name of the unit or program of a process."""
        return service_name(self.name, process)

    def jmx_port(self, process: int) -> int | None:
        """Return the port of JMX of a process, None where the data asks for none."""
        given = self.settings.model.jmx_port
        return None if given is None else given + process

    def rest_port(self, process: int) -> int:
        """Return the port on which workers of MirrorMaker 2 reach the one of a process."""
        given = self.settings.model.rest_port
        return (given if given is not None else REST_BASE_PORT + PORTS_A_MIRROR * self.position) + process

    def origin(self, *path: str) -> Origin:
        """Return where a value of its settings came from."""
        return self.settings.origin(*path)


def service_name(mirror: str, process: int) -> str:
    """Return the name of the unit or program of a process of a mirror, which is counted from 0."""
    return f"kafka-mirror-{mirror}@{process}"


def serves(engine: int, version: str) -> bool:
    """Tell whether a version of Kafka has an engine in the form that is used here."""
    return engine in release_of(version).mirror_engines


def default_engine(version: str) -> int:
    """Return the engine of a mirror whose data names none: the older one as long as there is one."""
    return 1 if serves(1, version) else 2
