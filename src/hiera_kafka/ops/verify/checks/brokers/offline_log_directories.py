"""Log directories that brokers have given up, usually since a disk failed."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import BrokerView, ClusterView


class OfflineLogDirectories(ClusterCheck):
    """Brokers use all of their log directories."""

    id = "offline-log-directories"
    title = "no log directory is offline"
    order = 360
    needs_hosts = False

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result a broker of the data."""
        for broker in view.brokers:
            yield self._of(view, broker)

    def _of(self, view: ClusterView, broker: BrokerView) -> Result:
        expected = "all log directories in use"
        hosts = (broker.host,)
        directories = view.seen.directories.get(broker.id)
        if not directories:
            why = view.seen.why_silent(broker.id, "its log directories")
            return self.unknown(broker.subject, expected=expected, observed=why, hosts=hosts)
        failed = [one for one in directories if one.error is not None]
        if failed:
            return self.critical(
                broker.subject,
                expected=expected,
                observed="; ".join(f"{one.path}: {one.error}" for one in failed),
                hint="see the broker's log for the error of the disk; a restart tries the directory again",
                hosts=hosts,
                value=len(failed),
            )
        used = "1 directory" if len(directories) == 1 else f"{len(directories)} directories"
        return self.ok(broker.subject, expected=expected, observed=f"{used} in use", hosts=hosts, value=0)
