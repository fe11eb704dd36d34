"""The kinds of checks.

A check's file is `checks/<folder of its kind>/<id with underscores>.py` and holds one class:

    class ServiceRuns(HostCheck):
        id = "service-runs"
        title = "services run"
        order = 200

        def check(self, view: HostView) -> Iterator[Result]:
            ...
            yield self.ok("kafka1 kafka", expected="running", observed="running since ...", hosts=(view.host,))

Its page is `docs/checks/<id>.md`. Checks look at what was observed before, and never ask anything themselves: what they
find is a function of their view. Where the view has no observation, the runner makes the result `unknown` with the
reason, and the check is not asked.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from hiera_kafka.errors import Position
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.views.cluster import ClusterView
from hiera_kafka.ops.verify.views.ensemble import EnsembleView
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.views.mirror import MirrorView
from hiera_kafka.source import Origin


class Check(ABC):
    """What all checks have.

    Attributes:
        id: Kebab-case, stable, names the page and the file.
        title: What holds when it is ok, a few words for people: `members agree`.
        order: Checks run from the lowest to the highest: what others rest on comes first.
        canary: Whether it needs records of the canary, and is `unknown: not asked` without.
        of_silence: Whether it is asked about what did not answer as well: its view may hold a Diagnostic in place of an
            answer. All others are unknown then, without being asked.
        needs_hosts: Whether it looks at what hosts say; where no check that is asked does, no host is.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    order: ClassVar[int]
    canary: ClassVar[bool] = False
    of_silence: ClassVar[bool] = False
    needs_hosts: ClassVar[bool] = True

    def ok(self, subject: str, *, expected: str, observed: str, **more: Any) -> Result:
        """Return that all is well; `more` are further fields of Result, `origin` in place of `where` among them."""
        return self.result(Status.OK, subject, expected=expected, observed=observed, **more)

    def warning(self, subject: str, *, expected: str, observed: str, **more: Any) -> Result:
        """Return what wants attention; see `ok`."""
        return self.result(Status.WARNING, subject, expected=expected, observed=observed, **more)

    def critical(self, subject: str, *, expected: str, observed: str, **more: Any) -> Result:
        """Return what is broken; see `ok`."""
        return self.result(Status.CRITICAL, subject, expected=expected, observed=observed, **more)

    def unknown(self, subject: str, *, expected: str, observed: str, **more: Any) -> Result:
        """Return what could not be seen, with the reason as what was observed; see `ok`."""
        return self.result(Status.UNKNOWN, subject, expected=expected, observed=observed, **more)

    def result(
        self,
        status: Status,
        subject: str,
        *,
        expected: str,
        observed: str,
        origin: Origin | None = None,
        where: Iterable[Position] = (),
        hint: str | None = None,
        hosts: Iterable[str] = (),
        value: float | None = None,
        unit: str = "",
        asked: bool = True,
    ) -> Result:
        """Return what holds, for checks that compute how bad it is; see `ok`."""
        places = (*where, *(origin.positions() if origin is not None else ()))
        return Result(self.id, subject, status, expected, observed, places, hint, tuple(hosts), value, unit, asked)


class HostCheck(Check):
    """Looks at one host."""

    @abstractmethod
    def check(self, view: HostView) -> Iterable[Result]:
        """Return what holds of a host that answered."""


class EnsembleCheck(Check):
    """Looks at one ZooKeeper ensemble, as its members see it."""

    @abstractmethod
    def check(self, view: EnsembleView) -> Iterable[Result]:
        """Return what holds of an ensemble, some of whose hosts may not have answered."""


class ClusterCheck(Check):
    """Looks at one Kafka cluster, as its brokers see it."""

    @abstractmethod
    def check(self, view: ClusterView) -> Iterable[Result]:
        """Return what holds of a cluster that answered."""


class MirrorCheck(Check):
    """Looks at one mirror between two clusters."""

    @abstractmethod
    def check(self, view: MirrorView) -> Iterable[Result]:
        """Return what holds of a mirror."""
