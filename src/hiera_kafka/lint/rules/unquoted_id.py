"""Ids without quotes where Puppet wants text."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding, Fix
from hiera_kafka.lint.registry import FileRule


class UnquotedId(FileRule):
    """Numbers as myid of a ZooKeeper host: Wikimedia's Puppet makes a file of it and wants text."""

    id = "unquoted-id"
    level = Severity.WARNING
    summary = "A myid without quotes is a number, which Wikimedia's Puppet refuses as the content of a file."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every myid that is a number."""
        for item in file.written:
            if not item.plain or item.tagged or item.is_key or len(item.path) != 4:
                continue
            table, _, hosts, _ = item.path
            if (table, hosts) != ("zookeeper_clusters", "hosts") or not isinstance(item.value, int | float):
                continue
            if isinstance(item.value, bool):
                continue
            where = file.position(item)
            shown = file.excerpts.shown(item)
            plain = item.text == str(item.value)
            yield self.finding(
                f"the myid {shown} is a number; data that Puppet shares needs text",
                where,
                hint=f'write "{shown}" in quotes',
                note="Puppet makes the file myid of it, and a number as the content of a file fails on the host",
                length=len(item.text),
                fix=Fix(where, item.text, f'"{item.text}"') if plain else None,
            )
