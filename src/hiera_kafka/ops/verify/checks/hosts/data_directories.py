"""Data directories of brokers: the id that they were first used with is in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.catalog.resources import Guard
from hiera_kafka.ops.look.seen import DataSeen
from hiera_kafka.ops.verify import wanted
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.running import deviation, missing
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import defaulted, some

_GUARD = "kafka-broker-id"
_IDS = ("broker.id", "node.id")
_CLUSTER = "cluster.id"


class DataDirectories(HostCheck):
    """Data directories of a broker hold data of its id, and all of them data of one cluster."""

    id = "data-directories"
    title = "data directories are the broker's own"
    order = 150

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result a directory, and one for all of a host."""
        seen = {one.path: one for one in view.seen.data}
        for section in view.catalog.sections:
            for guard in section.guards:
                if guard.kind == _GUARD:
                    found = [(path, seen.get(path)) for path in guard.directories]
                    yield from (self._of(view, guard, path, data) for path, data in found)
                    yield from self._clusters(view, [data for _, data in found if data is not None])

    def _of(self, view: HostView, guard: Guard, path: str, data: DataSeen | None) -> Result:
        more: dict[str, Any] = {
            "expected": defaulted(f"data of the broker {guard.expected[0]}", guard.origin),
            "origin": guard.origin,
            "hosts": (view.host,),
        }
        subject = f"{view.host} {path}"
        if data is None or data.detail:
            reason = missing(view, "data", path) if data is None else data.detail
            return self.unknown(subject, observed=reason, **more)
        found = next((data.properties[name] for name in _IDS if name in data.properties), None)
        if found == guard.expected[0]:
            return self.ok(subject, observed=f"data of the broker {found}", **more)
        if found is not None:
            hint = "put the id of the directory back into the data: the partitions there are assigned to it"
            return self.critical(subject, observed=f"data of the broker {found}", hint=hint, **more)
        return self._unused(view, subject, more)

    def _unused(self, view: HostView, subject: str, more: dict[str, Any]) -> Result:
        """Return what it means that a broker has never used a directory: it does so when it starts."""
        path = subject.removeprefix(f"{view.host} ")
        services = [one for one in wanted.services(view.catalog) if path in one.writable]
        running = [seen for one in services if (seen := view.seen.services.get(one.name)) and seen.pid is not None]
        status = deviation(running[0]) if running else Status.WARNING
        hint = "see the broker's log for why it left the directory out" if running else "start the broker"
        return self.result(status, subject, observed="no data: the broker has not used it", hint=hint, **more)

    def _clusters(self, view: HostView, found: list[DataSeen]) -> Iterator[Result]:
        ids = {data.properties[_CLUSTER] for data in found if _CLUSTER in data.properties}
        if len(found) > 1 and ids:
            report = self.ok if len(ids) == 1 else self.critical
            yield report(
                view.host,
                expected="all data directories are of one cluster",
                observed=f"of {'the cluster' if len(ids) == 1 else 'the clusters'} {some(sorted(ids))}",
                hint=None
                if len(ids) == 1
                else "a broker does not start so; remove the directory that came from elsewhere",
                hosts=(view.host,),
            )
