"""Which option a name in a file means: plain ones, those of one listener, those of a plugin."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hiera_kafka.kafka_options import zookeeper
from hiera_kafka.kafka_options.option import Option, OptionKind
from hiera_kafka.kafka_options.supplement import PLUGIN_OPTIONS, PREFIXES
from hiera_kafka.kafka_options.tables import Table

_LISTENER = re.compile(r"listener\.name\.([a-z0-9_.-]+?)\.(?=[a-z])")
_MECHANISMS = ("gssapi.", "plain.", "scram-sha-256.", "scram-sha-512.", "oauthbearer.")
_OF_LISTENER = ("ssl.", "sasl.", "principal.builder.class", "connections.max.reauth.ms", "max.connections",
                "max.connection.creation.rate", "num.network.threads")  # fmt: skip
"""Options that one listener may have a value of its own for (KIP-103, KIP-402, KIP-612)."""
_ALSO_OF_LISTENER = {
    "sasl.jaas.config": Option("sasl.jaas.config", "password", meaning="JAAS login of one listener and mechanism."),
    "sasl.login.callback.handler.class": Option("sasl.login.callback.handler.class", "class"),
}


def resolve(table: Table, name: str) -> Option | None:
    """Return the option that a name means, None when the table has none."""
    if name in table.options:
        return table.options[name]
    if table.kind is OptionKind.ZOOKEEPER:
        return Option(name, source="a family of names") if zookeeper.FAMILIES.fullmatch(name) else None
    if table.kind is OptionKind.BROKER and name.startswith("listener.name."):
        return _of_listener(table, name)
    return None


def _of_listener(table: Table, name: str) -> Option | None:
    """Return the option of `listener.name.<listener>.[<mechanism>.]<option>`; a listener's name may hold dots."""
    rest = name.removeprefix("listener.name.")
    while "." in rest:
        _, _, rest = rest.partition(".")
        plain = next((rest.removeprefix(found) for found in _MECHANISMS if rest.startswith(found)), rest)
        if plain.startswith(_OF_LISTENER):
            found = table.options.get(plain) or _ALSO_OF_LISTENER.get(plain)
            if found is not None:
                return found
    return None


def without_listener(name: str) -> str:
    """Return a name without `listener.name.<listener>.`, for the search of what it was meant to be."""
    found = _LISTENER.match(name)
    return name[found.end() :] if found else name


def plugin_of(table: Table, name: str, others: Mapping[str, str]) -> str | None:
    """Return why an unknown name may still be an option of a plugin, None when no plugin could read it.

    Args:
        table: What Kafka itself knows.
        name: The name.
        others: All settings of the same file.
    """
    for prefix, reason in PREFIXES[table.kind].items():
        if name.startswith(prefix):
            return reason
    for option in PLUGIN_OPTIONS:
        for class_ in others.get(option, "").split(","):
            if class_.strip() and not class_.strip().startswith(("kafka.", "org.apache.kafka.")):
                return f"{option} names {class_.strip()}"
    return None
