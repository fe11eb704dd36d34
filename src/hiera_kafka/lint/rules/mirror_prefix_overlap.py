"""Mirrors from several clusters that take the same topics to one."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Level
from hiera_kafka.lint.context import Site
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.mirrors import mirrors_of
from hiera_kafka.lint.patterns import shared_topic
from hiera_kafka.lint.registry import ClustersRule


class MirrorPrefixOverlap(ClustersRule):
    """What two sources have under one name becomes one topic, in which nobody can tell them apart."""

    id = "mirror-prefix-overlap"
    level = Level.WARNING
    summary = "Mirrors into one cluster take topics of different prefixes."

    def check(self, site: Site) -> Iterator[Finding]:
        """Return each mirror that takes topics which another takes to the same cluster from elsewhere."""
        mirrors = mirrors_of(site)
        for one in mirrors:
            for other in mirrors:
                if one.destination != other.destination or one.source == other.source:
                    continue
                topic = shared_topic([one.pattern, other.pattern])
                if topic is not None:
                    yield self.finding(
                        f"the mirrors {one.name} and {other.name} both take topics such as {topic!r} "
                        f"to {one.destination}",
                        one.place("whitelist"),
                        other.place("whitelist"),
                        hint="let each take the prefix of its own source only",
                    )
