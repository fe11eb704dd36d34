"""Puppet's data types, as far as plain data can be of them: `Array[Integer, 1]`, `Struct[{a => String}]`, ..."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hiera_kafka.hiera.puppet import ruby_regex, times, type_parameters
from hiera_kafka.hiera.values.ruby import Rich, Sensitive, Symbol


class TypeSyntaxError(Exception):
    """A text that is no type."""


@dataclass(frozen=True, slots=True)
class Regexp:
    """A regular expression between slashes."""

    pattern: str


@dataclass(frozen=True, slots=True)
class PuppetType:
    """A type and its parameters: types, numbers, texts, a Regexp, a Symbol for `default`, or a dict for Struct."""

    name: str
    parameters: tuple[Any, ...] = ()
    text: str = ""

    def holds(self, value: Any) -> bool:
        """Whether `value` is of this type; a type that Puppet does not know holds nothing.

        Raises:
            TooCostlyError: A regular expression in it takes too long.
        """
        check = _CHECKS.get(self.name)
        return check is not None and check(value, self.parameters)


_TOKENS = re.compile(
    r"\s*(?:(?P<type>[A-Z]\w*(?:::[A-Z]\w*)*)|(?P<number>-?\d+(?:\.\d+)?)|'(?P<single>(?:[^'\\]|\\.)*)'"
    r'|"(?P<double>(?:[^"\\]|\\.)*)"|/(?P<regex>(?:[^/\\]|\\.)*)/|(?P<word>[a-z]\w*)|(?P<arrow>=>)|(?P<mark>[\[\]{},]))',
    re.ASCII,
)


@functools.lru_cache(maxsize=256)
def parse_type(text: str) -> PuppetType:
    """Return the type that a text names.

    Raises:
        TypeSyntaxError: When it names none.
    """
    parser = _Parser(text)
    try:
        found = parser.type()
        parser.end()
        _check_parameters(found)
    except RecursionError:
        raise TypeSyntaxError("the text nests too deep for a type") from None
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def _peek(self) -> re.Match[str] | None:
        return _TOKENS.match(self._text, self._at)

    def _next(self) -> re.Match[str]:
        match = self._peek()
        if match is None:
            raise TypeSyntaxError(f"{self._text!r} is no type: unexpected end or character at {self._at + 1}")
        self._at = match.end()
        return match

    def _is(self, mark: str) -> bool:
        match = self._peek()
        return match is not None and match.group("mark") == mark

    def _expect(self, mark: str) -> None:
        if self._next().group("mark") != mark:
            raise TypeSyntaxError(f"{self._text!r} is no type: {mark!r} expected at {self._at}")

    def end(self) -> None:
        if self._text[self._at :].strip():
            raise TypeSyntaxError(f"{self._text!r} is no type: there is text after its end")

    def type(self) -> PuppetType:
        match = self._next()
        name = match.group("type")
        if name is None:
            raise TypeSyntaxError(f"{self._text!r} is no type: names of types begin with a capital letter")
        start = match.start("type")
        parameters: list[Any] = []
        if self._is("["):
            self._expect("[")
            parameters = self._list("]")
            if not parameters:
                raise TypeSyntaxError(f"{self._text!r} is no type: the brackets are empty")
        return PuppetType(name, tuple(parameters), self._text[start : self._at])

    def _list(self, end: str) -> list[Any]:
        found: list[Any] = []
        while not self._is(end):
            found.append(self._parameter())
            if not self._is(end):
                self._expect(",")
        self._expect(end)
        return found

    def _parameter(self) -> Any:
        match = self._peek()
        if match is not None and match.group("type"):
            return self.type()
        match = self._next()
        if match.group("number"):
            return float(match.group("number")) if "." in match.group("number") else int(match.group("number"))
        if match.group("regex") is not None:
            return Regexp(match.group("regex").replace("\\/", "/"))
        for quoted in ("single", "double"):
            if match.group(quoted) is not None:
                return re.sub(r"\\(.)", r"\1", match.group(quoted))
        if match.group("word"):
            word = match.group("word")
            return {"true": True, "false": False, "default": Symbol("default"), "undef": None}.get(word, word)
        if match.group("mark") == "{":
            return self._members()
        raise TypeSyntaxError(f"{self._text!r} is no type: unexpected {match.group().strip()!r}")

    def _members(self) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        while not self._is("}"):
            key = self._parameter()
            if self._next().group("arrow") is None:
                raise TypeSyntaxError(f"{self._text!r} is no type: '=>' expected at {self._at}")
            found[key] = self._parameter()
            if not self._is("}"):
                self._expect(",")
        self._expect("}")
        return found


def _check_parameters(found: PuppetType) -> None:
    for parameter in found.parameters:
        if isinstance(parameter, PuppetType):
            _check_parameters(parameter)
        if isinstance(parameter, Regexp):
            try:
                ruby_regex.compile_pattern(parameter.pattern)
            except re.error as error:
                raise TypeSyntaxError(f"{found.text!r} is no type: {error.msg}") from error
    if found.parameters:
        problem = type_parameters.problem(found.name, found.parameters, lambda item: isinstance(item, PuppetType))
        if problem is not None:
            raise TypeSyntaxError(f"{found.text!r} is no type: {problem}")


def _range(parameters: Sequence[Any]) -> tuple[float, float]:
    low = parameters[0] if parameters and not isinstance(parameters[0], Symbol) else -math.inf
    high = parameters[1] if len(parameters) > 1 and not isinstance(parameters[1], Symbol) else math.inf
    return low, high


def _within(number: float, parameters: Sequence[Any]) -> bool:
    low, high = _range(parameters)
    return low <= number <= high


def _split(parameters: Sequence[Any]) -> tuple[list[PuppetType], list[Any]]:
    """Return the types among the parameters, and the sizes after them."""
    types = [parameter for parameter in parameters if isinstance(parameter, PuppetType)]
    return types, [parameter for parameter in parameters if not isinstance(parameter, PuppetType)]


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _scalar(value: Any) -> bool:
    return isinstance(value, str | bool | int | float | Rich)


def _data(value: Any, rich: bool = False) -> bool:
    if isinstance(value, list):
        return all(_data(item, rich) for item in value)
    if isinstance(value, dict):
        return all((isinstance(key, str) or rich) and _data(item, rich) for key, item in value.items())
    return (
        _is_undef(value)
        or isinstance(value, str | bool | int | float)
        or (rich and isinstance(value, Rich | Sensitive))
    )


def _array(value: Any, parameters: tuple[Any, ...]) -> bool:
    types, sizes = _split(parameters)
    if not isinstance(value, list) or not _within(len(value), sizes):
        return False
    return not types or all(types[0].holds(item) for item in value)


def _hash(value: Any, parameters: tuple[Any, ...]) -> bool:
    types, sizes = _split(parameters)
    if not isinstance(value, dict) or not _within(len(value), sizes):
        return False
    return len(types) < 2 or all(types[0].holds(key) and types[1].holds(item) for key, item in value.items())


def _tuple(value: Any, parameters: tuple[Any, ...]) -> bool:
    types, sizes = _split(parameters)
    if not isinstance(value, list):
        return False
    if not types:
        return _within(len(value), sizes)
    if not _within(len(value), sizes or (len(types), len(types))):
        return False
    return all(types[min(index, len(types) - 1)].holds(item) for index, item in enumerate(value))


def _struct(value: Any, parameters: tuple[Any, ...]) -> bool:
    members: dict[Any, Any] = parameters[0] if parameters else {}
    if not isinstance(value, dict):
        return False
    known: set[Any] = set()
    for key, member in members.items():
        name = key.parameters[0] if isinstance(key, PuppetType) else key
        known.add(name)
        if name in value:
            if not member.holds(value[name]):
                return False
        elif not (isinstance(key, PuppetType) and key.name == "Optional") and not member.holds(None):
            return False
    return set(value) <= known


def _iterable(value: Any, parameters: tuple[Any, ...]) -> bool:
    if not parameters:
        return isinstance(value, list | dict | str) or _is_integer(value)
    if _is_integer(value):
        return all(parameters[0].holds(number) for number in (0, max(0, value - 1)))
    return isinstance(value, list | str) and all(parameters[0].holds(item) for item in value)


def _any_of(value: Any, parameters: tuple[Any, ...]) -> bool:
    return any(item.holds(value) if isinstance(item, PuppetType) else item == value for item in parameters)


def _enum(value: Any, parameters: tuple[Any, ...]) -> bool:
    if not isinstance(value, str):
        return False
    if parameters and parameters[-1] is True:  # whether small letters and capitals are the same
        return value.lower() in [item.lower() for item in parameters[:-1]]
    return value in parameters


def _pattern(value: Any, parameters: tuple[Any, ...]) -> bool:
    if not isinstance(value, str):
        return False
    patterns = [item.pattern if isinstance(item, Regexp) else item for item in parameters]
    return not patterns or any(ruby_regex.compile_pattern(pattern).search(value) for pattern in patterns)


def _init(value: Any, parameters: tuple[Any, ...]) -> bool:
    """Whether `new` could make the type of the value; known for the types that data can hold."""
    if not parameters or parameters[0].holds(value):
        return True
    name = parameters[0].name
    return name == "String" or (name in {"Integer", "Float", "Numeric"} and isinstance(value, int | float))


def _is_undef(value: Any) -> bool:
    return value is None or value == Symbol("undef")


def _time(kind: str, nanoseconds: Callable[[str], int]) -> Callable[[Any, tuple[Any, ...]], bool]:
    """Return the check of a time within bounds: texts, numbers of seconds, or the symbol `default`."""

    def bound(parameter: Any, otherwise: float) -> float:
        if isinstance(parameter, Symbol):
            return otherwise
        return nanoseconds(parameter) if isinstance(parameter, str) else parameter * 10**9

    def check(value: Any, parameters: tuple[Any, ...]) -> bool:
        if not isinstance(value, Rich) or value.kind != kind:
            return False
        low = bound(parameters[0], -math.inf) if parameters else -math.inf
        high = bound(parameters[1], math.inf) if len(parameters) > 1 else math.inf
        return low <= nanoseconds(value.text) <= high

    return check


def _rich(kind: str) -> Callable[[Any, tuple[Any, ...]], bool]:
    return lambda value, given: (
        isinstance(value, Rich) and value.kind == kind and (not given or value.text in _texts(given))
    )


def _texts(parameters: tuple[Any, ...]) -> list[Any]:
    return [parameter.pattern if isinstance(parameter, Regexp) else parameter for parameter in parameters]


_CHECKS: dict[str, Callable[[Any, tuple[Any, ...]], bool]] = {
    "Any": lambda _value, _: True,
    "Undef": lambda value, _: _is_undef(value),
    "NotUndef": lambda value, given: not _is_undef(value) and (not given or _any_of(value, given)),
    "Optional": lambda value, given: _is_undef(value) or (bool(given) and _any_of(value, given)),
    "Integer": lambda value, given: _is_integer(value) and _within(value, given),
    "Float": lambda value, given: isinstance(value, float) and _within(value, given),
    "Numeric": lambda value, _: _is_integer(value) or (isinstance(value, float) and not math.isnan(value)),
    "String": lambda value, given: isinstance(value, str) and _within(len(value), given),
    "Boolean": lambda value, given: isinstance(value, bool) and (not given or value is given[0]),
    "Enum": _enum,
    "Pattern": _pattern,
    "Scalar": lambda value, _: _scalar(value),
    "ScalarData": lambda value, _: isinstance(value, str | bool | int | float),
    "Data": lambda value, _: _data(value),
    "RichData": lambda value, _: _data(value, rich=True),
    "Array": _array,
    "Hash": _hash,
    "Collection": lambda value, given: isinstance(value, list | dict) and _within(len(value), given),
    "Tuple": _tuple,
    "Struct": _struct,
    "Variant": _any_of,
    "Iterable": _iterable,
    "Init": _init,
    "Default": lambda value, _: value == Symbol("default"),
    "Sensitive": lambda value, given: isinstance(value, Sensitive) and (not given or given[0].holds(value.value)),
    "SemVer": _rich("semver"),
    "SemVerRange": _rich("semverrange"),
    "Regexp": _rich("regexp"),
    "Type": lambda value, _: isinstance(value, Rich) and value.kind == "type",
    "URI": _rich("uri"),
    "Binary": _rich("binary"),
    "Timestamp": _time("timestamp", times.timestamp_nanoseconds),
    "Timespan": _time("timespan", times.timespan_nanoseconds),
}
