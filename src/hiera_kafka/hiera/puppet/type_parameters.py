"""Which parameters Puppet's types take, and how many."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from hiera_kafka.hiera.puppet import times
from hiera_kafka.hiera.values.ruby import Symbol

_MANY = 10**6
_COUNTS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("Any", "Data", "Scalar", "Undef", "Numeric", "Default", "SemVerRange", "CatalogEntry"), (0, 0)),
    **dict.fromkeys(("Regexp", "Struct", "Boolean", "Iterable", "Iterator", "Optional", "Type"), (1, 1)),
    **dict.fromkeys(("Collection", "Integer", "Float", "String"), (1, 2)),
    **dict.fromkeys(("Enum", "Pattern", "Variant", "Tuple", "Init"), (1, _MANY)),
    **dict.fromkeys(("Sensitive", "NotUndef"), (0, 1)),
    **dict.fromkeys(("Timespan", "Timestamp"), (0, 2)),
    "Array": (1, 3),
    "Hash": (2, 4),
}
_UNKNOWN_HERE = frozenset({"SemVer", "URI", "TypeReference"})
_OF_ONE_TYPE = frozenset({"Iterable", "Iterator", "Sensitive", "Type"})
_OF_TYPE_OR_TEXT = frozenset({"Optional", "NotUndef"})


def problem(name: str, parameters: Sequence[Any], is_type: Callable[[Any], bool]) -> str | None:
    """Return what is wrong with the parameters of a type, None when nothing is.

    Args:
        name: The type.
        parameters: What stands between its brackets; not empty.
        is_type: Returns whether a parameter is a type.
    """
    if name in _UNKNOWN_HERE:
        return f"{name} takes no parameters here"
    count = len(parameters)
    least, most = _COUNTS.get(name, (0, _MANY))
    if not least <= count <= most:
        return f"{name} takes {least if least == most else f'{least} to {most}'} parameters, found {count}"
    return _of_wrong_kind(name, parameters, list(map(is_type, parameters)))


def _of_wrong_kind(name: str, parameters: Sequence[Any], types: list[bool]) -> str | None:
    count = len(parameters)
    leading = types.index(False) if False in types else count
    sizes = parameters[leading:]
    if name in {"Array", "Hash"}:
        needed = 1 if name == "Array" else 2
        if not (leading == needed or (leading == 0 and count == 2)) or any(types[leading:]):
            return f"{name} takes {'a type' if needed == 1 else 'two types'}, a least and a greatest size"
        return _range(name, sizes)
    if name in {"Collection", "String", "Tuple"}:
        return _range(name, sizes if name == "Tuple" else parameters)
    if name in {"Integer", "Float"}:
        return _range(name, parameters, floats=name == "Float")
    kinds = {
        "Boolean": lambda: isinstance(parameters[0], bool),
        "Struct": lambda: isinstance(parameters[0], dict),
        "Variant": lambda: all(types),
        "Init": lambda: types[0],
        "Enum": lambda: all(
            isinstance(item, str) for item in parameters[: -1 if _ends_with_flag(parameters) else None]
        ),
        "Timespan": lambda: all(_is_time(item, times.timespan_nanoseconds) for item in parameters),
        "Timestamp": lambda: all(_is_time(item, times.timestamp_nanoseconds) for item in parameters),
    }
    fits = kinds[name]() if name in kinds else True
    if name in _OF_ONE_TYPE:
        fits = all(types)
    elif name in _OF_TYPE_OR_TEXT:
        fits = all(known or isinstance(item, str) for known, item in zip(types, parameters, strict=True))
    return None if fits else f"{name} takes other parameters"


def _ends_with_flag(parameters: Sequence[Any]) -> bool:
    return len(parameters) > 1 and isinstance(parameters[-1], bool)


def _range(name: str, sizes: Sequence[Any], *, floats: bool = False) -> str | None:
    allowed = (int, float) if floats else (int,)
    if len(sizes) > 2 or not all(
        size == Symbol("default") or (isinstance(size, allowed) and not isinstance(size, bool)) for size in sizes
    ):
        return f"{name} takes numbers only"
    low = sizes[0] if sizes and not isinstance(sizes[0], Symbol) else -math.inf
    high = sizes[1] if len(sizes) > 1 and not isinstance(sizes[1], Symbol) else math.inf
    return None if low <= high else f"the least size of {name} is above the greatest"


def _is_time(parameter: Any, parsed: Callable[[str], int]) -> bool:
    if isinstance(parameter, str):
        try:
            parsed(parameter)
        except ValueError:
            return False
        return True
    return parameter == Symbol("default") or (isinstance(parameter, int | float) and not isinstance(parameter, bool))
