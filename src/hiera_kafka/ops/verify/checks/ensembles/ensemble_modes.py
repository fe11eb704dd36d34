"""What each member of an ensemble is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.model.zookeeper import ELECTION_PORT, FOLLOWER_PORT
from hiera_kafka.ops.verify.check import EnsembleCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.ensemble import EnsembleView


class EnsembleModes(EnsembleCheck):
    """Members serve as leader or follower, and a server that is alone as standalone."""

    id = "ensemble-modes"
    title = "members serve in the right mode"
    order = 255

    def check(self, view: EnsembleView) -> Iterator[Result]:
        """Return one result a member."""
        members = view.members
        right = ("leader", "follower") if len(members) > 1 else ("standalone",)
        for member in members:
            more: dict[str, Any] = {
                "expected": " or ".join(right),
                "origin": view.model.origin("hosts", member.host),
                "hosts": (member.host,),
            }
            server = member.server
            if server is None:
                yield self.unknown(member.subject, observed=member.silence, **more)
            elif server.mode in right:
                yield self.ok(member.subject, observed=str(server.mode), **more)
            elif server.mode is None:
                hint = "see the state of its service and zookeeper.log"
                yield self.critical(member.subject, observed=f"it does not answer: {server.detail}", hint=hint, **more)
            else:
                yield self.critical(member.subject, observed=server.mode, hint=_hint(server.mode), **more)


def _hint(mode: str) -> str:
    if mode == "looking":
        return f"it has no quorum: see whether it reaches the others on their ports {FOLLOWER_PORT} and {ELECTION_PORT}"
    if mode == "standalone":
        return "it serves data of its own beside the ensemble: stop it, and see the members in its zoo.cfg"
    return "see the members in its zoo.cfg"
