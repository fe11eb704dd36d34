"""Java properties files of services that somebody else configured; values that may be secrets stay on the host."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

MOST_OPTIONS = 2000
MOST_CHARACTERS = 8192
"""Of a value; a longer one is not shown."""

_NAME = re.compile(r"[A-Za-z0-9_][\w.-]{0,199}", re.ASCII)
_UNESCAPED = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}
_OF_LISTENER = re.compile(r"listener\.name\.[^.]+\.")
# A password within a value that is none itself: of JAAS, in a URL, a key in PEM.
_SECRET_WITHIN = re.compile(
    r"(pass(word|wd|phrase)|secret|token)\s*[=:]|-----BEGIN |://[^/@\s]*:[^/@\s]*@", re.IGNORECASE
)


def parse(text: str) -> dict[str, str]:
    """Read a file as java.util.Properties does: a later line wins."""
    found = {}
    for line in _logical_lines(text):
        match = re.match(r"((?:\\.|[^\\ \t\f:=])*)[ \t\f]*[:=]?[ \t\f]*(.*)", line, re.DOTALL)
        if match is not None and len(found) < MOST_OPTIONS:
            found[_unescape(match[1])] = _unescape(match[2])
    return found


def shown(options: Mapping[str, str], names: Collection[str]) -> dict[str, str | None]:
    """Return the options with None in place of each value that is not to leave the host.

    Lines that look like no option, such as those of a key, are left out.

    Args:
        options: Name to value.
        names: Options whose values are no secrets. Whatever is not among them may be one, as a plugin's option.
    """
    return {
        name: value if _may_leave(name, value, names) else None
        for name, value in options.items()
        if _NAME.fullmatch(name)
    }


def _may_leave(name: str, value: str, names: Collection[str]) -> bool:
    known = name in names or _OF_LISTENER.sub("", name, count=1) in names
    return known and len(value) <= MOST_CHARACTERS and _SECRET_WITHIN.search(value) is None


def _logical_lines(text: str) -> Iterator[str]:
    logical, continued = "", False
    for line in re.split("\r\n|\r|\n", text):
        natural = line.lstrip(" \t\f")
        if not continued and natural[:1] in ("", "#", "!"):
            continue
        logical += natural
        continued = (len(logical) - len(logical.rstrip("\\"))) % 2 == 1
        if continued:
            logical = logical[:-1]
        else:
            yield logical
            logical = ""
    if logical:
        yield logical


def _unescape(text: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        return chr(int(match[1], 16)) if match[1] is not None else _UNESCAPED.get(match[2], match[2])

    units = re.sub(r"\\(?:u([0-9a-fA-F]{4})|(.))", replaced, text, flags=re.DOTALL)
    # Two escapes may be the halves of one character beyond the first plane; one half alone is none.
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
