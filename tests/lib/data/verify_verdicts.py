"""Verdicts with results of every kind, hostile text among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hiera_kafka.errors import Position
from hiera_kafka.ops.verify.check import ClusterCheck, HostCheck
from hiera_kafka.ops.verify.report import CheckRun, Verdict
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.views.cluster import ClusterView
from hiera_kafka.ops.verify.views.host import HostView

BASE = "/data"
EVIL = "\x1b[31mred\n::error::planted|x\u202e"


class Answers(HostCheck):
    id = "hosts-answer"
    title = "hosts answer"
    order = 10
    of_silence = True

    def check(self, view: HostView) -> Iterable[Result]:
        yield self.ok(view.host, expected="an answer", observed="one", hosts=(view.host,))


class Runs(HostCheck):
    id = "made-up-state"
    title = "services run"
    order = 200

    def check(self, view: HostView) -> Iterator[Result]:
        yield self.ok(f"{view.host} kafka", expected="running", observed="running", hosts=(view.host,))


class Breaks(HostCheck):
    id = "made-up-fault"
    title = "checks that have a bug"
    order = 210

    def check(self, view: HostView) -> Iterator[Result]:
        yield self.ok(view.host, expected="a", observed="a", hosts=(view.host,))
        raise KeyError(view.host)


class Writes(ClusterCheck):
    id = "made-up-records"
    title = "records come back"
    order = 450
    canary = True

    def check(self, view: ClusterView) -> Iterator[Result]:
        yield self.ok(view.name, expected="a record", observed="a record", value=3.5, unit="ms")


NOWHERE = "the host did not answer: no connection: timed out"


def result(check: str, subject: str, status: Status, observed: str, **more: object) -> Result:
    return Result(check, subject, status, "running", observed, hosts=(subject.partition(" ")[0],), **more)  # type: ignore[arg-type]


def every_kind() -> Verdict:
    """Return what a run could have found of three hosts, one of which did not answer, and of a cluster."""
    place = Position("/data/three.yaml", 12, 7)
    stopped = {"where": (place, *(Position("/elsewhere/x.yaml", line, 1) for line in range(1, 5))), "hint": "start it"}
    runs = (
        CheckRun(
            Answers(),
            (
                result("hosts-answer", "k1", Status.OK, "an answer after 0.2 s", value=0.2, unit="s"),
                result("hosts-answer", "k2", Status.OK, "an answer after 0.3 s", value=0.3, unit="s"),
                result("hosts-answer", "k3", Status.CRITICAL, "none: no connection: timed out", hint="start it"),
            ),
            silent=("k3",),
        ),
        CheckRun(
            Runs(),
            (
                result("made-up-state", "k1 kafka", Status.CRITICAL, "stopped", **stopped),
                result("made-up-state", "k1 zookeeper", Status.WARNING, EVIL, value=float("nan")),
                result("made-up-state", "k2 kafka", Status.CRITICAL, "stopped", **stopped),
                result("made-up-state", "k2 it's=a|mirror", Status.OK, "running", value=1e12, unit="B"),
                result("made-up-state", "k3", Status.UNKNOWN, NOWHERE, cause="hosts-answer"),
            ),
        ),
        CheckRun(Breaks(), (result("made-up-fault", "k3", Status.UNKNOWN, NOWHERE, cause="hosts-answer"),)),
        CheckRun(Writes(), (result("made-up-records", "three", Status.UNKNOWN, "not asked", asked=False),)),
    )
    return Verdict("three", runs, 2.345)


def nothing_wrong() -> Verdict:
    runs = (CheckRun(Answers(), (result("hosts-answer", "k1", Status.OK, "an answer after 0.2 s"),)),)
    return Verdict("local", runs, 0.25)
