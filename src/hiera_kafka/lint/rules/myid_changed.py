"""Ids of ZooKeeper hosts that are others than before."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.history import changed_ids, myids
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule


class MyidChanged(FileRule):
    """A member's data belongs to its myid: under another one it is a stranger to its own ensemble."""

    id = "myid-changed"
    level = Severity.ERROR
    summary = "The myid of a ZooKeeper host never changes."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every myid that an earlier commit of the file had otherwise."""
        for found in changed_ids(file, "zookeeper_clusters", myids):
            yield self.finding(
                f"the myid of {found.host} in {found.cluster} is {found.now}, "
                f"it was {found.before} in commit {found.commit}",
                found.at,
                hint=f"make it {found.before} again; a new member is a new host, or one whose data was removed",
                note="a host that holds data is refused with another myid",
            )
