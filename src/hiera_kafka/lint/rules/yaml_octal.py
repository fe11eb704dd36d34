"""`012`: YAML 1.1 reads numbers with a leading zero as octal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule

_ZERO = re.compile(r"[-+]?0[0-9_,]+")


class YamlOctal(FileRule):
    """Plain numbers with a leading zero: octal numbers where all digits allow it, else text."""

    id = "yaml-octal"
    level = Severity.WARNING
    summary = "A number with a leading zero is read as octal, or as text when it holds an 8 or 9."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such number."""
        for item in file.written:
            if not item.plain or item.tagged or not _ZERO.fullmatch(item.text):
                continue
            value, shown = item.value, file.excerpts.shown(item)
            if isinstance(value, int):
                meant = file.excerpts.shown(item, value)
                message = f"{shown} is read as an octal number, {meant}"
                hint = f'write {meant} when the number is meant, or "{shown}" in quotes when the digits are'
            else:
                message = f"{shown} is read as text, since 8 and 9 are no octal digits"
                hint = f'write "{shown}" in quotes, or the number without its leading zero'
            yield self.finding(message, file.position(item), hint=hint, length=len(item.text))
