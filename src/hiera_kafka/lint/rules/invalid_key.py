"""Root keys that no lookup can ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.hiera.formats.yaml_source import Written
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.known_keys import is_known
from hiera_kafka.lint.data.looked_up_keys import is_looked_up
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule

_SEGMENT = re.compile(r"[a-z_][A-Za-z0-9_]*")
_ANCHOR = re.compile(r"""["']?\s*:\s+&(\S+)""")
_SINGLE_COLON = re.compile(r"(?<!:):(?!:)|:{3,}")


class InvalidKey(FileRule):
    """Root keys that are no text, hold dots, quotes or blanks, or are no name of a class parameter.

    What the repository's own code or data looks up by name is found, whatever its form.
    """

    id = "invalid-key"
    level = Severity.WARNING
    summary = "A key has a form that no lookup finds."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such key."""
        if file.kind != DataFile.DATA:
            return
        for item in file.written:
            if not item.is_key or len(item.path) != 1 or item.text == "<<":
                continue
            problem = _problem(item)
            if problem is not None and not _is_meant(item, file):
                message, hint = problem
                length = item.end_column - item.column if item.line == item.end_line else 1
                yield self.finding(message, file.position(item), hint=hint, length=max(1, length), cause=item.text)


def _is_meant(item: Written, file: DataFile) -> bool:
    """Return whether a key is looked up by its name after all, or only holds what an alias of the file repeats."""
    if isinstance(item.value, str) and is_looked_up(item.value, file.border):
        return True
    anchor = _ANCHOR.match(file.lines[item.end_line - 1], item.end_column - 1)
    return anchor is not None and re.search(rf"\*{re.escape(anchor[1])}(?![\w-])", file.text) is not None


def _problem(item: Written) -> tuple[str, str] | None:
    text, value = item.text, item.value
    if isinstance(value, bool):
        return None  # yaml-boolean says it
    if not isinstance(value, str):
        found = "null" if value is None else str(value)
        return (
            f"the key {text or 'that is empty'} is {found}, not text, and no lookup finds it",
            f'write "{text}" in quotes',
        )
    if is_known(text):
        return None
    return _problem_of_text(text)


def _problem_of_text(text: str) -> tuple[str, str] | None:
    if not text or text != text.strip():
        return f"the key {text!r} is empty, or has blanks around it", "remove the blanks"
    if "." in text or "'" in text or '"' in text:
        return (
            f"the key {text!r} is looked up as a path, so that nothing finds it",
            f"write it as nested hashes, or look it up in quotes: \"'{text}'\"",
        )
    if "::" not in text and ":" not in text:
        return None
    if text.startswith(":") or text.endswith(":"):
        return f"the key {text!r} begins or ends with a colon", "remove it"
    if _SINGLE_COLON.search(text):
        return (
            f"the key {text!r} has a single colon, so no parameter of a class finds it",
            "join the names of a class with ::",
        )
    bad = next((part for part in text.split("::") if not _SEGMENT.fullmatch(part)), None)
    if bad is not None:
        return (
            f"{bad!r} in the key {text!r} is no part of a class's name, so no parameter of a class finds it",
            "names of classes and parameters have letters, digits and underscores, and begin with a small letter",
        )
    return None
