"""Values as Puppet's `String.new` writes them, which is not as Ruby does."""

from __future__ import annotations

import re
from typing import Any

from hiera_kafka.hiera.values import ruby

_FORMAT = re.compile(r"%([-+ #0]*)(\d*)(?:\.(\d+))?([a-zA-Z])", re.ASCII)
_WHOLE = "dxXobB"
_REAL = "eEfgG"


def puppet_text(value: Any) -> str:
    """Return a value as text: nil is empty, a Float has six digits after the point, lists hold quoted texts."""
    if isinstance(value, float):
        return f"{value:f}"
    if value is None or isinstance(value, str | ruby.Symbol | ruby.Sensitive | ruby.Rich):
        return ruby.text(value)
    return _literal(value)


def _literal(value: Any) -> str:
    if value is None:
        return "undef"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_literal(key)} => {_literal(item)}" for key, item in value.items()) + "}"
    return ruby.text(value)


def _quoted(text: str) -> str:
    if any(char < " " for char in text):
        escapes = {"\\": "\\\\", '"': '\\"', "$": "\\$", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
        return '"' + "".join(escapes.get(char, char if char >= " " else f"\\u{{{ord(char):X}}}") for char in text) + '"'
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def formatted(value: Any, form: Any) -> str:
    """Return a number by a format such as `%#x` or `%.2f`, anything by `%s`, a list by `%a`, a hash by `%h`.

    Raises:
        ValueError: When the format is none of these, or does not fit the value.
    """
    match = _FORMAT.fullmatch(form) if isinstance(form, str) else None
    if match is None:
        raise ValueError(f"{form!r} is no format that is known here")
    letter = match.group(4)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if (letter == "a" and isinstance(value, list)) or (letter == "h" and isinstance(value, dict)):
        return puppet_text(value)
    if letter == "s":
        return str(form % puppet_text(value))
    if number and letter in "bB":
        flags, width = match.group(1), match.group(2)
        alternative = "#" if "#" in flags else ""
        return format(int(value), f"{'<' if '-' in flags else '>'}{alternative}{width}b")
    if number and letter in _WHOLE + _REAL:
        if letter == "o" and "#" in form:
            return str(form.replace("#", "").replace("o", "s") % f"0{int(value):o}")
        return str(form % (int(value) if letter in _WHOLE else float(value)))
    raise ValueError(f"the format {form!r} does not fit {ruby.described(value)}")
