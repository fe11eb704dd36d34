"""Mirrors from several clusters that take the same topics to one."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.compiler.mirror_rules.checks import overlap
from hiera_kafka.compiler.mirror_rules.graph import overlaps
from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.mirrors import links_of


class MirrorPrefixOverlap(ClustersRule):
    """What two sources have under one name becomes one topic, in which nobody can distinguish them."""

    id = "mirror-prefix-overlap"
    level = Severity.WARNING
    summary = "No two mirrors write the same topic into one cluster."
    natively = True

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return each two mirrors that take a topic to the same cluster."""
        for shared in overlaps(links_of(site)):
            if shared.topic is not None:
                yield Finding(overlap(shared, self.level))
