"""Ids of brokers that are others than before."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.history import broker_ids, changed_ids
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule


class BrokerIdChanged(FileRule):
    """A broker's data belongs to its id: it does not start with another one, and its replicas have no home."""

    id = "broker-id-changed"
    level = Severity.ERROR
    summary = "The id of a broker never changes."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every broker id that an earlier commit of the file had otherwise."""
        for found in changed_ids(file, "kafka_clusters", broker_ids):
            yield self.finding(
                f"the id of broker {found.host} in {found.cluster} is {found.now}, "
                f"it was {found.before} in commit {found.commit}",
                found.at,
                hint=f"make it {found.before} again; another id is for a host whose data was removed",
                note="a broker whose log directories hold another id does not start",
            )
