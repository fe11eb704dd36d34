"""`no`, `on` and the like: YAML 1.1 reads them as booleans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.hiera.formats.yaml_source import Written
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding, Fix
from hiera_kafka.lint.registry import FileRule
from hiera_kafka.source import Key

_CANONICAL = {"true", "false", "True", "False", "TRUE", "FALSE"}
_WORDS = {"yes", "no", "on", "off", "y", "n"}
_OF_CODES = {"country", "countries", "lang", "language", "languages", "locale", "locales", "tld", "region", "state"}
"""Names of what has codes such as NO for Norway."""


class YamlBoolean(FileRule):
    """Plain words that are read as true or false, and are written neither way.

    Mostly a boolean was meant, and nothing is wrong. It is a warning where the word was: as a key, among other texts of
    a list, beside a yes or no in quotes, or where a code is wanted.
    """

    id = "yaml-boolean"
    level = Severity.WARNING
    summary = "A plain yes, no, on or off is read as a boolean, not as the word."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such word: a warning where the word was meant, else an info."""
        beside: dict[tuple[Key | None, ...], list[Written]] | None = None
        for item in file.written:
            if not item.plain or item.tagged or item.text in _CANONICAL or not isinstance(item.value, bool):
                continue
            if beside is None:
                beside = _by_parent(file)
            yield self._found(file, item, beside[item.path[:-1]])

    def _found(self, file: DataFile, item: Written, beside: list[Written]) -> Finding:
        where = file.position(item)
        meant = "true" if item.value else "false"
        if item.is_key:
            return self.finding(
                f"the key {item.text} is read as {meant}, which no lookup can name",
                where,
                hint=f'write "{item.text}" in quotes',
                length=len(item.text),
            )
        shown = file.excerpts.shown(item)
        return self.finding(
            f"{shown} is read as the boolean {meant}",
            where,
            hint=f'write {meant}, or "{shown}" in quotes when the word is meant',
            level=Severity.WARNING if _is_word(item, beside) else Severity.INFO,
            length=len(item.text),
            fix=Fix(where, item.text, meant),
        )


def _by_parent(file: DataFile) -> dict[tuple[Key | None, ...], list[Written]]:
    """Return the values of a file by the path of what holds them."""
    found: dict[tuple[Key | None, ...], list[Written]] = defaultdict(list)
    for item in file.written:
        if not item.is_key:
            found[item.path[:-1]].append(item)
    return found


def _is_word(item: Written, beside: list[Written]) -> bool:
    """Return whether the word is meant, as far as its key and the values beside it tell."""
    names = [key for key in item.path if isinstance(key, str)]
    if names and names[-1].rpartition("::")[2].rpartition("_")[2].lower() in _OF_CODES:
        return True
    others = [other for other in beside if isinstance(other.value, str)]
    if item.path and isinstance(item.path[-1], int):
        return bool(others)
    return any(other.text.lower() in _WORDS for other in others)
