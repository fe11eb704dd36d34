"""Values as Puppet's `String.new` writes them, which is not as Ruby does."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from hiera_kafka.hiera.values import ruby

_FORMAT = re.compile(
    r"%(?P<flags>[\s\[+#0{<(|-]*)(?P<width>[1-9][0-9]*)?(?:\.(?P<precision>[0-9]+))?(?P<letter>[a-zA-Z])", re.ASCII
)
_DELIMITERS = {"[": "[]", "{": "{}", "(": "()", "<": "<>", "|": "||"}
_WHOLE = "dxXobB"
_REAL = "eEfgG"
MAX_WIDTH = 10_000
"""Of a format, and digits after the point."""


def puppet_text(value: Any) -> str:
    """Return a value as text: nil is empty, a Float has six digits after the point, lists hold quoted texts."""
    if isinstance(value, float):
        return f"{value:f}" if math.isfinite(value) else _not_finite(value)
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


def _not_finite(value: float) -> str:
    return "NaN" if math.isnan(value) else "Inf" if value > 0 else "-Inf"


def formatted(value: Any, form: Any) -> str:
    """Return a value by a format such as `%#x`, `%.2f`, `%s` or `%p`.

    Raises:
        ValueError: When the format is none, does not fit the value, or is one of the few that are not known here.
    """
    match = _FORMAT.fullmatch(form) if isinstance(form, str) else None
    if match is None or len(set(match["flags"])) < len(match["flags"]):
        raise ValueError(f"{form!r} is no format that is known here")
    if any(int(match[name] or 0) > MAX_WIDTH for name in ("width", "precision")):
        raise ValueError(f"the format {form!r} is wider than {MAX_WIDTH}")
    found = _formatted(value, match)
    if found is None:
        raise ValueError(f"the format {form!r} does not fit {ruby.described(value)}, or is not done here")
    return found


def _formatted(value: Any, form: re.Match[str]) -> str | None:
    """Return a value by a format, None when it does not fit."""
    if isinstance(value, list | dict):
        return _container(value, form)
    if value is None:
        words = {"n": "nil", "u": "undef", "v": "n/a", "V": "N/A", "s": "", "p": "undef"}
        words |= dict.fromkeys(f"{_WHOLE}{_REAL}aA", "NaN")
        return None if "#" in form["flags"] else _padded(words.get(form["letter"]), form)
    if isinstance(value, bool):
        return _boolean(value, form)
    if isinstance(value, int | float):
        return _number(value, form)
    if isinstance(value, str):
        return _string(value, form)
    return str(_percent(form, "s") % ruby.text(value)) if form["letter"] == "s" else None


def _container(value: list[Any] | dict[Any, Any], form: re.Match[str]) -> str | None:
    letter, flags = form["letter"], form["flags"]
    if isinstance(value, dict) and letter == "a":
        value = [[key.value if isinstance(key, ruby.OddKey) else key, item] for key, item in value.items()]
    given = "".join(flag for flag in flags if flag in _DELIMITERS)
    plain = given == flags and len(given) <= 1 and not form["width"] and not form["precision"]
    if letter not in ("asp" if isinstance(value, list) else "hsp") or not plain:
        return None
    text = puppet_text(value)
    return text if not given else f"{_DELIMITERS[given][0]}{text[1:-1]}{_DELIMITERS[given][1]}"


def _boolean(value: bool, form: re.Match[str]) -> str | None:
    letter = form["letter"]
    if letter in _WHOLE + _REAL:
        return _number(int(value), form)
    words = {"t": ("false", "true"), "T": ("False", "True"), "y": ("no", "yes"), "Y": ("No", "Yes")}
    word = words.get("t" if letter in "sp" else letter, (None, None))[value]
    if word is not None and "#" in form["flags"] and letter not in "sp":
        word = word[0]
    return _padded(word, form)


def _string(value: str, form: re.Match[str]) -> str | None:
    letter = form["letter"]
    if letter == "p":
        return None if "#" in form["flags"] else _padded(_quoted(value), form)
    changes: dict[str, Callable[[str], str]] = {
        "s": str,
        "c": str.capitalize,
        "C": lambda text: "::".join(part.capitalize() for part in text.split("::")),
        "u": str.upper,
        "d": str.lower,
        "t": lambda text: text.strip(" \t\n\v\f\r\0"),
    }
    if letter not in changes or ("#" in form["flags"] and letter != "s"):
        return None
    return str(_percent(form, "s") % changes[letter](value))


def _number(value: float, form: re.Match[str]) -> str | None:
    letter, flags = form["letter"], form["flags"]
    if letter in "sp":
        text = str(value) if isinstance(value, int) else ruby.float_text(value)
        return None if "#" in flags else str(_percent(form, "s") % text)
    if letter in _REAL:
        return _real(value, form)
    return _whole(int(value), form) if letter in _WHOLE and math.isfinite(value) else None


def _real(value: float, form: re.Match[str]) -> str | None:
    try:
        number = float(value)
    except OverflowError:  # an integer of hundreds of digits
        number = math.inf if value > 0 else -math.inf
    if math.isfinite(number):
        return str(_percent(form, form["letter"]) % number)
    text = _not_finite(number)
    width = int(form["width"] or 0)
    text = f"+{text}" if "+" in form["flags"] and number > 0 else text
    return text.ljust(width) if "-" in form["flags"] else text.rjust(width)


def _whole(number: int, form: re.Match[str]) -> str | None:
    letter, flags = form["letter"], set(form["flags"])
    if letter in "xXobB" and number < 0 and not flags & set("+ "):
        return None  # Ruby writes these as endless digits
    if letter in "bB":
        made = format(number, "#b" if "#" in flags and number else "b").replace("0b", f"0{letter}")
        return None if flags & set("+ 0") or form["precision"] else str(_percent(form, "s") % made)
    if letter == "o" and "#" in flags:
        return str(_percent(form, "s") % f"0{number:o}")
    return str(_percent(form, letter) % number)


def _percent(form: re.Match[str], letter: str) -> str:
    """Return the format as Python writes it, with another letter and without delimiters."""
    flags = "".join(flag for flag in form["flags"] if flag in "-+ #0")
    if letter == "s":
        flags = flags.replace("#", "")
    precision = "" if form["precision"] is None else f".{form['precision']}"
    return f"%{flags}{form['width'] or ''}{precision}{letter}"


def _padded(text: str | None, form: re.Match[str]) -> str | None:
    left = "-" if "-" in form["flags"] else ""
    precision = "" if form["precision"] is None else f".{form['precision']}"
    return None if text is None else str(f"%{left}{form['width'] or ''}{precision}s" % text)
