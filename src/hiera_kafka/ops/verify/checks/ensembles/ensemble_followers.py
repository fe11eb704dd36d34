"""Followers that the leader counts as up to date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.ops.verify.check import EnsembleCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.ensemble import EnsembleView
from hiera_kafka.ops.verify.wording import count

_SYNCED = "zk_synced_followers"


class EnsembleFollowers(EnsembleCheck):
    """All followers are in sync with the leader."""

    id = "ensemble-followers"
    title = "followers are in sync"
    order = 270

    def check(self, view: EnsembleView) -> Iterator[Result]:
        """Return one result, its value the number of followers in sync; none for a server that is alone."""
        wanted = len(view.model.model.hosts) - 1
        if not wanted:
            return
        more: dict[str, Any] = {
            "expected": f"{count(wanted, 'follower')} in sync",
            "origin": view.model.origin("hosts"),
        }
        leader = next((one for one in view.members if one.server is not None and one.server.mode == "leader"), None)
        if leader is None or leader.server is None:
            yield self.unknown(view.name, observed="no member was seen to lead", hosts=view.model.model.hosts, **more)
            return
        # A monitor may print the number as a decimal fraction.
        synced = leader.server.values.get(_SYNCED, "").removesuffix(".0")
        if not (synced.isascii() and synced.isdecimal()):
            observed = f"{leader.subject} leads, and does not answer the word mntr"
            yield self.unknown(view.name, observed=observed, hosts=(leader.host,), **more)
            return
        right = int(synced) == wanted
        report = self.ok if right else self.critical
        yield report(
            view.name,
            observed=f"{synced}, by {leader.subject}",
            hint=None if right else "a member that has just started fetches the data first; see ensemble-modes",
            hosts=view.model.model.hosts,
            value=int(synced),
            **more,
        )
