"""Compares options that brokers run with against those that are rendered of the data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hiera_kafka.catalog.resources import Catalog, Setting
from hiera_kafka.clients.brokers import BrokerOption, Member
from hiera_kafka.clients.zookeeper import ConnectString
from hiera_kafka.kafka_options import OptionKind
from hiera_kafka.model.texts import normal_path
from hiera_kafka.render.formats import plain_text

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_OTHER_NAMES = frozenset({"log.dir", "node.id"})
"""Options that others stand for: `log.dirs` and `broker.id`."""

_STRONGER = {
    "log.retention.hours": ("log.retention.ms", "log.retention.minutes"),
    "log.retention.minutes": ("log.retention.ms",),
    "log.roll.hours": ("log.roll.ms",),
    "log.roll.jitter.hours": ("log.roll.jitter.ms",),
    "log.flush.scheduler.interval.ms": ("log.flush.interval.ms",),
}
"""Options in whose place others count where both are set, the strongest first (Kafka's LogConfig)."""


@dataclass(frozen=True, slots=True)
class OptionMismatch:
    """An option of a broker that is not what is rendered.

    Attributes:
        option: Its name.
        running: What holds now, without what was set in the cluster; None where there is nothing, or it is hidden.
        rendered: What the data makes of it; None where there is nothing.
        hidden: Whether the broker keeps the present value to itself.
    """

    option: str
    running: str | None
    rendered: str | None
    hidden: bool = False


def settings_of(catalog: Catalog, kind: OptionKind) -> dict[str, Setting]:
    """Return the settings of the file that holds options of a kind, by name; each value has its origin."""
    return {
        setting.name: setting
        for file in catalog.files()
        if file.options is not None and file.options.kind == kind
        for setting in file.settings()
    }


def rendered(catalog: Catalog, kind: OptionKind) -> dict[str, str]:
    """Return the same settings as they are written in the file."""
    return {name: plain_text(setting.value.data) for name, setting in settings_of(catalog, kind).items()}


def mismatches(
    member: Member, options: Mapping[str, BrokerOption], ours: Mapping[str, str]
) -> Iterator[OptionMismatch]:
    """Yield each option of a broker that is not what is rendered, sorted by name.

    An option that a file does not have counts with the default of its release; what was set in the cluster by
    `kafka-configs` counts for nothing.

    Args:
        member: The broker.
        options: Every option that it knows.
        ours: What is rendered for it.
    """
    names = {name for name, option in options.items() if option.in_file} | ours.keys()
    for name in sorted(names - _OTHER_NAMES):
        option = options.get(name, BrokerOption(in_file=False, file=None, default=None))
        hidden = option.in_file and option.file is None and option.sensitive
        theirs = _running(member, options, name, option)
        mine = ours.get(name, option.default)
        if hidden or not same_value(name, option.type, theirs, mine):
            yield OptionMismatch(name, theirs, ours.get(name), hidden)


def stronger(name: str) -> tuple[str, ...]:
    """Return the options that count in place of another one where they are set, the strongest first."""
    return _STRONGER.get(name, ())


def data_directories(options: Mapping[str, BrokerOption]) -> tuple[str, ...]:
    """Return the data directories of a broker, in the order of its file."""
    dirs = options.get("log.dirs")
    one = options.get("log.dir")
    value = (dirs and dirs.file) or (one and (one.file or one.default)) or ""
    return tuple(part.strip() for part in value.split(",") if part.strip())


def same_value(name: str, type_: str, theirs: str | None, ours: str | None) -> bool:
    """Tell whether two ways of writing the value of an option mean the same.

    Args:
        name: The option.
        type_: Kafka's name of its type, in lower case.
        theirs: One of them, None where there is no value.
        ours: The other.
    """
    if theirs is None or ours is None:
        return theirs == ours or (type_ == "list" and not theirs and not ours)
    return _canonical(name, type_, theirs) == _canonical(name, type_, ours)


def _running(member: Member, options: Mapping[str, BrokerOption], name: str, option: BrokerOption) -> str | None:
    if name == "log.dirs":
        return ",".join(data_directories(options))
    if option.in_file:
        return option.file
    if name == "broker.id":
        return str(member.id)
    if name == "advertised.listeners":
        listeners = _effective(options, "listeners").split(",")
        ends = [url.partition("://") for url in listeners]
        return ",".join(f"{listener}://{member.host}:{end.rpartition(':')[2]}" for listener, _, end in ends)
    return option.default


def _effective(options: Mapping[str, BrokerOption], name: str) -> str:
    option = options.get(name)
    return (option and (option.file or option.default)) or ""


def _canonical(name: str, type_: str, value: str) -> object:
    """Return what two ways of writing one value have in common."""
    value = value.strip()
    if name == "log.dirs":
        return sorted(normal_path(path.strip()) for path in value.split(","))
    if name in ("listeners", "advertised.listeners"):
        return sorted(part.strip().replace("://0.0.0.0:", "://:") for part in value.split(","))
    if name == "zookeeper.connect":
        try:
            parsed = ConnectString.parse(value)
        except ValueError:
            return value
        return sorted(map(str, parsed.servers)), parsed.chroot
    if type_ == "boolean":
        return value.lower()
    if type_ == "list":
        return [part.strip() for part in value.split(",")]
    return float(value) if _NUMBER.fullmatch(value) and type_ not in ("string", "unknown") else value
