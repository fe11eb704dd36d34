"""A catalog in the form that people and programs outside may see: JSON-able, with every secret masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hiera_kafka.catalog.resources import Catalog, Context, File, Readiness, Setting, SettingGroup, Value
from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.source import Origin


def catalog_dict(catalog: Catalog) -> dict[str, Any]:
    """Return a catalog as JSON-able builtins; secret values are MASK.

    Returns:
        `host`, `platform`, `sections` (one a role, each resource kind under its own name) and `diagnostics`.
    """
    machine = catalog.machine
    return {
        "host": machine.host,
        "platform": {
            "name": machine.platform.name,
            "service_manager": str(machine.service_manager),
            "root": machine.root,
            "address": machine.address,
        },
        "sections": [_plain(section) for section in catalog.sections],
        "diagnostics": [diagnostic.to_dict() for diagnostic in catalog.diagnostics],
    }


def _plain(item: object) -> Any:
    if isinstance(item, Setting):
        return {"name": item.name, **_value(item.value)}
    if isinstance(item, Value):
        return _value(item)
    if isinstance(item, Origin):
        return item.to_dict()
    if is_dataclass(item):
        kind = {"kind": item.kind} if isinstance(item, Readiness) else {}
        secret = {"secret": item.secret} if isinstance(item, File) else {}
        return {**kind, **{field.name: _plain(getattr(item, field.name)) for field in fields(item)}, **secret}
    if isinstance(item, Mapping):
        return {str(key): _plain(part) for key, part in item.items()}
    if isinstance(item, tuple | list):
        return [_plain(part) for part in item]
    if item is None or isinstance(item, str | int | float | bool):
        return item
    raise TypeError(f"{type(item).__name__} has no JSON form")


def _value(value: Value) -> dict[str, Any]:
    return {"value": value.shown(), "secret": value.secret, "origin": value.origin.to_dict()}


def masked(file: File) -> File:
    """Return a file that renders to the same lines with MASK where a secret stands."""
    if not file.secret:
        return file
    return replace(file, context={name: _masked(item) for name, item in file.context.items()})


def _masked(item: Any) -> Context:
    if isinstance(item, Value):
        return replace(item, data=MASK) if item.secret else item
    if isinstance(item, Setting):
        return replace(item, value=_masked(item.value))  # type: ignore[return-value,arg-type]  # a part of a Context
    if isinstance(item, SettingGroup):
        return replace(item, settings=_masked(item.settings))  # type: ignore[return-value,arg-type]  # as above
    if isinstance(item, tuple):
        return tuple(_masked(part) for part in item)  # type: ignore[return-value]  # same parts, same kinds
    return item  # type: ignore[no-any-return]  # plain text
