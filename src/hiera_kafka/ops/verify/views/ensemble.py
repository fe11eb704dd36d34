"""A ZooKeeper ensemble: its members in the data, and what each says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hiera_kafka.errors import Diagnostic
from hiera_kafka.model.base import Traced
from hiera_kafka.model.zookeeper import Ensemble
from hiera_kafka.ops.look.seen import ServerSeen
from hiera_kafka.ops.verify.views.host import HostView


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member of the data.

    Attributes:
        host: FQDN of its host.
        myid: Its id in the data.
        view: Its host; None where nobody looked at that.
    """

    host: str
    myid: int
    view: HostView | None

    @property
    def subject(self) -> str:
        """What results call it."""
        return f"server {self.myid} on {self.host}"

    @property
    def server(self) -> ServerSeen | None:
        """What the ZooKeeper server of the host says; None where the host did not answer, or tells of none."""
        if self.view is None or isinstance(self.view.answer, Diagnostic):
            return None
        return next(iter(self.view.answer.servers), None)

    @property
    def silence(self) -> str:
        """Why there is no such answer."""
        if self.view is None:
            return "nobody looked at the host"
        if isinstance(self.view.answer, Diagnostic):
            return f"the host did not answer: {self.view.answer.message}"
        return "the host tells of no ZooKeeper server"


@dataclass(frozen=True, slots=True)
class EnsembleView:
    """One ensemble.

    Attributes:
        name: As the data calls it.
        model: What the data says of it, with the origin of each value.
        hosts: Every host of it, by name; one that did not answer says why.
    """

    name: str
    model: Traced[Ensemble]
    hosts: Mapping[str, HostView]

    @property
    def members(self) -> tuple[MemberView, ...]:
        """Every member of the data, by myid."""
        found = (MemberView(host, myid, self.hosts.get(host)) for host, myid in self.model.model.hosts.items())
        return tuple(sorted(found, key=lambda member: member.myid))
