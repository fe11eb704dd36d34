"""The options of one version, from kafkacfg and the supplement."""

from __future__ import annotations

import importlib.resources
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources.abc import Traversable

from hiera_kafka.kafka_options import supplement, zookeeper
from hiera_kafka.kafka_options.option import Option, OptionKind
from hiera_kafka.kafka_options.supplement import Version

OLDEST: Version = (0, 9, 0)
"""Tables of older versions are not in one form."""


@dataclass(frozen=True)
class Table:
    """Options of one kind in one version.

    Attributes:
        version: The table's own, for instance `3.9`; empty for ZooKeeper.
        options: Name to option.
        gone_next: Names that the next version with a table does not have any more.
        next_version: That version, None when there is none.
    """

    kind: OptionKind
    version: str
    options: Mapping[str, Option]
    gone_next: frozenset[str] = field(default=frozenset())
    next_version: str | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name, for nearest matches."""
        return tuple(self.options)


def table(kind: OptionKind, version: str) -> Table | None:
    """Return the options of a version, of the newest older one where it has no table of its own.

    Args:
        kind: Whose options.
        version: Numbers joined by dots, such as `3.9.2`; not read for ZooKeeper, which has one table.

    Returns:
        None when there is no table that old.
    """
    if kind is OptionKind.ZOOKEEPER:
        return _zookeeper()
    known = _versions()
    wanted = _numbers(version)
    found = [number for number in known if number <= wanted]
    return _table(kind, found[-1]) if found else None


@cache
def _zookeeper() -> Table:
    return Table(OptionKind.ZOOKEEPER, "", {**zookeeper.SYSTEM_PROPERTIES, **zookeeper.PARSED})


@cache
def _table(kind: OptionKind, number: Version) -> Table:
    text = _versions()[number]
    options = {name: Option.read(name, entry) for name, entry in _read(text)[kind].items()}
    if kind is OptionKind.BROKER:
        options = {**supplement.BROKER, **options}
    for name, deprecation in supplement.DEPRECATED[kind].items():
        if name in options and number >= deprecation.since:
            options[name] = replace(options[name], deprecated=True, replacement=deprecation.replacement)
    later = next((other for other in _versions() if other > number), None)
    if later is None:
        return Table(kind, text, options)
    next_version = _versions()[later]
    kept = _read(next_version)[kind].keys() | supplement.BROKER.keys()
    return Table(kind, text, options, frozenset(options.keys() - kept), next_version)


@cache
def gone_since(kind: OptionKind, name: str, version: str) -> str | None:
    """Return the first version without an option that an older one than `version` had, None when none had it."""
    before = [number for number in _versions() if number <= _numbers(version)]
    for older, newer in reversed(list(itertools.pairwise(before))):
        if name in _read(_versions()[older])[kind]:
            return _versions()[newer]
    return None


def replacement_of(kind: OptionKind, name: str) -> str | None:
    """Return what to use in place of an option that is not to be used any more, None when nothing is known."""
    found = supplement.DEPRECATED[kind].get(name)
    return found.replacement if found is not None else None


@cache
def new_in(kind: OptionKind, name: str, version: str) -> str | None:
    """Return the first version later than `version` that has an option, None when none has."""
    later = (number for number in _versions() if number > _numbers(version))
    return next((_versions()[number] for number in later if name in _read(_versions()[number])[kind]), None)


def _numbers(version: str) -> Version:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


@cache
def _versions() -> dict[Version, str]:
    """Return the versions that have a table, oldest first."""
    names = (entry.name.removesuffix(".json") for entry in _directory().iterdir() if entry.name.endswith(".json"))
    found = {_numbers(name): name for name in names}
    return {number: found[number] for number in sorted(found) if number >= OLDEST}


def _directory() -> Traversable:
    return importlib.resources.files("kafkacfg") / "data" / "kafka"


@cache
def _read(version: str) -> dict[str, dict[str, dict[str, str | None]]]:
    found: dict[str, dict[str, dict[str, str | None]]] = json.loads(
        (_directory() / f"{version}.json").read_text(encoding="utf-8")
    )
    return found
