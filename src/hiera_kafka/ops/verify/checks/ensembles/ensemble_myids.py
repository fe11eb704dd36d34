"""Ids of members."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.ops.verify.check import EnsembleCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.ensemble import EnsembleView

_RUNNING = "serverId"


class EnsembleMyids(EnsembleCheck):
    """Members have the ids of the data, on disk and as they run."""

    id = "ensemble-myids"
    title = "members have their ids"
    order = 260

    def check(self, view: EnsembleView) -> Iterator[Result]:
        """Return one result a member."""
        alone = len(view.model.model.hosts) == 1
        for member in view.members:
            more: dict[str, Any] = {
                "expected": f"myid {member.myid}",
                "origin": view.model.origin("hosts", member.host),
                "hosts": (member.host,),
            }
            server = member.server
            if server is None:
                yield self.unknown(member.subject, observed=member.silence, **more)
                continue
            # A standalone server has no use for an id, and reports 0.
            running = None if alone else server.conf.get(_RUNNING)
            file = "its file myid is missing" if server.myid is None else f"its file says {server.myid}"
            if server.myid == member.myid and running in (None, str(member.myid)):
                says = f"{file}, and so does the server" if running is not None else file
                yield self.ok(member.subject, observed=says, **more)
            else:
                says = f"{file}, the server {running}" if running is not None else file
                hint = "an id is never changed while its data is there: see what the data said before"
                yield self.critical(member.subject, observed=says, hint=hint, **more)
