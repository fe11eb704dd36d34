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
        copy: Returns the name of a topic's copy at the destination, None for a topic that it leaves.
        group: Consumer group in which MirrorMaker 1 reads the source.
        skips: Whether it leaves out what was written before it saw a topic, as Wikimedia's does.
    """

    name: str
    source: str
    destination: str
    copy: Callable[[str], str | None]
    group: str
    skips: bool = False

    def takes(self, topic: str) -> bool:
        """Tell whether it copies a topic, under its own name."""
        return self.copy(topic) == topic


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
        """Return the mirror between the two clusters, in either direction, that takes a topic under its own name."""
        ends = {(self.source, self.destination), (self.destination, self.source)}
        return next((one for one in self.flows if (one.source, one.destination) in ends and one.takes(topic)), None)

    def renamed(self, topic: str) -> str | None:
        """Return why a topic has not one name in both clusters, where a mirror to the destination copies it so.

        Args:
            topic: A name at the source, or, of a source that does not answer, of a topic of checkpoints.
        """
        for one in self.flows:
            if (one.source, one.destination) != (self.source, self.destination):
                continue
            original, copy = topic.removeprefix(f"{self.source}."), one.copy(topic)
            if original != topic and one.copy(original) == topic:
                return f"it is the copy of {original}, which has another name in {self.source}"
            if copy not in (None, topic):
                return f"its copy in {self.destination} has another name, {copy}"
        return None
