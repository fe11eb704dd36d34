"""The settings of a mirror's two clients in the native dialect, whichever engine has them.

They differ from Wikimedia's where those lose or reorder messages: a topic is read from its earliest message on, and
the producer is idempotent, so that an attempt that is repeated neither doubles nor reorders what it sends.
"""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import Plain, Setting, SettingGroup, Value
from hiera_kafka.catalog.values import default, derived, grouped, overridden, setting
from hiera_kafka.model.base import Traced
from hiera_kafka.model.endpoints import bootstrap_servers
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.listeners import client_endpoints
from hiera_kafka.model.mirror.settings import REQUEST_OVERHEAD_BYTES, MirrorNode
from hiera_kafka.source import Origin

_TABLE = "Mirror defaults"

OWNED_SETTINGS = {
    "consumer": (
        "bootstrap.servers",
        "client.id",
        "enable.auto.commit",
        "group.id",
        "group.instance.id",
        "key.deserializer",
        "security.protocol",
        "value.deserializer",
    ),
    "producer": (
        "bootstrap.servers",
        "client.id",
        "key.serializer",
        "security.protocol",
        "transactional.id",
        "value.serializer",
    ),
}
"""Options that follow from the model or are MirrorMaker's own: the data may not set them."""


def consumer(machine: Machine, mirror: MirrorNode) -> tuple[SettingGroup, ...]:
    """Return the settings of the consumer, which reads the source."""
    return _with_own(
        mirror,
        "consumer",
        grouped(
            (
                "What it reads, and as who.",
                [setting("bootstrap.servers", servers(machine, mirror.source)), _group(mirror)],
            ),
            (
                "Every message of a topic, also those from before the mirror knew it.",
                [
                    _default("auto.offset.reset", "earliest", "nothing is skipped"),
                    _default("metadata.max.age.ms", 5000, "new topics are seen within five seconds"),
                ],
            ),
            (
                "When a process dies, the others take over its partitions.",
                [
                    _default("session.timeout.ms", 10000, "after ten seconds without a sign of life"),
                    _default("heartbeat.interval.ms", 3000, "three signs of life in that time"),
                ],
            ),
            (
                "Partitions change hands only after what was read of them is written and committed.",
                [
                    _default(
                        "partition.assignment.strategy",
                        "org.apache.kafka.clients.consumer.RoundRobinAssignor",
                        "many topics have one partition",
                    )
                ],
            ),
            ("Sizes.", [setting("max.partition.fetch.bytes", request_bytes(mirror))]),
        ),
    )


def producer(machine: Machine, mirror: MirrorNode, number: int) -> tuple[SettingGroup, ...]:
    """Return the settings of the producer, which writes the destination."""
    model = mirror.settings.model
    client = derived(client_id(machine.host, mirror, number), "host and process", *ends(mirror))
    return _with_own(
        mirror,
        "producer",
        grouped(
            (
                "What it writes, and as who.",
                [setting("bootstrap.servers", servers(machine, mirror.destination)), setting("client.id", client)],
            ),
            (
                "Acknowledged by all replicas, and in order.",
                [setting("acks", Value(model.acks, mirror.origin("acks"))), *_order(mirror)],
            ),
            (
                "Batches.",
                [
                    setting("linger.ms", Value(model.linger_ms, mirror.origin("linger_ms"))),
                    setting("compression.type", Value(model.compression_type, mirror.origin("compression_type"))),
                    setting("max.request.size", request_bytes(mirror)),
                ],
            ),
        ),
    )


def client_id(host: str, mirror: MirrorNode, number: int) -> str:
    """Return what brokers know a process as."""
    return f"kafka-mirror-{host.split('.', maxsplit=1)[0]}-{mirror.instance(number)}"


def _order(mirror: MirrorNode) -> list[Setting]:
    """Return what keeps messages in order although batches may have to be sent again."""
    model = mirror.settings.model
    off = str(model.producer.get("enable.idempotence", "true")).lower() == "false"
    if str(model.producer.get("acks", model.acks)) in {"all", "-1"} and not off:
        return [
            _default("enable.idempotence", True, "a batch that is sent again keeps its place"),
            _default("max.in.flight.requests.per.connection", 5, "as many as keep their order with idempotence"),
        ]
    acks = ("producer", "acks") if "acks" in model.producer else ("acks",)
    inputs = mirror.origin(*acks), mirror.origin("producer", "enable.idempotence")
    return [
        setting("enable.idempotence", derived(False, "without acks=all, or switched off", *inputs)),
        setting("max.in.flight.requests.per.connection", derived(1, "order without idempotence", *inputs)),
    ]


def _with_own(mirror: MirrorNode, side: str, groups: tuple[SettingGroup, ...]) -> tuple[SettingGroup, ...]:
    own = getattr(mirror.settings.model, side)
    values = {name: Value(value, mirror.origin(side, name)) for name, value in own.items()}
    return overridden(groups, f"From {mirror.settings.name}.", values)


def servers(machine: Machine, cluster: Traced[KafkaCluster]) -> Value:
    """Return where clients find a cluster."""
    found = bootstrap_servers(client_endpoints(cluster.model, machine.address_of))
    return derived(found, "every broker with its port", cluster.trace.at("brokers"))


def _group(mirror: MirrorNode) -> Setting:
    given = mirror.settings.model.group_id is not None
    origin = mirror.origin("group_id") if given else Origin.derived("group of all processes", *ends(mirror))
    return setting("group.id", Value(mirror.group, origin))


def ends(mirror: MirrorNode) -> tuple[Origin, Origin]:
    """Return where the names of source and destination come from."""
    return mirror.origin("source"), mirror.origin("destination")


def request_bytes(mirror: MirrorNode) -> Value:
    """Return the largest request: that of the largest message, with room for what stands around it."""
    size = mirror.message_max_bytes + REQUEST_OVERHEAD_BYTES
    return derived(size, "largest message and 1.5 MiB around it", mirror.message_max_origin)


def _default(name: str, value: Plain, why: str) -> Setting:
    return setting(name, default(value, f"{_TABLE}: {why}"))
