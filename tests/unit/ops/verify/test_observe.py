"""Observing what checks look at."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.ops.look.seen import HostSeen, ServiceSeen
from hiera_kafka.ops.mirrors.health import MirrorView as MirrorHealth
from hiera_kafka.ops.mirrors.inventory import Mirror, MirrorProcess
from hiera_kafka.ops.verify.check import Check
from hiera_kafka.ops.verify.checks.brokers.brokers_answer import BrokersAnswer
from hiera_kafka.ops.verify.checks.canary.canary_mirrors import CanaryMirrors
from hiera_kafka.ops.verify.checks.hosts.hosts_answer import HostsAnswer
from hiera_kafka.ops.verify.observe import Observations, process_seen
from hiera_kafka.ops.verify.selection import choose_targets
from hiera_kafka.ops.verify.views.canary_seen import CanarySeen, ClusterCanary
from hiera_kafka.ops.verify.views.cluster_seen import ClusterSeen
from lib.data.project_trees import HOST, project_tree
from lib.data.verify_verdicts import Writes
from lib.data.verify_views import NO_BROKER, SILENT, cluster_seen, compiler, host_seen, host_view, hosts

from .test_selection import MIRROR, TWO

PROCESS = MirrorProcess(HOST, "kafka-mirror-a_to_b-0")


class NeedsHosts(BrokersAnswer):
    needs_hosts = True


@dataclass
class Told:
    """Sources that note what they are asked."""

    looked: list[tuple[str, ...]] = field(default_factory=list)
    clusters: list[str] = field(default_factory=list)
    canaries: list[tuple[str, ...]] = field(default_factory=list)
    mirrors: list[tuple[str, ...]] = field(default_factory=list)
    answers: bool = True
    gate: threading.Event | None = None

    def look(self, hosts: Sequence[str]) -> Mapping[str, HostSeen | Diagnostic]:
        self.looked.append(tuple(hosts))
        return {host: host_seen() if self.answers else SILENT for host in hosts}

    def cluster(self, name: str) -> ClusterSeen:
        self.clusters.append(name)
        if not self.answers:
            raise ClientError(NO_BROKER)
        return cluster_seen()

    def mirror(self, mirror: Mirror) -> MirrorHealth:
        return MirrorHealth(mirror, None, None, ())

    def canary(self, clusters: Sequence[str], mirrors: Sequence[str]) -> CanarySeen:
        self.canaries.append(tuple(clusters))
        self.mirrors.append(tuple(mirrors))
        if self.gate is not None:
            assert self.gate.wait(60)
        return CanarySeen({name: ClusterCanary("t") for name in clusters})


def observed(
    sources: Told, *checks: Check, canary: bool | None = None, of: Compiler | None = None, names: Sequence[str] = ()
) -> Observations:
    found = of or compiler()
    return Observations(found, choose_targets(found, names), checks, sources, canary=canary)


def test_only_what_a_check_looks_at_is_asked() -> None:
    sources = Told()
    made = observed(sources, HostsAnswer())
    assert [view.host for view in made.hosts()] == list(hosts())
    assert (sources.looked, sources.clusters) == ([hosts()], [])

    sources = Told()
    (view,) = observed(sources, BrokersAnswer()).clusters(canary=False)
    assert (sources.looked, sources.clusters, view.hosts) == ([], ["three"], {})


def test_hosts_are_looked_at_once_for_all_checks() -> None:
    sources = Told()
    made = observed(sources, HostsAnswer(), NeedsHosts())
    (view,) = made.clusters(canary=False)

    assert tuple(view.hosts) == hosts()
    assert view.seen.took_s == 0.5
    assert len(made.hosts()) == 3
    assert sources.looked == [hosts()]


def test_what_does_not_answer_has_a_reason_in_its_place() -> None:
    made = observed(Told(answers=False), HostsAnswer(), BrokersAnswer())

    assert {view.answer for view in made.hosts()} == {SILENT}
    assert [view.answer for view in made.clusters(canary=False)] == [NO_BROKER]


def test_nobody_waits_for_canaries_but_their_checks() -> None:
    sources = Told(gate=threading.Event())
    made = observed(sources, BrokersAnswer(), Writes(), canary=True)
    (without,) = made.clusters(canary=False)
    assert without.canary is None
    assert sources.gate is not None
    sources.gate.set()
    (view,) = made.clusters(canary=True)
    assert view.canary == ClusterCanary("t")
    assert sources.canaries == [("three",)]


def test_records_are_looked_for_behind_the_mirrors_that_are_checked_alone(tmp_path: Path) -> None:
    found = Compiler.load(project_tree(tmp_path, TWO, hosts={"b1.example.org": MIRROR}))
    sources = Told()
    for checks in ((Writes(),), (Writes(), CanaryMirrors())):
        assert list(observed(sources, *checks, of=found, canary=True).clusters(canary=True))
    assert sources.mirrors == [(), ("a-eqiad_to_b-eqiad",)]


def test_a_canary_is_for_whom_it_was_asked_by_the_caller_or_the_data(tmp_path: Path) -> None:
    data = TWO.replace("b-eqiad: {", "b-eqiad: {canary: true, ")
    found = Compiler.load(project_tree(tmp_path, data, hosts={"b1.example.org": MIRROR}))
    sources = Told()
    views = observed(sources, Writes(), of=found).clusters(canary=True)
    assert [view.canary is None for view in views] == [True, False]
    assert sources.canaries == [("b-eqiad",)]

    sources = Told()
    assert [view.name for view in observed(sources, Writes(), of=found, canary=True).clusters(canary=True)]
    assert sources.canaries == [("a-eqiad", "b-eqiad")]

    sources = Told()
    assert all(
        view.canary is None for view in observed(sources, Writes(), of=found, canary=False).clusters(canary=True)
    )
    assert sources.canaries == []

    sources = Told()
    assert list(observed(sources, BrokersAnswer(), of=found, canary=True).clusters(canary=True))
    assert sources.canaries == []


def test_a_bug_of_a_source_is_raised_where_its_answer_is_asked_for() -> None:
    class Broken(Told):
        def look(self, hosts: Sequence[str]) -> Mapping[str, HostSeen | Diagnostic]:
            raise RuntimeError("planted")

    made = observed(Broken(), HostsAnswer())
    with pytest.raises(RuntimeError, match="planted"):
        made.hosts()


def test_a_process_of_a_mirror_is_as_its_host_says() -> None:
    service = ServiceSeen(PROCESS.service, "running", "pid 12", 12, 1.5, None, None, {}, None, None, ())
    view = host_view(answer=host_seen(services={PROCESS.service: service}))
    found = process_seen(PROCESS, view)
    assert (found.process, found.state, found.detail, found.pid, found.since) == (PROCESS, "running", "pid 12", 12, 1.5)

    assert process_seen(PROCESS, dataclasses.replace(view, answer=SILENT)).state is None
    assert process_seen(PROCESS, dataclasses.replace(view, answer=SILENT)).detail == "no connection: timed out"
    assert process_seen(PROCESS, host_view()).state is None
