"""Texts of the data as hosts and services take them: one rule for each, and what a model takes no host refuses later.

What goes to hosts in a bundle is read there by `SERVICE_NAME` and `is_normal` too: `module_utils/wire_table.py` is made
from them.
"""

from __future__ import annotations

import posixpath
import re
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from hiera_kafka.model.base import shown

SERVICE_NAME = r"[A-Za-z0-9][A-Za-z0-9@._-]{0,127}"
"""Pattern of what a unit or program may be called: it becomes part of commands, and of names of files."""
LONGEST_SERVICE_NAME = 128

_PLAIN_PATH = re.compile(r"""/[^\0-\x20\x7f\s,;"'$%\\]+""")
REFUSED_IN_PATHS = ", ; \" ' $ % \\"
_LONGEST_PATH = 1024
"""Leaves room for what Kafka puts below a data directory: names of topics have up to 249 letters, paths up to 4095."""
_LONGEST_NAME = 255
"""Bytes of one name in a path, as file systems have it."""
_HEAP = re.compile(r"([1-9][0-9]{0,11})([kKmMgG])")
_KIB = {"k": 1, "m": 1024, "g": 1024 * 1024}
_SMALLEST_HEAP, _LARGEST_HEAP = 64 * _KIB["m"], 16384 * _KIB["g"]
"""With less no JVM starts that has the options of `catalog/platform.py`; more than 16 TiB none can reserve."""
HEAP_RULE = "64m to 16384g, written as a number and k, m or g, such as '2g'"


def is_plain_path(value: str) -> bool:
    """Tell whether a text is an absolute path that Kafka's lists, a JVM's options and units hold as it is."""
    return bool(_PLAIN_PATH.fullmatch(value)) and "/../" not in f"{value}/"


def is_path(value: str) -> bool:
    """Tell whether a text is a path that services of a host can be given.

    A JVM that a service manager starts has no locale, and opens no file whose name is not in ASCII.
    """
    names = value.split("/")
    short = len(value) <= _LONGEST_PATH and all(len(name) <= _LONGEST_NAME for name in names)
    return is_plain_path(value) and value.isascii() and short


def normal_path(path: str) -> str:
    """Return an absolute path without `//`, `/./` and `/` at its end, as a host's own tools name it."""
    return posixpath.normpath(f"/{path.lstrip('/')}")


def unix_path(value: object) -> str:
    """Return a path as a model takes it, made normal.

    Raises:
        PydanticCustomError: `path-invalid`.
    """
    if isinstance(value, str) and is_path(value):
        return normal_path(value)
    raise PydanticCustomError(
        "path-invalid",
        "{found} is no path, must be absolute, in ASCII, without '..', blanks and any of {refused}, and of at most "
        "{length} characters, {name} in each name",
        {"found": shown(value), "refused": REFUSED_IN_PATHS, "length": _LONGEST_PATH, "name": _LONGEST_NAME},
    )


def is_heap(value: object) -> bool:
    """Tell whether a text is a size of the heap that a JVM starts with."""
    return (
        isinstance(value, str) and bool(_HEAP.fullmatch(value)) and _SMALLEST_HEAP <= heap_kib(value) <= _LARGEST_HEAP
    )


def heap_kib(size: str) -> int:
    """Return a size as the JVM writes it, such as `512m`, in KiB.

    Raises:
        ValueError: It is not written so.
    """
    found = _HEAP.fullmatch(size)
    if found is None:
        raise ValueError(f"{size!r} is no size of a heap")
    return int(found[1]) * _KIB[found[2].lower()]


def _heap(value: object) -> str:
    if isinstance(value, str) and is_heap(value):
        return value
    raise PydanticCustomError(
        "heap-size-invalid", "{found} is no heap size, must be {rule}", {"found": shown(value), "rule": HEAP_RULE}
    )


def is_line(value: object) -> bool:
    """Tell whether a value is a text of one line that nobody misreads: printable, and without blanks at its ends."""
    return isinstance(value, str) and value != "" and value.isprintable() and value == value.strip()


def _rack(value: object) -> str:
    if isinstance(value, str) and is_line(value):
        return value
    raise PydanticCustomError(
        "rack-not-string",
        "rack must be a non-empty string of printable characters without blanks at its ends, found {found}",
        {"found": shown(value)},
    )


def _group(value: object) -> str:
    if isinstance(value, str) and is_line(value) and len(value) <= _LONGEST_NAME:
        return value
    raise PydanticCustomError(
        "group-id-invalid",
        "{found} is no name of a consumer group, must be 1 to 255 printable characters without blanks at its ends",
        {"found": shown(value)},
    )


GroupId = Annotated[str, BeforeValidator(_group)]
"""Consumer group; Kafka itself takes any text, which no log and no command would show as it is."""
HeapSize = Annotated[str, BeforeValidator(_heap)]
Rack = Annotated[str, BeforeValidator(_rack)]
UnixPath = Annotated[str, BeforeValidator(unix_path)]
