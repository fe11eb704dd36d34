"""`1_000`, `0x1F`, `1e3`: numbers that are read as others, or as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding, Fix
from hiera_kafka.lint.registry import FileRule

_GROUPED = re.compile(r"[-+]?[1-9][0-9]*(?:[_,][0-9]+)+(?:\.[0-9]*)?")
_BASED = re.compile(r"[-+]?0[xXbBoO][0-9a-fA-F_,]+")
_EXPONENT = re.compile(r"[-+]?(?:[0-9]++\.?[0-9]*|\.[0-9]+)[eE][0-9]+|[-+]?[0-9]+[eE][-+][0-9]+")


class YamlNumber(FileRule):
    """Plain scalars that look like numbers and are read as another number, or as text."""

    id = "yaml-number"
    level = Severity.WARNING
    summary = "Digits with separators, hexadecimal digits or an exponent are not read as they look."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such scalar."""
        for item in file.written:
            text = item.text
            if not item.plain or item.tagged or not text[:2].strip("+-.")[:1].isdigit():
                continue
            if not (_GROUPED.fullmatch(text) or _BASED.fullmatch(text) or _EXPONENT.fullmatch(text)):
                continue
            value, shown = item.value, file.excerpts.shown(item)
            where = file.position(item)
            if isinstance(value, str):
                if _GROUPED.fullmatch(text):
                    continue  # a list of numbers, such as 1,22: text, and it looks like text
                message = f"{shown} is read as text, not as a number"
                yield self.finding(message, where, hint=f'write "{shown}" in quotes, or the digits', length=len(text))
                continue
            fix = None if item.is_key or not isinstance(value, int) else Fix(where, text, str(value))
            meant = file.excerpts.shown(item, value)
            message = f"{shown} is read as the number {meant}"
            hint = f'write {meant}, or "{shown}" in quotes when the text is meant'
            yield self.finding(message, where, hint=hint, length=len(text), fix=fix)
