"""Views of the inventory `three`, with answers that tests make up."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hiera_kafka.clients.brokers import Member
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.look.seen import ClockSeen, HostSeen
from hiera_kafka.ops.verify.views.cluster import ClusterView
from hiera_kafka.ops.verify.views.cluster_seen import ClusterSeen
from hiera_kafka.ops.verify.views.ensemble import EnsembleView
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.views.mirror import MirrorView
from lib.repository import ROOT

INVENTORY = ROOT / "inventories" / "three"
SILENT = Diagnostic("ssh-unreachable", "no connection: timed out", hint="start it")
NO_BROKER = Diagnostic("cluster-not-answering", "no broker answers", hint="look at its log")


@functools.cache
def compiler() -> Compiler:
    """Return a compiler of the inventory, which is read once."""
    return Compiler.load(INVENTORY)


@functools.cache
def hosts() -> tuple[str, ...]:
    return compiler().hosts


def host_seen(**fields: Any) -> HostSeen:
    """Return the answer of a host on which nothing runs."""
    seen = HostSeen(
        took_s=0.25,
        clock=ClockSeen(0.0, 0.01, synchronized=True),
        addresses=("127.0.0.1",),
        filesystems={},
        java=None,
        services={},
        strangers=(),
        listeners=(),
        releases={},
        servers=(),
        data=(),
        upgrades=(),
        differs={},
    )
    return replace(seen, **fields)


def host_view(number: int = 0, answer: HostSeen | Diagnostic | None = None) -> HostView:
    """Return the view of the host with that number, by default with an answer."""
    name = hosts()[number]
    return HostView(compiler().catalogs[name], compiler().models[name], answer or host_seen())


def host_views(silent: int = 0) -> dict[str, HostView]:
    """Return the views of all hosts, the last `silent` of which did not answer."""
    number = len(hosts())
    views = [host_view(index, SILENT if index >= number - silent else None) for index in range(number)]
    return {view.host: view for view in views}


def cluster_seen(**fields: Any) -> ClusterSeen:
    """Return what the brokers of a cluster without topics say."""
    members = {1001 + index: Member(1001 + index, host, 9092, None) for index, host in enumerate(hosts())}
    seen = ClusterSeen(
        took_s=0.5,
        id="Jx0ODYQ4TGCrH2jDYpTb7w",
        controllers=dict.fromkeys(members, 1001),
        members=members,
        endpoints={},
        options={},
        partitions={},
        directories={},
        silent={},
    )
    return replace(seen, **fields)


def cluster_view(answer: ClusterSeen | Diagnostic | None = None, **more: Any) -> ClusterView:
    model = compiler().clusters.kafka["three"]
    return ClusterView(name="three", model=model, hosts=host_views(), answer=answer or cluster_seen(), **more)


def ensemble_view(silent: int = 0) -> EnsembleView:
    (name, model), *_ = compiler().clusters.ensembles.items()
    return EnsembleView(name, model, host_views(silent))


@dataclass
class MadeUp:
    """Observations as a run asks for them; counts how often it does."""

    host_views: tuple[HostView, ...] = ()
    ensemble_views: tuple[EnsembleView, ...] = ()
    cluster_views: tuple[ClusterView, ...] = ()
    mirror_views: tuple[MirrorView, ...] = ()
    asked: list[str] = field(default_factory=list)

    def hosts(self) -> tuple[HostView, ...]:
        self.asked.append("hosts")
        return self.host_views

    def ensembles(self) -> tuple[EnsembleView, ...]:
        self.asked.append("ensembles")
        return self.ensemble_views

    def clusters(self, *, canary: bool) -> tuple[ClusterView, ...]:
        self.asked.append("clusters and canaries" if canary else "clusters")
        return self.cluster_views

    def mirrors(self, *, canary: bool) -> tuple[MirrorView, ...]:
        self.asked.append("mirrors and canaries" if canary else "mirrors")
        return self.mirror_views


def by_subject(results: Any) -> Mapping[str, Any]:
    return {result.subject: result for result in results}
