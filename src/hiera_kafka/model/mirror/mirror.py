"""A mirror as one of its hosts sees it: one form for both forms of the data and both dialects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hiera_kafka.errors import Position
from hiera_kafka.source import Origin, Trace
from hiera_kafka.topic_patterns import Form

EVERYTHING: Final = ".*"
"""Pattern of a mirror whose data names no topics."""


@dataclass(frozen=True)
class Mirror:
    """A mirror, as one of its hosts sees it.

    Attributes:
        source: Full name of the cluster that it reads.
        destination: Full name of the cluster that it writes.
        topics: Patterns of topics that it takes, as the data has them.
        group: Consumer group on the source in which MirrorMaker 1 commits.
        trace: Where the data says so, by the names of `kafka_mirrors` (`source`, `destination`, `topics`, `consumer`,
            `producer`) whichever form it has; what it does not say, it has from `source`.
        excluded: Java regular expressions of topics that it leaves all the same.
        form: Who reads the patterns.
        engine: 1 or 2: MirrorMaker 1 or MirrorMaker 2.
        processes: Number of processes on each host.
        streams: Number of consumers in each process.
        consumer: Further options of the consumer, which reads the source.
        producer: Further options of the producer, which writes the destination.
    """

    source: str
    destination: str
    topics: tuple[str, ...]
    group: str
    trace: Trace
    excluded: tuple[str, ...] = ()
    form: Form = Form.JAVA
    engine: int = 1
    processes: int = 1
    streams: int = 1
    consumer: Mapping[str, Any] = field(default_factory=dict, repr=False)
    producer: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """What it is called after its two ends."""
        return f"{self.source}_to_{self.destination}"

    @property
    def pattern(self) -> str:
        """One pattern for what it takes and what it leaves, in its `form`."""
        return joined_pattern(self.topics, self.excluded)

    @property
    def java_patterns(self) -> tuple[str, ...]:
        """The patterns of topics that it takes, as Java is given them in the end."""
        return tuple(self.form.text(pattern) for pattern in self.topics)

    def service(self, process: int) -> str:
        """Return the name of the unit or program of a process, counted from 0."""
        return f"kafka-mirror-{self.name}@{process}"

    def origin(self, *path: str) -> Origin:
        """Return where a value comes from; one that the data does not give, where the source comes from."""
        return self.trace.at(*path)

    def place(self, *path: str) -> Position | None:
        """Return where that is in the data, None for what is in no file."""
        return next(iter(self.origin(*path).positions()), None)


def joined_pattern(topics: Sequence[str], excluded: Sequence[str]) -> str:
    """Return one Java regular expression for what several take and others leave."""
    taken = topics[0] if len(topics) == 1 else "|".join(f"(?:{pattern})" for pattern in topics)
    if not excluded:
        return taken
    return f"(?!(?:{'|'.join(f'(?:{pattern})' for pattern in excluded)})$)(?:{taken})"
