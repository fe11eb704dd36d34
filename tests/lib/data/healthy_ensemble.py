"""What the members of an ensemble of three say when all is well, and of a server that is alone."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.look.seen import ServerSeen
from hiera_kafka.ops.verify.check import EnsembleCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.ensemble import EnsembleView
from hiera_kafka.ops.verify.views.host import HostView
from lib.data.project_trees import project_tree
from lib.data.verify_views import SILENT, host_seen

HOSTS = ("z1.example.org", "z2.example.org", "z3.example.org")
DATA = """\
zookeeper_clusters:
  main:
    hosts: {z1.example.org: 1, z2.example.org: 2, z3.example.org: 3}
  alone:
    hosts: {y1.example.org: 7}
"""
LEADER = 2
VERSION = "3.8.4"
LINES = {f"server.{number}": f"{host}:2182:2183:participant" for number, host in enumerate(HOSTS, 1)}


@functools.cache
def compiler() -> Compiler:
    with tempfile.TemporaryDirectory() as directory:
        made = Compiler.load(project_tree(Path(directory), DATA))
        made.check()
        return made


def server(number: int, **fields: Any) -> ServerSeen:
    """What a member says of itself."""
    mode = "leader" if number == LEADER else "follower"
    values = {"zk_server_state": mode, **({"zk_synced_followers": "2"} if number == LEADER else {})}
    seen = ServerSeen("zookeeper", mode, "", VERSION, number, values, {"serverId": str(number), **LINES})
    return replace(seen, **fields)


def stopped(number: int) -> ServerSeen:
    detail = "127.0.0.1:2181: Connection refused"
    return server(number, mode=None, detail=detail, version=None, values={}, conf={})


def view(changed: Mapping[int, ServerSeen | Diagnostic | None] | None = None) -> EnsembleView:
    """The ensemble, with members that say something else, whose hosts did not answer, or that say nothing (None)."""
    views = {}
    for myid, host in enumerate(HOSTS, 1):
        said = (changed or {}).get(myid, server(myid))
        answer = said if isinstance(said, Diagnostic) else host_seen(servers=() if said is None else (said,))
        views[host] = HostView(compiler().catalogs[host], compiler().models[host], answer)
    return EnsembleView("main", compiler().clusters.ensembles["main"], views)


def alone(**fields: Any) -> EnsembleView:
    """A server that is alone: it reports no id and no members."""
    host = "y1.example.org"
    said = replace(server(7, mode="standalone", values={}, conf={"serverId": "0"}), **fields)
    views = {host: HostView(compiler().catalogs[host], compiler().models[host], host_seen(servers=(said,)))}
    return EnsembleView("alone", compiler().clusters.ensembles["alone"], views)


def results(check: type[EnsembleCheck], changed: Mapping[int, Any] | None = None) -> list[Result]:
    return list(check().check(view(changed)))


__all__ = ["HOSTS", "LEADER", "LINES", "SILENT", "VERSION", "alone", "results", "server", "stopped", "view"]
