"""How values are written in the formats of the templates, and how those are read back.

Every writer refuses what its format cannot hold; nothing is dropped or changed in silence.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from hiera_kafka.catalog.written_values import not_representable, plain_text, refused_in_line, refused_in_zoo_cfg
from hiera_kafka.errors import Diagnostic, RenderError

__all__ = [
    "environment_value",
    "parse_environment",
    "parse_properties",
    "plain_text",
    "properties_key",
    "properties_value",
    "shell_word",
    "supervisor_value",
    "systemd_word",
    "zoo_cfg_value",
]

_PROPERTIES_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"}
_PROPERTIES_UNESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}


def properties_value(text: str) -> str:
    """Return `text` as the value of a Java properties file: ISO 8859-1 with escapes."""
    escaped = "".join(_properties_character(character) for character in text)
    # A leading blank would be taken for the space after the separator.
    return f"\\{escaped}" if escaped.startswith(" ") else escaped


def _properties_character(character: str) -> str:
    if character in _PROPERTIES_ESCAPES:
        return _PROPERTIES_ESCAPES[character]
    if " " <= character <= "~":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def properties_key(text: str) -> str:
    """Return `text` as the key of a Java properties file."""
    return re.sub(r"([ :=#!])", r"\\\1", "".join(_properties_character(character) for character in text))


def parse_properties(text: str) -> dict[str, str]:
    """Read a Java properties file back, as java.util.Properties does; a later key wins."""
    pairs = (_split_property(line) for line in _logical_lines(text))
    return {_unescape(key): _unescape(value) for key, value in pairs}


def _logical_lines(text: str) -> Iterator[str]:
    """Yield lines without comments and blank ones, each joined with the next where it ends in an odd backslash."""
    logical = ""
    continued = False
    # Not splitlines: Java knows three ends of a line only.
    *lines, last = re.split("\r\n|\r|\n", text)
    for line in [*lines, last] if last else lines:
        natural = line.lstrip(" \t\f")
        if not logical and natural[:1] in ("", "#", "!"):
            continued = False
            continue
        logical += natural
        continued = (len(logical) - len(logical.rstrip("\\"))) % 2 == 1
        if continued:
            logical = logical[:-1]
        else:
            yield logical
            logical = ""
    if continued:
        yield logical


def _split_property(line: str) -> tuple[str, str]:
    match = re.match(r"((?:\\.|[^\\ \t\f:=])*)[ \t\f]*[:=]?[ \t\f]*(.*)", line, re.DOTALL)
    if match is None:  # the pattern matches every string
        raise AssertionError(line)
    return match[1], match[2]


def _unescape(text: str) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] is not None:
            return chr(int(match[1], 16))
        return _PROPERTIES_UNESCAPES.get(match[2], match[2])

    units = re.sub(r"\\(?:u([0-9a-fA-F]{4})|(.))", replace, text, flags=re.DOTALL)
    # Two escapes may be the halves of one character beyond the first plane.
    return units.encode("utf-16", "surrogatepass").decode("utf-16")


def shell_word(text: str) -> str:
    """Return `text` as one word of a POSIX shell."""
    _refuse_control(text, "a shell file")
    return shlex.quote(text)


def environment_value(text: str) -> str:
    """Return `text` in double quotes, as systemd's EnvironmentFile and sh read alike."""
    _refuse_control(text, "an environment file")
    return '"' + re.sub(r'([\\"$`])', r"\\\1", text) + '"'


def parse_environment(text: str) -> dict[str, str]:
    """Read a file of `NAME="value"` lines back."""
    found: dict[str, str] = {}
    for line in text.split("\n"):
        match = re.fullmatch(r'(?:export )?([A-Za-z_][A-Za-z0-9_]*)="((?:[^"\\]|\\.)*)"', line)
        if match:
            found[match[1]] = re.sub(r"\\(.)", r"\1", match[2])
    return found


def zoo_cfg_value(text: str) -> str:
    """Return `text` as a value of zoo.cfg, which ZooKeeper reads as a Java properties file and then trims."""
    _refuse(refused_in_zoo_cfg(text))
    return properties_value(text)


def supervisor_value(text: str) -> str:
    """Return `text` as a value of supervisor's configuration, where `%`, ` ;` and ` #` have a meaning."""
    _refuse_control(text, "supervisor's configuration")
    if re.search(r"\s[;#]", text):
        raise _not_representable(text, "supervisor's configuration", "';' or '#' after a blank begins a comment there")
    if text != text.strip():
        raise _not_representable(text, "supervisor's configuration", "blanks at its ends are lost")
    return text.replace("%", "%%")


def systemd_word(text: str) -> str:
    """Return `text` as one word of a unit file's command line, where `%` and `$` have a meaning."""
    _refuse_control(text, "a unit file")
    escaped = re.sub(r'(["\\])', r"\\\1", text).replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if re.search(r"[\s'\";]", text) or not text else escaped


def _refuse_control(text: str, where: str) -> None:
    _refuse(refused_in_line(text, where))


def _refuse(found: Diagnostic | None) -> None:
    if found is not None:
        raise RenderError(found)


def _not_representable(text: str, where: str, why: str) -> RenderError:
    return RenderError(not_representable(text, where, why))
