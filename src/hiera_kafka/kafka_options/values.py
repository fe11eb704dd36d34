"""Whether a text is a value of an option: type, range, list of allowed values.

Ranges are free text in Kafka's documentation, such as `[1,...,9] or -1`; what cannot be read as a rule is not held
against a value.
"""

from __future__ import annotations

import re
from functools import cache

from hiera_kafka.kafka_options.option import Option

_WIDTHS = {"short": 15, "int": 31, "long": 63}
_WORDS = {
    "boolean": "true or false",
    "short": "a whole number of 16 bits",
    "int": "a whole number of 32 bits",
    "long": "a whole number of 64 bits",
    "double": "a number",
}
_RANGE = re.compile(r"\[(-?[0-9.]+),\.\.\.(?:,(-?[0-9.]+))?\](?: or (-?[0-9]+))?")
_CHOICE = re.compile(r"(\(case insensitive\) )?\[([A-Za-z0-9_:.\- ,]+)\]")
_MANY = 16
_INDIRECT = re.compile(r"\$\{[^}:]+:[^}]*\}")
"""What a configuration provider puts in place when Kafka starts."""


def wrong_type(option: Option, text: str) -> str | None:
    """Return what a value must be and is not, None when its type is right, or known when Kafka starts only."""
    value = text.strip()
    if _INDIRECT.search(value) or _is_of_type(option.type, value):
        return None
    return _WORDS[option.type or ""]


def out_of_range(option: Option, text: str) -> str | None:
    """Return what a value of the right type must be and is not, None when it is allowed."""
    value = text.strip()
    return None if _INDIRECT.search(value) else _allowed(option, value)


def _is_of_type(type_: str | None, value: str) -> bool:
    if type_ == "boolean":
        return value.lower() in ("true", "false")
    if type_ in _WIDTHS:
        if not re.fullmatch(r"[+-]?[0-9]{1,20}", value):
            return False
        limit: int = 1 << _WIDTHS[type_]
        return -limit <= int(value) < limit
    if type_ == "double":
        return bool(re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", value))
    return True


def _allowed(option: Option, value: str) -> str | None:
    """Return the words of the rule that a value breaks."""
    if option.valid is None:
        return None
    if option.valid.startswith("non-empty"):
        return None if value else option.valid
    found = _RANGE.fullmatch(option.valid)
    if found is not None and option.type in (*_WIDTHS, "double"):
        return None if _in_range(found, float(value)) else _range_words(found)
    choices = _choices(option.valid)
    if choices is None:
        return None
    given = [part.strip() for part in value.split(",") if part.strip()] if option.type == "list" else [value]
    insensitive, known = choices
    right = all(_chosen(part, known, insensitive=insensitive) for part in given)
    return None if right else _choice_words(known)


def _choice_words(known: tuple[str, ...]) -> str:
    """Return what may be chosen; of protocol versions, of which there are dozens, the newest."""
    if len(known) <= _MANY:
        return f"one of {', '.join(known)}"
    return f"one of {', '.join(known[-6:])}, or one of {len(known) - 6} older ones"


def _in_range(found: re.Match[str], number: float) -> bool:
    low, high, other = found.groups()
    return (float(low) <= number <= (float(high) if high else float("inf"))) or (
        other is not None and number == float(other)
    )


def _range_words(found: re.Match[str]) -> str:
    low, high, other = found.groups()
    words = f"{low} to {high}" if high else f"{low} or more"
    return f"{words}, or {other}" if other is not None else words


@cache
def _choices(valid: str) -> tuple[bool, tuple[str, ...]] | None:
    found = _CHOICE.fullmatch(valid)
    if found is None or "..." in valid:
        return None
    return found[1] is not None, tuple(part.strip() for part in found[2].split(","))


def _chosen(value: str, known: tuple[str, ...], *, insensitive: bool) -> bool:
    if value in known:
        return True
    if insensitive and value.upper() in {choice.upper() for choice in known}:
        return True
    # by_duration:PnDTnHnMn.nS stands for any duration.
    if any(":" in choice and value.startswith(choice.partition(":")[0] + ":") for choice in known):
        return True
    # Protocol versions: 3.9 and 3.9.2 mean the newest of 3.9-IV0, 3.9-IV1.
    numbers = re.match(r"[0-9]+\.[0-9]+(\.[0-9]+)?", value)
    if numbers is None or not any("-IV" in choice for choice in known):
        return False
    return any(choice.partition("-IV")[0] == prefix for choice in known for prefix in _version_prefixes(value))


def _version_prefixes(value: str) -> set[str]:
    parts = value.split(".")
    return {".".join(parts[:count]) for count in (2, 3) if len(parts) >= count and "-" not in value}
