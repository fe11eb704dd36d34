"""What a translation is asked with: the group, the two clusters, the mirrors between them, and what may prove it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hiera_kafka.ops.offsets.translate.bounds import Proof
from hiera_kafka.ops.offsets.translate.saved import Picture


@dataclass(frozen=True)
class Flow:
    """One mirror of the data.

    Attributes:
        name: `<source>_to_<destination>`.
        source: Cluster that it reads.
        destination: Cluster that it writes.
        takes: Returns whether it copies a topic.
        group: Consumer group in which MirrorMaker 1 reads the source.
        skips: Whether it leaves out what was written before it saw a topic, as Wikimedia's does.
    """

    name: str
    source: str
    destination: str
    takes: Callable[[str], bool]
    group: str
    skips: bool = False


@dataclass(frozen=True)
class Ask:
    """What is to be translated.

    Attributes:
        group: Consumer group.
        source: Name of the cluster that it reads now.
        destination: Name of the cluster that it is to go on in.
        flows: All mirrors of the data.
        topics: Which topics; none are all that the group has offsets of.
        by: The only way to use, None for the one that reads least again.
        at_ms: With Way.TIME, the operator's word: everything older was processed.
        margin_ms: Taken off every time.
        limit: How many unprocessed messages of a topic may be read to find the oldest.
        saved: An earlier translation.
    """

    group: str
    source: str
    destination: str
    flows: tuple[Flow, ...]
    topics: tuple[str, ...] = ()
    by: Proof | None = None
    at_ms: int | None = None
    margin_ms: int = 0
    limit: int = 1_000_000
    saved: Picture | None = None

    def flow(self, topic: str) -> Flow | None:
        """Return the mirror between the two clusters, in either direction, that takes a topic."""
        ends = {(self.source, self.destination), (self.destination, self.source)}
        return next((one for one in self.flows if (one.source, one.destination) in ends and one.takes(topic)), None)
