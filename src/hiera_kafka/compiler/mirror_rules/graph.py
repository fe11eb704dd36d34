"""Mirrors as a graph over clusters: circles that a message can go round in, and topics that are written twice.

Topics keep their names from cluster to cluster, so that both are questions about patterns: do all mirrors on a way, or
both into one cluster, take a topic in common? They are answered for all names that there can be, not for those that
there are.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hiera_kafka.errors import Position
from hiera_kafka.model.mirror.mirror import Mirror
from hiera_kafka.topic_patterns import TooComplexError, Topics, common_topic

_MOST_WAYS: Final = 5000
"""Ways that are followed in search of circles. Mirrors that take the prefix of their source have few."""


@dataclass(frozen=True)
class MirrorLink:
    """A mirror.

    Attributes:
        name: What it is called.
        source: Cluster that it reads.
        destination: Cluster that it writes.
        topics: What it takes.
        place: Where its patterns stand in the data, None for a default.
        hosts: How many hosts run it.
    """

    name: str
    source: str
    destination: str
    topics: Topics
    place: Position | None = None
    hosts: int = 1

    def takes_own(self, topic: str) -> bool:
        """Tell whether a topic has the prefix of its source: the name of the site, after the cluster's last hyphen."""
        return topic.startswith(f"{self.source.rpartition('-')[2]}.")


@dataclass(frozen=True)
class Shared:
    """Mirrors that take a topic in common which they must not.

    Attributes:
        links: The mirrors, the one most likely to be wrong first; of a circle in the order of the way.
        topic: A topic that all take; None where it takes too many steps to tell whether there is one.
    """

    links: tuple[MirrorLink, ...]
    topic: str | None

    @property
    def places(self) -> tuple[Position, ...]:
        """Where their patterns stand, the most likely first."""
        likely = sorted(self.links, key=lambda link: self.topic is not None and link.takes_own(self.topic))
        return tuple(dict.fromkeys(link.place for link in likely if link.place is not None))

    @property
    def way(self) -> str:
        """The clusters of a circle."""
        return " -> ".join([*(link.source for link in self.links), self.links[0].source])


def link(mirror: Mirror, topics: Topics, hosts: int) -> MirrorLink:
    """Return a mirror of which it is known what it takes, and how many hosts run it."""
    place = mirror.place("topics") or mirror.place("source")
    return MirrorLink(mirror.name, mirror.source, mirror.destination, topics, place, hosts)


def circles(links: Sequence[MirrorLink]) -> Iterator[Shared]:
    """Yield the shortest circle through each mirror whose mirrors all take some topic, each circle once."""
    seen: set[frozenset[MirrorLink]] = set()
    ways = _Ways(links)
    for first in links:
        found = ways.shortest(first) if first.source != first.destination else None
        if found is not None and frozenset(found.links) not in seen:
            seen.add(frozenset(found.links))
            yield found
        if not ways.left:
            return


def overlaps(links: Sequence[MirrorLink]) -> Iterator[Shared]:
    """Yield each two mirrors that take a topic to one cluster from two; the one that fewer hosts run is first."""
    for one, other in itertools.combinations(links, 2):
        if one.destination != other.destination or one.source == other.source:
            continue
        both = (other, one) if other.hosts < one.hosts else (one, other)
        try:
            topic = common_topic(link.topics for link in both)
        except TooComplexError:
            yield Shared(both, None)
            continue
        if topic is not None:
            yield Shared(both, topic)


class _Ways:
    """Ways from cluster to cluster.

    Attributes:
        left: How many more are followed.
    """

    def __init__(self, links: Sequence[MirrorLink]) -> None:
        self.left = _MOST_WAYS
        self._onward: dict[str, list[MirrorLink]] = {}
        for link in links:
            if link.source != link.destination:
                self._onward.setdefault(link.source, []).append(link)

    def shortest(self, first: MirrorLink) -> Shared | None:
        """Return the shortest circle that begins with a mirror, breadth first over ways that share a topic."""
        back = self._leading_to(first.source)
        ways: deque[tuple[MirrorLink, ...]] = deque([(first,)])
        while ways:
            way = ways.popleft()
            visited = {link.source for link in way[1:]}
            for following in self._onward.get(way[-1].destination, ()):
                if following.destination in visited or following.destination not in back:
                    continue
                longer = (*way, following)
                try:
                    topic = self._shared(longer)
                except TooComplexError:
                    return Shared(longer, None)
                if topic is not None and following.destination == first.source:
                    return Shared(longer, topic)
                if topic is not None:
                    ways.append(longer)
        return None

    def _shared(self, way: tuple[MirrorLink, ...]) -> str | None:
        if not self.left:
            raise TooComplexError("too many ways")
        self.left -= 1
        return common_topic(link.topics for link in way)

    def _leading_to(self, cluster: str) -> set[str]:
        """Return the clusters from which some way leads to one."""
        found = {cluster}
        grows = True
        while grows:
            leading = (name for name, links in self._onward.items() if any(link.destination in found for link in links))
            more = set(leading) - found
            found |= more
            grows = bool(more)
        return found


def prefix_hint(link: MirrorLink) -> str:
    """Return the way out: what a mirror takes that takes the prefix of its source only."""
    site = link.source.rpartition("-")[2]
    return f"let each mirror take topics of its source's prefix only: {link.name} such as '^{site}\\..+'"
