"""What stands in files and answers of a host, made fit for a terminal and for the log of a CI job.

The same as `hiera_kafka.text`, which is not installed on hosts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_OBEYED = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f"
)
_IN_TEXT = re.compile(f"[{_OBEYED}]")
_BREAK = re.compile("[\t\n]")
_COMMAND = re.compile(r"^([^\S\n]*)(?=::.*::)|(##[\w.-]*)(?=\[)", re.MULTILINE)

WIDTH = 400
"""Characters of a line of somebody else that are shown."""
LOOKED_AT = 4096
"""Characters of such a line that are searched at all: some searches take the square of its length."""


def printable(text: str) -> str:
    """Return text of several lines with what a terminal or a runner would obey escaped; a second time does nothing."""
    return _COMMAND.sub(r"\g<0>\\", _IN_TEXT.sub(_escape, text))


def one_line(text: str) -> str:
    """Return the same for a piece of a line: line feeds and tabs are escaped as well."""
    return printable(_BREAK.sub(_escape, text))


def quoted(lines: Iterable[str]) -> str:
    """Return lines to show below a message: cut off, and marked so that none looks like one of ours."""
    return "\n".join(f"      | {one_line(line[:WIDTH])}" for line in lines)


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape", "surrogatepass").decode("ascii")
