"""Reads files of the kinds that the records hold, into entries in their order.

These parsers are of their own: they share nothing with what renders the files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

Entry = tuple[str, ...]
"""Names, and last the value."""

_ASSIGNMENT = re.compile(r"(?P<export>export\s+)?(?P<name>[A-Za-z_]\w*)=(?P<value>.*)")
_SHELL_SPECIAL = re.compile(r"[\s;&|<>()$`\\\"'*?#~]")


class Unreadable(Exception):  # noqa: N818 - it becomes a difference
    """A text is not of the kind that it should be."""


@dataclass(frozen=True)
class Content:
    """What a file says.

    Attributes:
        entries: Settings in order.
        notes: What else matters, such as which values stand in quotes.
    """

    entries: list[Entry]
    notes: dict[str, Any] = field(default_factory=dict)


def recorded(kind: str, file: dict[str, Any]) -> Content:
    """Return what the record of a file says."""
    if kind in ("properties", "zoo.cfg", "shell"):
        notes = ("quoted", "exported", "unquoted_with_shell_metacharacters") if kind == "shell" else ()
        return Content([(key, file["values"][key]) for key in file["keys"]], {note: file[note] for note in notes})
    if kind in ("log4j", "unit"):
        return Content([tuple(directive) for directive in file["directives"]])
    if kind == "myid":
        return Content([("myid", file["value"])])
    return Content([], {"data": file["data"]})


def parsed(kind: str, text: str) -> Content:
    """Return what a text says.

    Raises:
        Unreadable: It is not of that kind.
    """
    if kind in ("properties", "zoo.cfg", "log4j"):
        return Content(_properties(text))
    if kind == "shell":
        return _shell(text)
    if kind == "unit":
        return Content(_unit(text))
    if kind == "myid":
        return Content([("myid", text.removesuffix("\n"))])
    try:
        return Content([], {"data": yaml.safe_load(text)})
    except yaml.YAMLError as error:
        raise Unreadable(str(error)) from error


def _lines(text: str, comment: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip() and line.lstrip()[0] not in comment]


def _properties(text: str) -> list[Entry]:
    entries: dict[str, str] = {}
    for line in _lines(text.replace("\\\n", ""), "#!"):
        key, equals, value = line.partition("=")
        if not equals or key in entries:
            raise Unreadable(f"no or a second value: {line!r}")
        entries[key] = value
    return list(entries.items())


def _shell(text: str) -> Content:
    entries: dict[str, str] = {}
    notes: dict[str, list[str]] = {"quoted": [], "exported": [], "unquoted_with_shell_metacharacters": []}
    for line in _lines(text, "#"):
        match = _ASSIGNMENT.fullmatch(line)
        if match is None or match["name"] in entries:
            raise Unreadable(f"no or a second value: {line!r}")
        name, value = match["name"], match["value"]
        if match["export"]:
            notes["exported"].append(name)
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            notes["quoted"].append(name)
            value = value[1:-1]
        elif _SHELL_SPECIAL.search(value):
            notes["unquoted_with_shell_metacharacters"].append(name)
        entries[name] = value
    return Content(list(entries.items()), notes)


def _unit(text: str) -> list[Entry]:
    entries: list[Entry] = []
    section = ""
    for line in _lines(text.replace("\\\n", " "), "#;"):
        header = re.fullmatch(r"\[(.+)\]\s*", line)
        if header:
            section = header[1]
            continue
        name, equals, value = line.partition("=")
        if not equals or not section:
            raise Unreadable(f"no directive of a section: {line!r}")
        entries.append((section, name.strip(), " ".join(value.split())))
    return entries
