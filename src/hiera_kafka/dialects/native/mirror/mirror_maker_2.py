"""A process of MirrorMaker 2: a worker of Kafka Connect that does nothing but mirror.

Names of topics stay as they are (IdentityReplicationPolicy), so that both engines write the same. What each line is
for is said where it is made; which lines Kafka reads with the name of a cluster before them, and which without, was
found by running it.
"""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import Options, Plain, Port, Setting, SettingGroup, Value
from hiera_kafka.catalog.values import default, derived, grouped, setting
from hiera_kafka.dialects.native.kafka import SERVICE as KAFKA
from hiera_kafka.dialects.native.mirror import client_properties
from hiera_kafka.dialects.native.mirror.engine import Engine
from hiera_kafka.dialects.native.release import config_file
from hiera_kafka.model.base import Traced
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.mirror.names import INTERNAL_TOPICS, list_option
from hiera_kafka.model.mirror.settings import MirrorNode
from hiera_kafka.source import OriginKind

REST = "internal REST"
"""Purpose of the port on which workers speak to each other."""
_TABLE = "Mirror defaults"
_ELSEWHERE = {"bootstrap.servers", "client.id"}
"""Settings of the clients that have lines of their own here."""
_OF_MEMBERS = {
    "heartbeat.interval.ms",
    "metadata.max.age.ms",
    "partition.assignment.strategy",
    "session.timeout.ms",
}
"""Defaults of consumers that share partitions as members of a group; here the workers share tasks."""


def engine(machine: Machine, mirror: MirrorNode, number: int, conf: str) -> Engine:
    """Return what MirrorMaker 2 makes of a process.

    Args:
        machine: The host.
        mirror: The mirror.
        number: Number of the process, from 0.
        conf: Directory of its files, before the platform's root is put before it.
    """
    path = f"{conf}/mirror.properties"
    file = config_file(
        machine,
        path,
        "etc/kafka/mirror/mirror.properties.j2",
        group=KAFKA,
        options=Options("mirror", mirror.version, _prefixes(mirror)),
        groups=_settings(machine, mirror, number),
    )
    address = _rest_address(machine, mirror)
    return Engine(
        files=(file,),
        main=("connect-mirror-maker", machine.path(path)),
        group=f"{mirror.source_name}-mm2",
        holder=mirror.destination.model,
        members=mirror.processes,
        client=client_properties.client_id(machine.host, mirror, number),
        ports=(Port(address, mirror.rest_port(number), mirror.service(number), REST, mirror.origin("rest_port")),),
    )


def _prefixes(mirror: MirrorNode) -> tuple[tuple[str, str], ...]:
    return ((f"{mirror.source_name}.consumer.", "consumer"), (f"{mirror.destination_name}.producer.", "producer"))


def _settings(machine: Machine, mirror: MirrorNode, number: int) -> tuple[SettingGroup, ...]:
    source, destination = mirror.source_name, mirror.destination_name
    (consumer, _), (producer, _) = _prefixes(mirror)
    return grouped(
        ("From where to where.", _ends(machine, mirror)),
        ("Which topics, under their own names.", _topics(mirror)),
        ("What is kept of topics beside their messages.", _kept()),
        ("Where it keeps its own state: at the destination, also what translates offsets.", _state(mirror)),
        (
            "The workers, one a process, share the tasks; when one dies, the others take over its own.",
            _workers(machine, mirror, number),
        ),
        (f"The consumers, which read {source}.", _client(consumer, client_properties.consumer(machine, mirror))),
        (
            f"The producers, which write {destination}.",
            _client(producer, client_properties.producer(machine, mirror, number)),
        ),
    )


def _ends(machine: Machine, mirror: MirrorNode) -> list[Setting]:
    source, destination = mirror.source_name, mirror.destination_name
    ends = client_properties.ends(mirror)

    def servers(name: str, cluster: Traced[KafkaCluster]) -> Setting:
        return setting(f"{name}.bootstrap.servers", client_properties.servers(machine, cluster))

    return [
        setting("clusters", derived(f"{source},{destination}", "source and destination", *ends)),
        servers(source, mirror.source),
        servers(destination, mirror.destination),
        setting(f"{source}->{destination}.enabled", derived(True, "from source to destination", *ends)),
        setting(f"{destination}->{source}.enabled", derived(False, "and nothing back", *ends)),
        # Heartbeats would go both ways, whatever is enabled.
        _default("emit.heartbeats.enabled", False, "no heartbeats, and so nothing back"),
    ]


def _topics(mirror: MirrorNode) -> list[Setting]:
    left = (*INTERNAL_TOPICS, *mirror.excluded)
    return [
        setting("topics", derived(list_option(mirror.topics), "topics that are taken", mirror.origin("topics"))),
        setting("topics.exclude", derived(list_option(left), "topics that are left", mirror.origin("exclude"))),
        _default(
            "replication.policy.class",
            "org.apache.kafka.connect.mirror.IdentityReplicationPolicy",
            "topics keep their names",
        ),
        _default("refresh.topics.interval.seconds", 5, "new topics are seen within five seconds"),
        setting(
            "replication.factor",
            derived(
                mirror.destination.model.replication_factor,
                "min(3, number of brokers)",
                mirror.destination.trace.at("brokers"),
            ),
        ),
    ]


def _kept() -> list[Setting]:
    return [
        _default("sync.topic.configs.enabled", True, "retention, compaction and such are carried"),
        _default("sync.topic.configs.interval.seconds", 60, "within a minute"),
        _default("sync.topic.acls.enabled", False, "who may do what is said where it is done"),
        # `hiera-kafka offsets translate` reads checkpoints. MirrorMaker itself would move any group that is idle, also
        # one that lives at both sides, ahead of what it has processed here.
        _default("emit.checkpoints.enabled", True, "positions of groups can be translated"),
        _default("emit.checkpoints.interval.seconds", 10, "positions as of ten seconds ago"),
        _default("refresh.groups.interval.seconds", 10, "new groups are seen within ten seconds"),
        _default(
            "groups.exclude",
            "console-consumer-.*,connect-.*,__.*,kafka-mirror-.*",
            "Kafka's own, and groups of mirrors",
        ),
        _default("sync.group.offsets.enabled", False, "groups are moved by people"),
    ]


def _state(mirror: MirrorNode) -> list[Setting]:
    brokers = mirror.destination.trace.at("brokers")
    factor = derived(mirror.destination.model.replication_factor, "min(3, number of brokers)", brokers)
    topics = ("offset-syncs.topic", "checkpoints.topic", "heartbeats.topic")
    storage = ("config.storage", "offset.storage", "status.storage")
    return [
        # At the source, it would be gone with the source, when it is needed.
        _default("offset-syncs.topic.location", "target", "nothing is written to the source"),
        *(setting(f"{name}.replication.factor", factor) for name in (*topics, *storage)),
    ]


def _workers(machine: Machine, mirror: MirrorNode, number: int) -> list[Setting | None]:
    model, destination = mirror.settings.model, mirror.destination_name
    hosts = len(mirror.destination.model.brokers)
    address = _rest_address(machine, mirror)
    port = mirror.rest_port(number)
    advertised = derived(machine.address, "name that the other workers reach the host by")
    # MirrorMaker looks for plugins twice, each time under another name of the option.
    plugins = ("plugin.discovery", f"{destination}.plugin.discovery") if mirror.release.plugin_discovery else ()
    inputs = mirror.origin("processes"), mirror.origin("streams"), mirror.destination.trace.at("brokers")
    return [
        setting(
            "tasks.max",
            derived(hosts * model.processes * model.streams, "as many as MirrorMaker 1 has consumers", *inputs),
        ),
        _default("dedicated.mode.enable.internal.rest", True, "workers hand each other their tasks"),
        setting(
            "listeners",
            derived(f"http://{address or ''}:{port}", "internal REST, which takes signed requests only", *inputs),
        ),
        setting("rest.advertised.host.name", advertised) if address is None else None,
        # Options of the worker are read with the destination before them only.
        setting(
            f"{destination}.client.id",
            derived(client_properties.client_id(machine.host, mirror, number), "host and process"),
        ),
        setting(
            f"{destination}.offset.flush.interval.ms",
            Value(model.offset_commit_interval_ms, mirror.origin("offset_commit_interval_ms")),
        ),
        _default(f"{destination}.scheduled.rebalance.max.delay.ms", 5000, "a dead worker is not waited for"),
        *(_default(name, "service_load", "all plugins are Kafka's own, which say what they are") for name in plugins),
    ]


def _rest_address(machine: Machine, mirror: MirrorNode) -> str | None:
    """Return the address that workers of a host listen on: loopback where no other host has any."""
    alone = len(mirror.destination.model.brokers) == 1
    return machine.loopback if alone else machine.bind_address


def _client(prefix: str, groups: tuple[SettingGroup, ...]) -> list[Setting]:
    return [
        Setting(f"{prefix}{item.name}", item.value)
        for group in groups
        for item in group.settings
        if item.name not in _ELSEWHERE
        if item.name not in _OF_MEMBERS or item.value.origin.kind is not OriginKind.DEFAULT
    ]


def _default(name: str, value: Plain, why: str) -> Setting:
    return setting(name, default(value, f"{_TABLE}: {why}"))
