"""Mirrors that copy a message back to where it came from."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.compiler.mirror_rules.checks import circle
from hiera_kafka.compiler.mirror_rules.graph import circles
from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.mirrors import links_of


class MirrorLoop(ClustersRule):
    """Topics keep their names, so that a message that every mirror of a circle takes never stops going round."""

    id = "mirror-loop"
    level = Severity.ERROR
    summary = "No topic is mirrored back to the cluster that it comes from."
    natively = True

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return each circle whose mirrors all take some topic."""
        for shared in circles(links_of(site)):
            if shared.topic is not None:
                yield Finding(circle(shared, self.level))
