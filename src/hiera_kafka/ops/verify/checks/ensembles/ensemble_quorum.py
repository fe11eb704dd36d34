"""The majority of an ensemble, without which nothing works that rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.ops.verify.check import EnsembleCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.ensemble import EnsembleView
from hiera_kafka.ops.verify.wording import count, some

_VOTING = frozenset({"leader", "follower", "standalone"})
_LEADING = frozenset({"leader", "standalone"})


class EnsembleQuorum(EnsembleCheck):
    """A majority of the members serves, and one of them leads."""

    id = "ensemble-quorum"
    title = "a majority of the ensemble serves"
    order = 250

    def check(self, view: EnsembleView) -> Iterator[Result]:
        """Return one result; its value is the number of members that serve."""
        members = view.members
        needed = len(members) // 2 + 1
        modes = [(member, member.server.mode) for member in members if member.server is not None]
        serving = [member for member, mode in modes if mode in _VOTING]
        leaders = [member for member, mode in modes if mode in _LEADING]
        unseen = [member for member in members if member.server is None]
        led = f", led by {some(leader.host for leader in leaders)}" if leaders else ", none of which leads"
        observed = f"{len(serving)} of {len(members)}{led if serving else ''}"
        more: dict[str, Any] = {
            "expected": f"{count(needed, 'member')} or more of {len(members)} serve, one of which leads",
            "origin": view.model.origin("hosts"),
            "hosts": view.model.model.hosts,
            "value": len(serving),
        }
        if len(serving) >= needed and len(leaders) == 1:
            yield self.ok(view.name, observed=observed, **more)
        elif len(leaders) <= 1 and unseen and len(serving) + len(unseen) >= needed:
            words = f"{observed}; {some(member.subject for member in unseen)} could not be seen: {unseen[0].silence}"
            yield self.unknown(view.name, observed=words, **more)
        else:
            hint = (
                "members that lead apart have different lists of members: see ensemble-members"
                if len(leaders) > 1
                else "start the members that do not serve; see zookeeper.log on their hosts"
            )
            yield self.critical(view.name, observed=observed, hint=hint, **more)
