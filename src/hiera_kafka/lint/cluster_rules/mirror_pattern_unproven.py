"""Whitelists of which nothing can be proven."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.compiler.mirror_rules.checks import ACCEPT_NOTE
from hiera_kafka.compiler.mirror_rules.graph import Shared, circles, overlaps
from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.mirrors import links_of, mirrors_of, pattern_of
from hiera_kafka.topic_patterns import PatternError


class MirrorPatternUnproven(ClustersRule):
    """Nothing is known of a mirror's circles where its pattern cannot be read, or takes too long to compare."""

    id = "mirror-pattern-unproven"
    level = Severity.WARNING
    summary = "What the patterns of mirrors have in common can be proven."
    natively = True

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return whitelists that Java or the proof does not take, and mirrors that take too many steps to compare."""
        for mirror in mirrors_of(site):
            error = pattern_of(mirror)
            if isinstance(error, PatternError):
                what = "Java refuses the pattern" if error.invalid else "nothing is proven of the pattern"
                message = f"{what} of the mirror {mirror.name}: {error}"
                yield self.finding(message, mirror.place("topics"), note=ACCEPT_NOTE)
        links = links_of(site)
        for shared in (*circles(links), *overlaps(links)):
            if shared.topic is None:
                yield self._undecided(shared)

    def _undecided(self, shared: Shared) -> Finding:
        names = " and ".join(link.name for link in shared.links)
        message = f"whether {names} take a topic in common takes too many steps to tell"
        return self.finding(message, *shared.places, note=ACCEPT_NOTE)
