"""Short ways to make Values and Settings of a catalog."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hiera_kafka.catalog.resources import Plain, Setting, SettingGroup, Value
from hiera_kafka.source import Origin

_SECRET = re.compile(
    r"passw(or)?d|secret|passphrase|jaas|credential|private[._-]?key|keystore\.key|token", re.IGNORECASE
)
_PUBLIC = re.compile(r"\.(location|type|algorithm|class|file|path|ms|seconds|max\.lifetime|expiry)|\.class\.name$")


def is_secret_name(name: str) -> bool:
    """Tell whether an option or key of this name holds a secret."""
    return bool(_SECRET.search(name)) and not _PUBLIC.search(name)


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
