"""From the keys that one host looks up to a model of them, each error at the key's place in the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import ValidationError

from hiera_kafka.errors import Diagnostic
from hiera_kafka.hiera import Found
from hiera_kafka.model.base import StrictModel, Traced, diagnostics_of, in_the_clear
from hiera_kafka.source import Key, Origin, Trace

S = TypeVar("S", bound=StrictModel)
Find = Callable[[str], Found | None]
"""Looks a key up in one host's scope; None when it is not there."""


def settings_of(find: Find, model: type[S], name: str) -> tuple[Traced[S] | None, list[Diagnostic]]:
    """Look up every key that a model has as alias of a field.

    Args:
        find: Lookup in the host's scope.
        model: The model.
        name: What its table of defaults is called.

    Returns:
        The settings, None where a value is wrong, and what is wrong.
    """
    raw: dict[str, Any] = {}
    children: dict[Key, Trace] = {}
    for field in model.model_fields.values():
        key = field.alias or ""
        found = find(key)
        # Puppet takes a null for a parameter as "not given" and falls back to the parameter's default.
        if found is not None and found.value is not None:
            raw[key] = found.value
            children[key] = found.trace
    trace = Trace(Origin.default(name), children)
    secrets = in_the_clear(model, raw, trace, name)
    if secrets:
        return None, [_unprefixed(diagnostic, name) for diagnostic in secrets]
    try:
        return Traced(model.model_validate(raw), raw, trace, name), []
    except ValidationError as error:
        return None, [_unprefixed(d, name) for d in diagnostics_of(error, model, trace, name)]


def _unprefixed(diagnostic: Diagnostic, name: str) -> Diagnostic:
    """Drop the table's name: the keys below it are whole Hiera keys."""
    return replace(diagnostic, message=diagnostic.message.replace(f"{name}.", "", 1))
