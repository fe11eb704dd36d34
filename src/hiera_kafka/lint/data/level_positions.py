"""Finds the line of hiera.yaml that a message about a level means: the one that holds the word it names."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from hiera_kafka.errors import Diagnostic
from hiera_kafka.hiera.formats.yaml_source import Written
from hiera_kafka.hiera.values.node import MARK
from hiera_kafka.lint.data.file import DataFile

_QUOTED = re.compile(r"'([^']+)'")
_EXPRESSION = re.compile(r"%\{([^}]*)\}")
_LEVELS = ("hierarchy", "default_hierarchy")


def narrowed(diagnostic: Diagnostic, hierarchies: Iterable[DataFile]) -> Diagnostic:
    """Return a Diagnostic of a level as one of the key that is wrong, where that can be found.

    Args:
        diagnostic: Any.
        hierarchies: The hiera.yaml files that it may be about.
    """
    where = diagnostic.where[:1]
    file = next((file for file in hierarchies if where and file.path == where[0].file), None)
    if file is None:
        return diagnostic
    at = (where[0].line, where[0].column)
    level = next((item.path[:2] for item in file.written if _is_level(item) and (item.line, item.column) >= at), None)
    if level is None or not any(item.path[:2] == level and item.line == at[0] for item in file.written):
        return diagnostic
    words = {word.rpartition(": ")[2] for word in _QUOTED.findall(diagnostic.message)}
    own = [item for item in file.written if item.path[:2] == level]
    # What a level lacks is not wrong with the defaults, though their function is named.
    defaults = [item for item in file.written if item.path[:1] == ("defaults",) and diagnostic.id != "data-location"]
    message = diagnostic.message
    item = _naming(words, own) or _naming(words, defaults) or _holding(message, own) or _holding(message, defaults)
    if item is None:
        return diagnostic
    return dataclasses.replace(diagnostic, where=(file.position(item), *diagnostic.where[1:]))


def _naming(words: set[str], items: Iterable[Written]) -> Written | None:
    """Return the value that is one of the words; the level's name is not what is wrong with it."""
    return next((item for item in items if not item.is_key and item.path[-1] != "name" and item.text in words), None)


def _is_level(item: Written) -> bool:
    return item.path[0] in _LEVELS and len(item.path) > 2


def _holding(message: str, items: Iterable[Written]) -> Written | None:
    """Return the value with the expression that a message is about."""
    for item in items:
        expressions = () if item.is_key or MARK not in item.text else _EXPRESSION.findall(item.text)
        if any(repr(expression.strip()) in message for expression in expressions):
            return item
    return None
