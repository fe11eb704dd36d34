"""Mirrors that copy a message back to where it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hiera_kafka.compiler.mirrors import Mirror
from hiera_kafka.errors import Level
from hiera_kafka.lint.context import Site
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.mirrors import mirrors_of
from hiera_kafka.lint.patterns import shared_topic
from hiera_kafka.lint.registry import ClustersRule

_LONGEST = 4
"""Clusters in the longest loop that is looked for."""


class MirrorLoop(ClustersRule):
    """Topics keep their names, so that a message that every mirror of a circle takes never stops going round."""

    id = "mirror-loop"
    level = Level.ERROR
    summary = "No topic is mirrored back to the cluster that it comes from."

    def check(self, site: Site) -> Iterator[Finding]:
        """Return each mirror of each circle whose mirrors all take some topic."""
        mirrors = mirrors_of(site)
        told: set[frozenset[tuple[str, str]]] = set()
        for first in mirrors:
            for loop in _loops([first], mirrors):
                key = frozenset((mirror.source, mirror.destination) for mirror in loop)
                topic = shared_topic([mirror.pattern for mirror in loop])
                if topic is None or key in told:
                    continue
                told.add(key)
                way = " -> ".join([*(mirror.source for mirror in loop), first.source])
                for mirror in loop:
                    yield self.finding(
                        f"mirrors go round in a circle, {way}, and all of them take topics such as {topic!r}",
                        mirror.place("whitelist"),
                        *(other.place("whitelist") for other in loop if other is not mirror),
                        hint="let each mirror take topics of its source's prefix only, such as '^eqiad\\..+'",
                    )


def _loops(way: list[Mirror], mirrors: Sequence[Mirror]) -> Iterator[list[Mirror]]:
    if way[-1].destination == way[0].source:
        yield way
    elif len(way) < _LONGEST:
        visited = {mirror.source for mirror in way}
        for following in mirrors:
            onward = following.source == way[-1].destination
            if onward and following.source not in visited:
                yield from _loops([*way, following], mirrors)
