"""A process of MirrorMaker 1: consumers of one group on the source, and a producer to the destination."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import File, Options
from hiera_kafka.dialects.native.kafka import SERVICE as KAFKA
from hiera_kafka.dialects.native.mirror import client_properties
from hiera_kafka.dialects.native.mirror.engine import Engine
from hiera_kafka.dialects.native.release import config_file
from hiera_kafka.model.mirror.names import include_pattern
from hiera_kafka.model.mirror.settings import MirrorNode
from hiera_kafka.source import Origin


def engine(machine: Machine, mirror: MirrorNode, number: int, conf: str) -> Engine:
    """Return what MirrorMaker 1 makes of a process.

    Args:
        machine: The host.
        mirror: The mirror.
        number: Number of the process, from 0.
        conf: Directory of its files, before the platform's root is put before it.
    """
    model = mirror.settings.model
    directory = machine.path(conf)
    settings = ("topics", "exclude", "streams", "offset_commit_interval_ms")
    return Engine(
        files=tuple(_files(machine, mirror, number, conf)),
        main=(
            "kafka-mirror-maker",
            "--consumer.config",
            f"{directory}/consumer.properties",
            "--producer.config",
            f"{directory}/producer.properties",
            mirror.release.mirror_topics_option,
            include_pattern(mirror.topics, mirror.excluded),
            "--num.streams",
            str(model.streams),
            "--offset.commit.interval.ms",
            str(model.offset_commit_interval_ms),
            # Rather than go on behind a message that could not be written.
            "--abort.on.send.failure",
            "true",
        ),
        group=mirror.group,
        holder=mirror.source.model,
        # Each consumer is a member, as GROUP-NUMBER, which says nothing of the process.
        members=mirror.processes * model.streams,
        origin=Origin.derived("what the mirror takes, and how", *(mirror.origin(name) for name in settings)),
    )


def _files(machine: Machine, mirror: MirrorNode, number: int, conf: str) -> Iterator[File]:
    sides = {
        "consumer": client_properties.consumer(machine, mirror),
        "producer": client_properties.producer(machine, mirror, number),
    }
    for side, groups in sides.items():
        yield config_file(
            machine,
            f"{conf}/{side}.properties",
            "etc/kafka/mirror/mirror.properties.j2",
            group=KAFKA,
            options=Options(side, mirror.version),
            groups=groups,
        )
