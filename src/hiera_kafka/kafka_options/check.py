"""Checks one setting of a file against the table of its version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hiera_kafka.errors import Severity, nearest
from hiera_kafka.kafka_options import zookeeper
from hiera_kafka.kafka_options.names import plugin_of, resolve, without_listener
from hiera_kafka.kafka_options.option import OptionKind
from hiera_kafka.kafka_options.supplement import PREFIXES
from hiera_kafka.kafka_options.tables import Table, gone_since, new_in, replacement_of, table
from hiera_kafka.kafka_options.values import out_of_range, wrong_type

_PROGRAMS = {
    OptionKind.BROKER: "broker",
    OptionKind.TOPIC: "topic",
    OptionKind.PRODUCER: "producer",
    OptionKind.CONSUMER: "consumer",
}


@dataclass(frozen=True, slots=True)
class OptionProblem:
    """What is wrong with one setting; becomes a Diagnostic where its place is known."""

    id: str
    message: str
    level: Severity
    note: str | None = None
    hint: str | None = None


def check(
    kind: OptionKind,
    version: str,
    name: str,
    text: str,
    *,
    others: Mapping[str, str] | None = None,
    shown: str | None = None,
) -> tuple[OptionProblem, ...]:
    """Return what is wrong with a setting; nothing where the version is older than every table.

    Args:
        kind: Whose option it is.
        version: Version of Kafka, such as `3.9.2`; not read for ZooKeeper.
        name: Name of the option.
        text: Value as it stands in the file.
        others: All settings of the same file, where plugins may be named.
        shown: What messages say in place of the value; None says the value.
    """
    known = table(kind, version)
    if known is None:
        return ()
    option = resolve(known, name)
    if option is None:
        return _unknown(known, version, name, others or {})
    found: list[OptionProblem] = []
    value = repr(text) if shown is None else shown
    hint = f"Kafka's default is {option.default}" if option.default and kind is not OptionKind.ZOOKEEPER else None
    if (allowed := wrong_type(option, text)) is not None:
        found.append(
            OptionProblem("option-wrong-type", f"{name} is {value}, must be {allowed}", Severity.ERROR, hint=hint)
        )
    elif (allowed := out_of_range(option, text)) is not None:
        found.append(
            OptionProblem("option-out-of-range", f"{name} is {value}, must be {allowed}", Severity.ERROR, hint=hint)
        )
    if option.deprecated:
        found.append(_deprecated(known, name, option.replacement))
    elif option.name in known.gone_next:
        found.append(
            OptionProblem(
                "option-removed-next",
                f"{name} is gone in Kafka {known.next_version}, the version after {known.version} that has a table",
                Severity.INFO,
                hint="remove it before the upgrade",
            )
        )
    return tuple(found)


def _deprecated(known: Table, name: str, replacement: str | None) -> OptionProblem:
    gone = f", and gone in {known.next_version}" if name in known.gone_next else ""
    return OptionProblem(
        "option-deprecated",
        f"{name} is deprecated in Kafka {known.version}{gone}",
        Severity.WARNING,
        hint=f"use {replacement}" if replacement else "remove it",
    )


def _unknown(known: Table, version: str, name: str, others: Mapping[str, str]) -> tuple[OptionProblem, ...]:
    plain = without_listener(name)
    near = nearest(plain, known.names)
    if near is not None:
        near = name.removesuffix(plain) + near
    hint = f"did you mean {near!r}?" if near else "remove it, or correct its name"
    if known.kind is OptionKind.ZOOKEEPER:
        return (_unknown_to_zookeeper(name, near),)
    gone = gone_since(known.kind, name, version)
    if gone is not None:
        message = f"{_PROGRAMS[known.kind]} option {name} was removed in Kafka {gone}, this is {version}"
        replacement = replacement_of(known.kind, name)
        hint = f"use {replacement}" if replacement else "remove it"
        return (OptionProblem("option-removed", message, Severity.ERROR, hint=hint),)
    plugin = plugin_of(known, name, others)
    if plugin is not None:
        # A name of the plugin's own shares words with Kafka's; only a slip of the finger is worth a message.
        if name.startswith(tuple(PREFIXES[known.kind])) or near is None:
            return ()
        message = f"Kafka {known.version} has no {_PROGRAMS[known.kind]} option {name}, a plugin may read it"
        return (OptionProblem("option-unknown", message, Severity.INFO, note=plugin, hint=hint),)
    message = f"Kafka {known.version} has no {_PROGRAMS[known.kind]} option {name}"
    later = new_in(known.kind, name, version)
    if later is not None:
        message, hint = f"{message}, it came with {later}", "remove it, or upgrade"
    return (
        OptionProblem(
            "option-unknown", message, Severity.ERROR, note="Kafka ignores names it does not know", hint=hint
        ),
    )


def _unknown_to_zookeeper(name: str, near: str | None) -> OptionProblem:
    reason = zookeeper.WITHOUT_PREFIX.get(name)
    if reason is not None:
        message = f"{name} has no effect in zoo.cfg"
        hint = "give it to the JVM instead"
        return OptionProblem("option-unknown", message, Severity.WARNING, note=reason, hint=hint)
    return OptionProblem(
        "option-unknown",
        f"ZooKeeper has no option {name} in zoo.cfg",
        Severity.WARNING,
        note=f"it becomes the system property zookeeper.{name}, which nothing is known to read",
        hint=f"did you mean {near!r}?" if near else "remove it, or correct its name",
    )
