"""What `Type.new` of each Puppet type takes, and what it makes of it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from typing import Any

from hiera_kafka.hiera.puppet import numbers, ruby_regex, times, uris, versions
from hiera_kafka.hiera.puppet.numbers import ConversionError
from hiera_kafka.hiera.puppet.types import TypeSyntaxError, parse_type
from hiera_kafka.hiera.values.puppet_text import formatted, puppet_text
from hiera_kafka.hiera.values.ruby import FloatKey, OddKey, Rich, Sensitive, Symbol, described, inspect

__all__ = ["MAKERS", "ConversionError"]

MAX_ELEMENTS = 1_000_000
"""Of a list that is made from a number; more would fill the memory."""

_BOOLEANS = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}
_SEMVER = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?",
    re.ASCII,
)
_QUALIFIER = re.compile(r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*", re.ASCII)
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_DEFAULTS = (Symbol("default"),)


def _arity(arguments: list[Any], most: int, takes: str) -> None:
    if len(arguments) > most:
        raise ConversionError(f"it takes {takes}, found {len(arguments)} arguments besides the value")


def _flag(arguments: list[Any], at: int, name: str) -> bool:
    """Return an argument that is true or false, and false when it is left out."""
    if len(arguments) <= at:
        return False
    if not isinstance(arguments[at], bool):
        raise ConversionError(f"{name!r} must be true or false, found {described(arguments[at])}")
    return bool(arguments[at])


def _fields(value: Mapping[Any, Any], required: set[str], optional: set[str]) -> None:
    """Refuse a hash of named arguments that lacks one, or has one that is not known."""
    if not required <= set(value) or not set(value) <= required | optional:
        known = ", ".join(sorted(required | optional))
        raise ConversionError(f"the hash must have the keys {', '.join(sorted(required))}, and may have {known}")


def _integer(value: Any, arguments: list[Any]) -> int:
    if isinstance(value, dict):
        _arity(arguments, 0, "a hash alone")
        _fields(value, {"from"}, {"radix", "abs"})
        radix, absolute = value.get("radix", Symbol("default")), value.get("abs", False)
        if isinstance(value["from"], dict):
            raise ConversionError("an Integer cannot be made from a hash in a hash")
        return _integer(value["from"], [radix, absolute])
    _arity(arguments, 2, "a base, and whether the absolute value is wanted")
    absolute = _flag(arguments, 1, "abs")
    number = numbers.integer(value, arguments[0] if arguments else Symbol("default"))
    return abs(number) if absolute else number


def _real(make: Callable[[Any], int | float]) -> Callable[[Any, list[Any]], int | float]:
    def made(value: Any, arguments: list[Any]) -> int | float:
        if isinstance(value, dict):
            _arity(arguments, 0, "a hash alone")
            _fields(value, {"from"}, {"abs"})
            value, arguments = value["from"], [value.get("abs", False)]
        _arity(arguments, 1, "whether the absolute value is wanted")
        absolute = _flag(arguments, 0, "abs")
        number = make(value)
        return abs(number) if absolute else number

    return made


def _boolean(value: Any, arguments: list[Any]) -> bool:
    _arity(arguments, 0, "nothing")
    if isinstance(value, bool | int) or (isinstance(value, float) and value == value):  # noqa: PLR0124 - not NaN
        return value != 0
    found = _BOOLEANS.get(value.lower()) if isinstance(value, str) else None
    if found is None:
        raise ConversionError("a Boolean is made from a number, or from true, yes, y, false, no or n")
    return found


def _string(value: Any, arguments: list[Any]) -> str:
    _arity(arguments, 1, "one format")
    if not arguments or arguments[0] in _DEFAULTS or arguments[0] == {}:
        return puppet_text(value)
    try:
        return formatted(value, arguments[0])
    except ValueError as error:
        raise ConversionError(str(error)) from error


def _array(value: Any, arguments: list[Any]) -> list[Any]:
    _arity(arguments, 1, "whether the value is wrapped")
    if _flag(arguments, 0, "wrap"):
        return value if isinstance(value, list) else [value]
    return _elements(value)


def _elements(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        return [[_element(key), item] for key, item in value.items()]
    if isinstance(value, str):
        return list(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        if value > MAX_ELEMENTS:
            raise ConversionError(f"a list of more than {MAX_ELEMENTS} elements is not made here")
        return list(range(value))
    raise ConversionError(f"an Array cannot be made from {described(value)}")


def _element(key: Any) -> Any:
    """Return a key of a hash as an element of a list."""
    if isinstance(key, OddKey):
        return key.value
    return float(key) if isinstance(key, FloatKey) else key


def _key(value: Any) -> Any:
    """Return a value as the key of a hash."""
    if value is None or isinstance(value, bool | list | dict):
        return OddKey(value, inspect(value))
    return FloatKey(value) if isinstance(value, float) else value


def _hash(value: Any, arguments: list[Any]) -> dict[Any, Any]:
    pairs = isinstance(value, list) and bool(value) and all(isinstance(item, list) and len(item) == 2 for item in value)
    if arguments:
        _arity(arguments, 1, "tree or hash_tree")
        paths = pairs and all(isinstance(item[0], list) for item in value)
        if not paths or not isinstance(arguments[0], str) or arguments[0] not in {"tree", "hash_tree"}:
            raise ConversionError("'tree' and 'hash_tree' make a Hash from a list of pairs, of a path and a value each")
        return _tree(value, all_hashes=arguments[0] == "hash_tree")
    if isinstance(value, dict):
        return value
    if pairs:
        return {_key(key): item for key, item in value}
    items = _elements(value)
    if len(items) % 2:
        raise ConversionError("a Hash is made from pairs, found an odd number of elements")
    return {_key(items[at]): items[at + 1] for at in range(0, len(items), 2)}


def _tree(pairs: list[list[Any]], *, all_hashes: bool) -> dict[Any, Any]:
    """Return the hash of values at the ends of paths."""
    root: dict[Any, Any] = {}
    for path, given in pairs:
        value = _copied(given)
        if path:
            _put(root, path, _as_hash(value) if all_hashes else value)
        elif isinstance(value, list | dict):
            root.update(enumerate(value) if isinstance(value, list) else value)
        else:
            raise ConversionError(f"the value of the empty path must be a list or a hash, found {described(value)}")
    return root


def _put(root: dict[Any, Any], path: list[Any], value: Any) -> None:
    at: Any = root
    for part in path[:-1]:
        at = at.setdefault(_key(part), {}) if isinstance(at, dict) else _item(at, part)
    last = path[-1]
    if isinstance(at, dict):
        at[_key(last)] = value
        return
    index = _index(at, last)
    if index > MAX_ELEMENTS:
        raise ConversionError(f"a list of more than {MAX_ELEMENTS} elements is not made here")
    at.extend([None] * (index + 1 - len(at)))
    at[index] = value


def _item(at: Any, part: Any) -> Any:
    index = _index(at, part)
    return at[index] if index < len(at) else None


def _index(at: Any, part: Any) -> int:
    if not isinstance(at, list) or isinstance(part, bool) or not isinstance(part, int | float) or part != part:  # noqa: PLR0124 - NaN
        raise ConversionError(f"a path leads into {described(at)}")
    if abs(part) > 2 * MAX_ELEMENTS or int(part) < -len(at):
        raise ConversionError("a path leads to an element that a list cannot have")
    return int(part) + (len(at) if int(part) < 0 else 0)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _as_hash(value: Any) -> Any:
    return {at: _as_hash(item) for at, item in enumerate(value)} if isinstance(value, list) else value


def _sensitive(value: Any, arguments: list[Any]) -> Sensitive:
    _arity(arguments, 0, "nothing")
    return value if isinstance(value, Sensitive) else Sensitive(value)


def _semver(value: Any, arguments: list[Any]) -> Rich:
    parts: dict[str, Any] = {}
    if isinstance(value, str):
        _arity(arguments, 0, "nothing")
        if not _SEMVER.fullmatch(value):
            raise ConversionError("a SemVer is made from a text such as 1.2.3")
        return Rich("semver", value)
    if isinstance(value, dict):
        _arity(arguments, 0, "a hash alone")
        _fields(value, {"major", "minor", "patch"}, {"prerelease", "build"})
        parts = value
    else:
        _arity(arguments, 4, "minor and patch, and may take prerelease and build")
        parts = dict(zip(("major", "minor", "patch", "prerelease", "build"), [value, *arguments], strict=False))
    text = ".".join(map(str, (_natural(parts.get(name)) for name in ("major", "minor", "patch"))))
    for name, mark in (("prerelease", "-"), ("build", "+")):
        if name in parts:
            if not isinstance(parts[name], str) or not _QUALIFIER.fullmatch(parts[name]):
                raise ConversionError(f"{name!r} of a SemVer must be letters, digits and hyphens, with dots between")
            text += mark + parts[name]
    return Rich("semver", text)


def _semver_range(value: Any, arguments: list[Any]) -> Rich:
    if arguments or not isinstance(value, str) or not value:
        raise ConversionError("a SemVerRange from anything but a text is not made here")
    if not versions.is_range(value):
        raise ConversionError("a SemVerRange is made from a text such as >=1.0.0 <2.0.0")
    return Rich("semverrange", value if value.replace("|", "").strip() or "|" not in value else "*")


def _natural(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ConversionError("a SemVer is made from a text such as 1.2.3, or from three integers")
    return value


def _regexp(value: Any, arguments: list[Any]) -> Rich:
    _arity(arguments, 1, "whether special characters are escaped")
    escaped = _flag(arguments, 0, "escape")
    if not isinstance(value, str):
        raise ConversionError(f"a Regexp cannot be made from {described(value)}")
    try:
        pattern = ruby_regex.escaped(value) if escaped else value
        ruby_regex.compile_pattern(pattern)
        return Rich("regexp", pattern)
    except re.error as error:
        raise ConversionError(f"the text is no regular expression: {error.msg}") from error


def _type(value: Any, arguments: list[Any]) -> Rich:
    _arity(arguments, 0, "nothing")
    if not isinstance(value, str):
        raise ConversionError(f"a Type cannot be made from {described(value)}")
    try:
        return Rich("type", parse_type(value).text)
    except TypeSyntaxError as error:
        raise ConversionError("the text is no type") from error


def _timestamp(value: Any, arguments: list[Any]) -> Rich:
    if isinstance(value, dict):
        _arity(arguments, 0, "a hash alone")
        _fields(value, {"string"}, {"format", "timezone"})
        value, arguments = value["string"], [value[name] for name in ("format", "timezone") if name in value]
        if not isinstance(value, str):
            raise ConversionError("'string' of a Timestamp must be a text")
    if arguments:
        raise ConversionError("a Timestamp with a format or time zone of its own is not made here")
    try:
        return Rich("timestamp", times.timestamp(value))
    except ValueError as error:
        raise ConversionError(str(error)) from error


def _timespan(value: Any, arguments: list[Any]) -> Rich:
    if isinstance(value, str) and arguments:
        raise ConversionError("a Timespan with a format of its own is not made here")
    if isinstance(value, dict) or (arguments and len(arguments) < 3):
        _arity(arguments, 0, "a hash, a text or seconds alone, or days, hours, minutes and seconds")
    _arity(arguments, 6, "days and six smaller parts at most")
    if arguments and not all(isinstance(part, int) and not isinstance(part, bool) for part in (value, *arguments)):
        raise ConversionError("the parts of a Timespan must be integers")
    try:
        return Rich("timespan", times.timespan(value, arguments))
    except ValueError as error:
        raise ConversionError(str(error)) from error


def _binary(value: Any, arguments: list[Any]) -> Rich:
    if isinstance(value, dict):
        _arity(arguments, 0, "a hash alone")
        _fields(value, {"value"}, {"format"} if isinstance(value.get("value"), str) else set())
        value, arguments = value["value"], [value[name] for name in ("format",) if value.get(name) is not None]
    if isinstance(value, list):
        _arity(arguments, 0, "a list of bytes alone")
        if not all(isinstance(item, int) and not isinstance(item, bool) and 0 <= item <= 255 for item in value):
            raise ConversionError("the bytes of a Binary must be integers from 0 to 255")
        return Rich("binary", base64.b64encode(bytes(value)).decode())
    _arity(arguments, 1, "one format")
    form = arguments[0] if arguments else "%B"
    if not isinstance(value, str) or form not in ("%b", "%u", "%B", "%s", "%r"):
        raise ConversionError(
            "a Binary is made from a text, and perhaps a format of %b, %u, %B, %s and %r, or a list of bytes"
        )
    try:
        return Rich("binary", base64.b64encode(_bytes(value, form)).decode())
    except (ValueError, binascii.Error) as error:
        raise ConversionError("the text is not what its format says: that of Base64 without one") from error


def _bytes(text: str, form: str) -> bytes:
    if form == "%r":
        return text.encode("utf-8", "surrogateescape")
    if form == "%s":
        return text.encode()  # fails for bytes that are no UTF-8
    if form == "%b":
        letters = _NO_BASE64.sub("", text.partition("=")[0])
        letters = letters[:-1] if len(letters) % 4 == 1 else letters
        return base64.b64decode(letters + "=" * (-len(letters) % 4))
    if form == "%u":
        text = text.replace("-", "+").replace("_", "/")
        text += "" if text.endswith("=") else "=" * (-len(text) % 4)
    found = base64.b64decode(text, validate=True)
    if base64.b64encode(found).decode() != text:
        raise ValueError("bits are left over")
    return found


def _uri(value: Any, arguments: list[Any]) -> Rich:
    _arity(arguments, 0, "nothing")
    if isinstance(value, dict):
        raise ConversionError("a URI from a hash is not made here; write it as a text")
    if not isinstance(value, str) or not value:
        raise ConversionError(f"a URI cannot be made from {described(value)}")
    try:
        return Rich("uri", uris.normalized(value))
    except ValueError as error:
        raise ConversionError(str(error)) from error


MAKERS: dict[str, Callable[[Any, list[Any]], Any]] = {
    "Integer": _integer,
    "Float": _real(numbers.real),
    "Numeric": _real(numbers.numeric),
    "Boolean": _boolean,
    "String": _string,
    "Array": _array,
    "Tuple": _array,
    "Hash": _hash,
    "Struct": _hash,
    "Sensitive": _sensitive,
    "SemVer": _semver,
    "SemVerRange": _semver_range,
    "Regexp": _regexp,
    "Type": _type,
    "Timestamp": _timestamp,
    "Timespan": _timespan,
    "Binary": _binary,
    "URI": _uri,
}
"""Of each type, what takes a value and further arguments; it raises ConversionError."""
