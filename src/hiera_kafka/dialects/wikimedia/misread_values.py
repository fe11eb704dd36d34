"""Reports values that are written as they are and read as something else.

Puppet's templates escape nothing, and neither does this dialect. What Java makes of a backslash in a properties file,
and systemd of a percent sign in a unit, is then another value than the data has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hiera_kafka.catalog.resources import File, Section, Setting, Value
from hiera_kafka.errors import Diagnostic, Severity

_PROPERTIES = re.compile(r"\\|\n|\A[ \t\f]|[^\x00-\xff]")
"""What Java's properties take for an escape, the end of a value, or bytes of another encoding."""

_UNIT = re.compile(r"['%\n]|\$\{|\\[abfnrtvs\\\"'x0-9uU]")
"""What systemd takes for the end of a text in single quotes, a specifier, a variable or an escape."""


def misread(sections: list[Section]) -> Iterator[Diagnostic]:
    """Yield a warning for each value of verbatim files that the reader of its file will not read as it is."""
    for section in sections:
        for file in section.files:
            if file.verbatim:
                yield from _of_file(file)


def _of_file(file: File) -> Iterator[Diagnostic]:
    if file.path.endswith((".properties", ".cfg")):
        for setting in file.settings():
            if _PROPERTIES.search(str(setting.value.data)):
                yield _warning(file, setting.name, setting.value, "Java")
    elif file.path.endswith(".service"):
        for name, item in file.context.items():
            if isinstance(item, Value) and _UNIT.search(str(item.data)):
                yield _warning(file, name, item, "systemd")
    else:
        yield from _of_environment(file)


def _of_environment(file: File) -> Iterator[Diagnostic]:
    for item in file.context.values():
        for setting in item if isinstance(item, tuple) else ():
            if isinstance(setting, Setting) and "\n" in str(setting.value.data):
                yield _warning(file, setting.name, setting.value, "the shell")


def _warning(file: File, name: str, value: Value, reader: str) -> Diagnostic:
    return Diagnostic(
        "puppet-value-not-escaped",
        f"{file.path} has the value of {name} as it is in the data, and {reader} reads it as another one",
        value.origin.positions()[:1],
        note="Puppet's templates escape nothing: backslashes, blanks at the front, line breaks, '%' and '${' count",
        hint="write the value as its reader wants it, or use the native dialect, which escapes",
        level=Severity.WARNING,
    )
