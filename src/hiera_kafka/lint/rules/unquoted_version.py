"""`3.10` without quotes is the number 3.1."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule

_VERSION_KEY = re.compile(r"(?:^|[._:-])(?:version|release)s?$")
_POINT = re.compile(r"[0-9]+\.[0-9]+")


class UnquotedVersion(FileRule):
    """Plain versions of two parts, which are numbers: 3.10 is 3.1, and none of them is text."""

    id = "unquoted-version"
    level = Severity.WARNING
    summary = "A version such as 3.10 without quotes is a number and loses its last zero."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return numbers that end in zeros after the point, and all numbers with a point where versions stand."""
        for item in file.written:
            if not item.plain or item.tagged or not _POINT.fullmatch(item.text) or not isinstance(item.value, float):
                continue
            loses = re.fullmatch(r"[1-9][0-9]*\.[0-9]+0", item.text) is not None
            if not loses and (item.is_key or not _names_version(item.path)):
                continue
            shown, meant = file.excerpts.shown(item), file.excerpts.shown(item, item.value)
            yield self.finding(
                f"{shown} without quotes is the number {meant}, not a version",
                file.position(item),
                hint=f'write "{shown}" in quotes',
                length=len(item.text),
            )


def _names_version(path: tuple[str | int | None, ...]) -> bool:
    names = [part for part in path if isinstance(part, str)]
    return bool(names) and _VERSION_KEY.search(names[-1]) is not None
