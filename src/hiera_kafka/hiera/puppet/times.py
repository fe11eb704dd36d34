"""Puppet's Timestamp and Timespan, made of numbers and texts in the formats that Puppet knows by itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from hiera_kafka.hiera.values.ruby import described

_SECOND = 10**9
"""Nanoseconds; both types count them."""

_TIMESTAMP = re.compile(
    r"(?P<year>[+-]?[0-9]+)-(?P<month>1[0-2]|0?[1-9])-(?P<day>3[01]|[12][0-9]|0?[1-9])"
    r"(?:(?:T|\s+)(?P<hour>2[0-4]|[01]?[0-9]):(?P<minute>[0-5]?[0-9]):(?P<second>60|[0-5]?[0-9])"
    r"(?:\.(?P<fraction>[0-9]+))?)?"
    r"(?:\s*(?P<zone>[A-Za-z]+|[+-][0-9]{2}(?::?[0-9]{2})?))?",
    re.ASCII,
)
_ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "ut": 0,
    "wet": 0,
    "bst": 1,
    "cet": 1,
    "cest": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
} | {
    "jst": 9,
    "edt": -4,
    "est": -5,
    "cdt": -5,
    "cst": -6,
    "mdt": -6,
    "mst": -7,
    "pdt": -7,
    "pst": -8,
}
"""Hours east of Greenwich."""

_UNITS = {"d": 86400 * _SECOND, "h": 3600 * _SECOND, "m": 60 * _SECOND, "s": _SECOND}
_TIMESPANS = [
    re.compile(f"-?{pattern}", re.ASCII)
    for pattern in (
        r"(?P<d>[0-9]+)-(?P<h>[0-9]{1,2}):(?P<m>[0-9]{1,2}):(?P<s>[0-9]{1,2})(?:\.(?P<n>[0-9]{1,9}))?",
        r"(?P<h>[0-9]+):(?P<m>[0-9]{1,2}):(?P<s>[0-9]{1,2})(?:\.(?P<n>[0-9]{1,9}))?",
        r"(?P<m>[0-9]+):(?P<s>[0-9]{1,2})\.(?P<n>[0-9]{1,9})",
        r"(?P<d>[0-9]+)-(?P<h>[0-9]{1,2}):(?P<m>[0-9]{1,2})",
        r"(?P<s>[0-9]+)(?:\.(?P<n>[0-9]{1,9}))?",
    )
]
_FIELDS = {"days": 86400 * _SECOND, "hours": 3600 * _SECOND, "minutes": 60 * _SECOND, "seconds": _SECOND} | {
    "milliseconds": 10**6,
    "microseconds": 10**3,
    "nanoseconds": 1,
}


def timestamp(value: Any) -> str:
    """Return the text of the Timestamp that a number of seconds or a text stands for.

    Raises:
        ValueError: When it stands for none, or for a time before the year 1 or after 9999.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"a Timestamp cannot be made from {described(value)}")  # noqa: TRY004 - one error for all
    nanoseconds = timestamp_nanoseconds(value) if isinstance(value, str) else _nanoseconds(value)
    seconds, fraction = divmod(nanoseconds, _SECOND)
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError as error:
        raise ValueError("the time lies outside the years 1 to 9999") from error
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{fraction:09d} UTC"


def timespan(value: Any, arguments: list[Any]) -> str:
    """Return the text of the Timespan that seconds, a text, a hash of fields, or a list of fields stands for.

    Args:
        value: Seconds, a text such as `1-02:03:04`, a hash such as `{hours: 3}`, or days.
        arguments: Hours, minutes, seconds and smaller parts, when `value` is days.

    Raises:
        ValueError: When it stands for none.
    """
    if isinstance(value, dict):
        nanoseconds = _of_fields(value)
    elif isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"a Timespan cannot be made from {described(value)}")  # noqa: TRY004 - as above
    elif isinstance(value, str):
        nanoseconds = timespan_nanoseconds(value)
    elif len(arguments) >= 3:
        nanoseconds = _of_fields(dict(zip(_FIELDS, [value, *arguments], strict=False)))
    else:
        nanoseconds = _nanoseconds(value)
    seconds, rest = divmod(abs(nanoseconds), _SECOND)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    day, hour = divmod(hours, 24)
    # Puppet writes the fraction without zeros on either side: .05 becomes .5.
    fraction = int(str(rest).rstrip("0") or "0")
    sign = "-" if nanoseconds < 0 else ""
    return f"{sign}{day}-{hour:02d}:{minute:02d}:{second:02d}.{fraction}"


def _nanoseconds(seconds: float) -> int:
    try:
        return int(seconds * _SECOND)
    except (OverflowError, ValueError) as error:
        raise ValueError("an infinite number, or none, is no time") from error


def timestamp_nanoseconds(text: str) -> int:
    """Return the nanoseconds from the beginning of 1970 to the time that a text names.

    Raises:
        ValueError: When it names none.
    """
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise ValueError("the text is no time such as 2001-02-03T04:05:06.7 +02:00 or 2001-02-03")
    try:
        year, month, day, hour, minute, second = (
            int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")
        )
        # Ruby lets a day that the month lacks run over into the next, and so with hour 24 and second 60.
        start = datetime(year, month, 1, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    except ValueError as error:
        raise ValueError("the time lies outside the years 1 to 9999") from error
    seconds = (start.days + day - 1) * 86400 + hour * 3600 + minute * 60 + second
    fraction = int((match["fraction"] or "0")[:9].ljust(9, "0"))
    return (seconds - _offset(match["zone"])) * _SECOND + fraction


def _offset(zone: str | None) -> int:
    """Return the seconds that a zone lies east of Greenwich."""
    if zone is None:
        return 0
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
        return -seconds if zone[0] == "-" else seconds
    if zone.lower() not in _ZONES:
        raise ValueError("the time zone is not known; +02:00 always is")
    return _ZONES[zone.lower()] * 3600


def timespan_nanoseconds(text: str) -> int:
    """Return the nanoseconds of the duration that a text names.

    Raises:
        ValueError: When it names none.
    """
    match = next((found for pattern in _TIMESPANS if (found := pattern.fullmatch(text))), None)
    if match is None:
        raise ValueError("the text is no duration such as 1-02:03:04.5 (days, hours, minutes, seconds)")
    parts = match.groupdict()
    nanoseconds = sum(int(parts[unit]) * size for unit, size in _UNITS.items() if parts.get(unit))
    nanoseconds += int((parts.get("n") or "").ljust(9, "0"))
    return -nanoseconds if text.startswith("-") else nanoseconds


def _of_fields(fields: dict[Any, Any]) -> int:
    if isinstance(fields.get("string"), str) and len(fields) == 1:
        return timespan_nanoseconds(fields["string"])
    negative = fields.get("negative", False)
    numbers = {name: number for name, number in fields.items() if name != "negative"}
    for name, number in numbers.items():
        if name not in _FIELDS or isinstance(number, bool) or not isinstance(number, int):
            raise ValueError(f"a Timespan is made of {', '.join(_FIELDS)} and negative, each an Integer but the last")
    nanoseconds: int = sum(number * _FIELDS[name] for name, number in numbers.items())
    return -nanoseconds if negative is True else nanoseconds
