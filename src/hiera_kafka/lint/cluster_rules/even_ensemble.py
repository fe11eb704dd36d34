"""Ensembles with an even number of members."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.clusters import ensemble_views, key_position


class EvenEnsemble(ClustersRule):
    """An even member is one more that can fail, and none that may."""

    id = "even-ensemble"
    level = Severity.WARNING
    summary = "An ensemble with an even number of members survives as many failures as one with a member less."

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return every ensemble of two, four, six members."""
        for view in ensemble_views(site):
            members = len(view.ensemble.hosts)
            if members % 2 == 0:
                yield self.finding(
                    f"ensemble {view.name} has {members} members; as many as with {members - 1} may be down: "
                    f"{(members - 1) // 2}",
                    key_position(view.ensemble, "hosts"),
                    hint=f"remove a member, or make it {members + 1}",
                    note="more than half of all members must answer",
                    length=len("hosts"),
                )
