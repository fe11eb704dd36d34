"""What one of the two MirrorMakers makes of a mirror's process, in words that both have."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.catalog.resources import File, Port
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.source import Origin


@dataclass(frozen=True)
class Engine:
    """One process of a mirror as a MirrorMaker wants it.

    Attributes:
        files: What it reads.
        main: Its command in the release, with arguments.
        group: The group that all processes of the mirror form.
        holder: The cluster that has the group.
        members: How many members the group has from each host.
        client: What brokers know this process as in the group; empty where that tells processes not apart.
        origin: Where the arguments come from; None where none comes from the data.
        ports: What it listens on, whether it has JMX or not.
    """

    files: tuple[File, ...]
    main: tuple[str, ...]
    group: str
    holder: KafkaCluster
    members: int
    client: str = ""
    origin: Origin | None = None
    ports: tuple[Port, ...] = ()
