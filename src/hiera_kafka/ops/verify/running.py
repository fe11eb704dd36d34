"""The base of checks that look at services as they run."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator

from hiera_kafka.catalog.resources import Service
from hiera_kafka.ops.look.seen import ServiceSeen
from hiera_kafka.ops.verify import wanted
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.views.host import HostView

NOT_REPORTED = "the host does not report it"
"""Why something is unknown that the host should have answered, and gives no reason for."""


class RunningServiceCheck(HostCheck):
    """Looks at each service of a host that runs; what a process would say is unknown where there is none."""

    def check(self, view: HostView) -> Iterator[Result]:
        """Return what holds of each service."""
        for service in wanted.services(view.catalog):
            expected = self.expected(view, service)
            if expected is None:
                continue
            seen = view.seen.services.get(service.name)
            if seen is None or seen.pid is None:
                reason = missing(view, "services") if seen is None else f"it does not run: {seen.state}"
                yield self.unknown(subject(view, service), expected=expected, observed=reason, hosts=(view.host,))
            else:
                yield from self.of(view, service, seen, expected)

    @abstractmethod
    def expected(self, view: HostView, service: Service) -> str | None:
        """Return what the data says of a service, None where it says nothing that this check looks at."""

    @abstractmethod
    def of(self, view: HostView, service: Service, seen: ServiceSeen, expected: str) -> Iterable[Result]:
        """Return what holds of a service that runs."""


def subject(view: HostView, service: Service) -> str:
    """Return what a service is called in results."""
    return f"{view.host} {service.name}"


def missing(view: HostView, fact: str, item: str = "") -> str:
    """Return why a fact, or an item of it, is not in the answer of a host."""
    return unread(view, fact, item) or NOT_REPORTED


def unread(view: HostView, fact: str, item: str = "") -> str | None:
    """Return why a host could not read a fact, or an item of it; None where it could, as far as it says."""
    reasons = view.seen.unread
    return reasons.get(f"{fact} {item}") or reasons.get(fact)


def looping(seen: ServiceSeen) -> str:
    """Return what is said of a service in a crash loop, whatever it does at this moment."""
    lately = f"started again {seen.loop} times in the last ten minutes"
    return f"in a crash loop: {lately}; now {seen.state}{because(seen)}"


def because(seen: ServiceSeen) -> str:
    """Return why a service has ended the last time, to stand behind what it does now; empty where that is not known."""
    return f"; {seen.cause}" if seen.cause else ""


def deviation(seen: ServiceSeen) -> Status:
    """Return how bad it is that a service runs otherwise than the data says: less where a pending restart mends it."""
    return Status.WARNING if seen.pending else Status.CRITICAL
