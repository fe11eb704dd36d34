"""What stands in data, made fit for a terminal and for the log of a CI job, both of which obey some of it.

Terminals obey control characters, and bidirectional ones change what a line seems to say. Runners obey lines that begin
with `::error::` (GitHub) and `##vso[...]` anywhere in a line (Azure, TeamCity, older GitHub). All of it stays readable:
a character becomes a backslash and its number, and what a runner would obey gets a backslash.

`module_utils/cleaned.py` is the same for hosts, where the package is not installed; a test compares them.
"""

from __future__ import annotations

import json
import re
from typing import Any

MARK = re.compile(r"#(?=#[\w.-]*\[)")
"""The first character of what runners obey anywhere in a line."""
_OBEYED = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, without tab and line feed
    "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # directions, breaks, nothing to see
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f"  # what no encoding or no XML holds, and invisible tags
)
_IN_TEXT = re.compile(f"[{_OBEYED}]")
_BREAK = re.compile("[\t\n]")
_COMMAND = re.compile(r"^([^\S\n]*)(?=::.*::)|(##[\w.-]*)(?=\[)", re.MULTILINE)


def printable(text: str) -> str:
    """Return text of several lines with what a terminal or a runner would obey escaped; a second time does nothing."""
    return _COMMAND.sub(r"\g<0>\\", _IN_TEXT.sub(_escape, text))


def one_line(text: str) -> str:
    """Return the same for a piece of a line: line feeds and tabs are escaped as well."""
    return printable(_BREAK.sub(_escape, text))


def json_text(data: Any, *, indent: int | None = 2, allow_nan: bool = True) -> str:
    """Return JSON of the same meaning in which nothing is obeyed."""
    separators = (",", ":") if indent is None else None
    made = json.dumps(data, indent=indent, separators=separators, ensure_ascii=False, allow_nan=allow_nan)
    return MARK.sub(r"\\u0023", _IN_TEXT.sub(_json_escape, made))


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape", "surrogatepass").decode("ascii")


def _json_escape(found: re.Match[str]) -> str:
    return r"\u007f" if found[0] == "\x7f" else json.dumps(found[0])[1:-1]  # JSON lets DEL stand
