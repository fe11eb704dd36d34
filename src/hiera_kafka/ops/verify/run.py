"""Makes checks, one after the other, of what was observed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.verify.check import Check, ClusterCheck, EnsembleCheck, HostCheck, MirrorCheck
from hiera_kafka.ops.verify.report import CheckRun
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.views.cluster import ClusterView
from hiera_kafka.ops.verify.views.ensemble import EnsembleView
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.views.mirror import MirrorView


class Observed(Protocol):
    """What is observed; each kind is asked for before its first check, and may be waited for there."""

    def hosts(self) -> Sequence[HostView]:
        """Return the hosts of which host checks are made."""

    def ensembles(self) -> Sequence[EnsembleView]:
        """Return the ensembles."""

    def clusters(self, *, canary: bool) -> Sequence[ClusterView]:
        """Return the Kafka clusters, with what became of their canaries or without."""

    def mirrors(self, *, canary: bool) -> Sequence[MirrorView]:
        """Return the mirrors, with what became of canaries there or without."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """Something that a check looks at.

    Attributes:
        name: Of the host, ensemble, cluster or mirror.
        hosts: Those that it consists of.
        ask: Asks the check.
        silence: Why nothing can be seen of it; None where it answered.
        cause: Id of the check that says so.
        canary: Whether the canary was asked for.
    """

    name: str
    hosts: tuple[str, ...]
    ask: Callable[[], Iterable[Result]]
    silence: str | None = None
    cause: str | None = None
    canary: bool = False


def run(checks: Sequence[Check], observed: Observed, about: frozenset[str] | None = None) -> Iterator[CheckRun]:
    """Make checks, and yield what each found as soon as what it looks at was observed.

    A check that fails is a bug. It hides no other: what it was asked about is unknown, and the exception is in its run.

    Args:
        checks: In their order.
        observed: What they look at.
        about: Only what concerns one of these hosts is reported; None where all of it is.
    """
    for check in checks:
        results: list[Result] = []
        silent: list[str] = []
        bugs: list[Exception] = []
        for subject in _subjects(check, observed):
            if subject.silence is not None:
                silent.append(subject.name)
            try:
                found = tuple(_asked(check, subject))
            except Exception as error:  # noqa: BLE001 - it is reported as a bug, after all other checks were made
                bugs.append(error)
                words = f"this is a bug in hiera-kafka: {type(error).__name__}"
                found = (_unknown(check, subject, words),)
            results += found
        if about is not None:
            results = [result for result in results if about.intersection(result.hosts)]
        yield CheckRun(check, tuple(results), tuple(silent), tuple(bugs))


def _asked(check: Check, subject: _Subject) -> Iterable[Result]:
    if subject.silence is not None and not check.of_silence:
        yield _unknown(check, subject, subject.silence, cause=subject.cause)
    elif check.canary and not subject.canary:
        yield _unknown(check, subject, "not asked: it writes and reads records, for which --canary asks", asked=False)
    else:
        yield from subject.ask()


def _unknown(check: Check, subject: _Subject, why: str, *, asked: bool = True, cause: str | None = None) -> Result:
    return Result(
        check.id, subject.name, Status.UNKNOWN, check.title, why, hosts=subject.hosts, asked=asked, cause=cause
    )


def _subjects(check: Check, observed: Observed) -> Iterator[_Subject]:
    if isinstance(check, HostCheck):
        for host in observed.hosts():
            ask = partial(check.check, host)
            yield _Subject(host.host, (host.host,), ask, _no_answer("host", host.answer), "hosts-answer")
    elif isinstance(check, EnsembleCheck):
        for ensemble in observed.ensembles():
            silence = _no_member(ensemble)
            yield _Subject(
                ensemble.name, tuple(ensemble.hosts), partial(check.check, ensemble), silence, "hosts-answer"
            )
    elif isinstance(check, ClusterCheck):
        for cluster in observed.clusters(canary=check.canary):
            brokers = tuple(cluster.model.model.brokers)
            silence = _no_answer("cluster", cluster.answer)
            yield _Subject(
                cluster.name,
                brokers,
                partial(check.check, cluster),
                silence,
                "brokers-answer",
                cluster.canary is not None,
            )
    elif isinstance(check, MirrorCheck):
        for mirror in observed.mirrors(canary=check.canary):
            silence = _no_answer("mirror", mirror.answer)
            ask = partial(check.check, mirror)
            asked = mirror.canary is not None
            yield _Subject(mirror.mirror.name, mirror.mirror.hosts, ask, silence, canary=asked)


def _no_answer(kind: str, answer: object) -> str | None:
    return f"the {kind} did not answer: {answer.message}" if isinstance(answer, Diagnostic) else None


def _no_member(view: EnsembleView) -> str | None:
    answers = [host.answer for host in view.hosts.values()]
    silent = [answer for answer in answers if isinstance(answer, Diagnostic)]
    return f"no member's host answered: {silent[0].message}" if silent and len(silent) == len(answers) else None
