"""Observes what checks look at, all at once, and puts it beside what the data says."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import cached_property, partial
from typing import Protocol, TypeVar

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic, HieraKafkaError
from hiera_kafka.ops.look.seen import HostSeen
from hiera_kafka.ops.mirrors.health import MirrorView as MirrorHealth
from hiera_kafka.ops.mirrors.hosts import Seen, of_service
from hiera_kafka.ops.mirrors.inventory import Mirror, MirrorProcess
from hiera_kafka.ops.verify.check import Check, ClusterCheck, EnsembleCheck, HostCheck, MirrorCheck
from hiera_kafka.ops.verify.selection import Targets
from hiera_kafka.ops.verify.views.canary_seen import CanarySeen
from hiera_kafka.ops.verify.views.cluster import ClusterView
from hiera_kafka.ops.verify.views.cluster_seen import ClusterSeen
from hiera_kafka.ops.verify.views.ensemble import EnsembleView
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.views.mirror import MirrorView

T = TypeVar("T")


class Sources(Protocol):
    """What asks hosts and clusters; all are called in threads of their own, and end by themselves."""

    def look(self, hosts: Sequence[str]) -> Mapping[str, HostSeen | Diagnostic]:
        """Return what each host says of itself, or why it says nothing."""

    def cluster(self, name: str) -> ClusterSeen:
        """Return what the brokers of a cluster say.

        Raises:
            ClientError: None answers.
        """

    def mirror(self, mirror: Mirror) -> MirrorHealth:
        """Return how a mirror is doing, as far as its clusters know.

        Raises:
            ClientError: It cannot be seen.
        """

    def canary(self, clusters: Sequence[str], mirrors: Sequence[str]) -> CanarySeen:
        """Write records to clusters, and return what became of them there and through mirrors of these names."""


class Observations:
    """What is observed of targets, begun when it is made; each kind is waited for where it is asked for.

    Args:
        compiler: Of the inventory.
        targets: What is looked at.
        checks: Which checks are made of it: nothing is asked that none of them looks at.
        sources: What asks.
        canary: Whether all clusters are asked for a canary, or none; None is those whose data declares one.
    """

    def __init__(
        self, compiler: Compiler, targets: Targets, checks: Sequence[Check], sources: Sources, *, canary: bool | None
    ) -> None:
        self._compiler = compiler
        self._targets = targets
        self._sources = sources
        self._kafka = compiler.clusters.kafka
        self._ensembles = compiler.clusters.ensembles
        asks_clusters = _any(checks, ClusterCheck)
        asks_mirrors = _any(checks, MirrorCheck)
        wanted = self._wanted(checks)
        self._looked = _later(partial(sources.look, wanted)) if wanted else None
        self._clusters = {
            name: _later(partial(_answer, partial(sources.cluster, name))) for name in targets.clusters if asks_clusters
        }
        self._mirrors = {
            mirror.name: _later(partial(_answer, partial(sources.mirror, mirror)))
            for mirror in targets.mirrors
            if asks_mirrors
        }
        canaries = self._canaries(checks, wanted=canary)
        through = [mirror.name for mirror in targets.mirrors] if _any(checks, MirrorCheck, canary=True) else []
        self._canary = _later(partial(sources.canary, canaries, through)) if canaries else None

    def _wanted(self, checks: Sequence[Check]) -> tuple[str, ...]:
        """Return the hosts that checks look at, sorted."""
        found: set[str] = set()
        if _any(checks, HostCheck):
            found |= set(self._targets.hosts)
        if _any(checks, EnsembleCheck):
            found |= {host for name in self._targets.ensembles for host in self._ensembles[name].model.hosts}
        if _any(checks, ClusterCheck, needs_hosts=True):
            found |= {host for name in self._targets.clusters for host in self._kafka[name].model.brokers}
        if _any(checks, MirrorCheck, needs_hosts=True):
            found |= {host for mirror in self._targets.mirrors for host in mirror.hosts}
        return tuple(sorted(found))

    def _canaries(self, checks: Sequence[Check], *, wanted: bool | None) -> tuple[str, ...]:
        """Return the clusters that a canary is asked for, by the caller or by their data."""
        if wanted is False or not any(check.canary for check in checks):
            return ()
        names = {*self._targets.clusters, *(mirror.source for mirror in self._targets.mirrors)}
        known = (name for name in sorted(names) if name in self._kafka)
        return tuple(name for name in known if wanted or self._kafka[name].model.canary.enabled)

    def hosts(self) -> Sequence[HostView]:
        """Return the hosts of which host checks are made."""
        return [self._hosts[name] for name in self._targets.hosts]

    @cached_property
    def _hosts(self) -> Mapping[str, HostView]:
        looked = self._looked.result() if self._looked is not None else {}
        return {
            name: HostView(self._compiler.catalogs[name], self._compiler.models[name], answer)
            for name, answer in looked.items()
        }

    def _those(self, names: Iterable[str]) -> Mapping[str, HostView]:
        return {name: self._hosts[name] for name in names if name in self._hosts}

    def ensembles(self) -> Sequence[EnsembleView]:
        """Return the ensembles."""
        return [
            EnsembleView(name, self._ensembles[name], self._those(self._ensembles[name].model.hosts))
            for name in self._targets.ensembles
        ]

    def clusters(self, *, canary: bool) -> Sequence[ClusterView]:
        """Return the Kafka clusters, with what became of their canaries or without."""
        seen = self._seen(canary=canary)
        return [
            ClusterView(
                name,
                self._kafka[name],
                self._those(self._kafka[name].model.brokers),
                answer.result(),
                seen.clusters.get(name),
            )
            for name, answer in self._clusters.items()
        ]

    def mirrors(self, *, canary: bool) -> Sequence[MirrorView]:
        """Return the mirrors, with what became of canaries there or without."""
        seen = self._seen(canary=canary)
        return [
            MirrorView(mirror, self._those(mirror.hosts), self._health(mirror), seen.mirrors.get(mirror.name))
            for mirror in self._targets.mirrors
            if mirror.name in self._mirrors
        ]

    def _seen(self, *, canary: bool) -> CanarySeen:
        return self._canary.result() if canary and self._canary is not None else CanarySeen()

    def _health(self, mirror: Mirror) -> MirrorHealth | Diagnostic:
        """Return how a mirror is doing, with what its hosts say of its processes."""
        found = self._mirrors[mirror.name].result()
        if isinstance(found, Diagnostic):
            return found
        processes = [process_seen(one, self._hosts[one.host]) for one in mirror.processes if one.host in self._hosts]
        return replace(found, processes=tuple(processes))


def process_seen(process: MirrorProcess, view: HostView) -> Seen:
    """Return what the host of a process of a mirror says of it."""
    if isinstance(view.answer, Diagnostic):
        return Seen(process, None, view.answer.message)
    service = view.answer.services.get(process.service)
    if service is None:
        return Seen(process, None, "the host's answer does not have it")
    return of_service(process, service)


def _any(checks: Sequence[Check], kind: type[Check], *, needs_hosts: bool = False, canary: bool = False) -> bool:
    return any(
        isinstance(check, kind) and check.needs_hosts >= needs_hosts and check.canary >= canary for check in checks
    )


def _answer(ask: Callable[[], T]) -> T | Diagnostic:
    """Return an answer, or why there is none."""
    try:
        return ask()
    except HieraKafkaError as error:
        return error.diagnostics[0]


def _later(work: Callable[[], T]) -> Future[T]:
    """Begin some work in a thread that keeps nobody from ending the program."""
    future: Future[T] = Future()

    def do() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised where the result is asked for
            future.set_exception(error)

    context = contextvars.copy_context()  # what the caller trusts counts there too
    threading.Thread(target=context.run, args=(do,), daemon=True).start()
    return future
