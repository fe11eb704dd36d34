"""Short ways to make Values and Settings of a catalog."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hiera_kafka.catalog.resources import Plain, Setting, SettingGroup, Value
from hiera_kafka.hiera.values.secrets import is_secret_name
from hiera_kafka.source import Origin

__all__ = ["default", "derived", "grouped", "is_secret_name", "overridden", "setting"]


def default(data: Plain, rule: str) -> Value:
    """Return a value of our own table of defaults; `rule` says what it is for."""
    return Value(data, Origin.default(rule))


def derived(data: Plain, rule: str, *inputs: Origin) -> Value:
    """Return a value computed from others."""
    return Value(data, Origin.derived(rule, *inputs))


def setting(name: str, value: Value) -> Setting:
    """Return a setting whose value is secret when its name says so."""
    return Setting(name, Value(value.data, value.origin, value.secret or is_secret_name(name)))


def grouped(*groups: tuple[str, Iterable[Setting | None]]) -> tuple[SettingGroup, ...]:
    """Return groups without the settings that are None, and without groups that end up empty."""
    kept = ((title, tuple(item for item in settings if item is not None)) for title, settings in groups)
    return tuple(SettingGroup(title, settings) for title, settings in kept if settings)


def overridden(groups: Iterable[SettingGroup], title: str, own: Mapping[str, Value]) -> tuple[SettingGroup, ...]:
    """Return groups without the settings that `own` names, and `own` as the last group, so that no name comes twice."""
    kept = grouped(*((group.title, [s for s in group.settings if s.name not in own]) for group in groups))
    return (*kept, *grouped((title, [setting(name, value) for name, value in own.items()])))
