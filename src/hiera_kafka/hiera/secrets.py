"""Which names hold secrets, and data with those masked: no output shows them unless it is asked to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hiera_kafka.hiera.node import Node, SecretPlace
from hiera_kafka.hiera.ruby import OddKey, Rich, Sensitive
from hiera_kafka.source import Origin

MASK = "********"
"""What stands in place of a secret."""

HIDES_ALL = "secret"
"""A name that hides whatever stands below it."""

_SECRET = re.compile(
    r"passw(or)?d|secret|passphrase|jaas|credential|private[._-]?key|token"
    # Kafka treats PEM text given in place of a file as a password, whatever is in it.
    r"|keystore[._]key|keystore[._]certificate[._]chain|truststore[._]certificates",
    re.IGNORECASE,
)
# Parts of such names that say something about a secret without being it.
_PUBLIC = re.compile(
    r"([._](location|type|algorithm|class|class\.name|file|path|url|iterations|length|ms|seconds))$"
    r"|^sasl\.oauthbearer\.(?!.*(secret|password))|^delegation\.token\.(expiry|max)",
    re.IGNORECASE,
)


def is_secret_name(name: str) -> bool:
    """Tell whether an option or key of this name holds a secret; in doubt it does."""
    return bool(_SECRET.search(name)) and not _PUBLIC.search(name)


def shown(name: str, value: object, *, secrets: bool = False) -> Any:
    """Return looked-up data as JSON-able builtins, with MASK for every leaf below a name that looks secret.

    Args:
        name: Key that the data was looked up by; dotted keys are looked at segment by segment.
        value: What was found; it is not changed.
        secrets: Whether to show secrets after all.
    """
    if not secrets and (isinstance(value, Sensitive) or is_secret_key(name)):
        return _mask_leaves(value)
    if isinstance(value, Mapping):
        return {shown_key(key): shown(_text(key), item, secrets=secrets) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [shown("", item, secrets=secrets) for item in value]
    if isinstance(value, Sensitive):
        return shown(name, value.value, secrets=secrets)
    return value if value is None or isinstance(value, str | int | float | bool) else _text(value)


def _mask_leaves(value: object) -> Any:
    if isinstance(value, Mapping):
        return {shown_key(key): _mask_leaves(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mask_leaves(item) for item in value]
    return value if value is None else MASK


def shown_key(key: object) -> str | int | float | bool | None:
    """Return a hash key as a JSON-able builtin."""
    return key if key is None or isinstance(key, str | int | float | bool) else _text(key)


def _text(value: object) -> str:
    return value.text if isinstance(value, Rich | OddKey) else str(value)


def is_secret_key(key: str) -> bool:
    """Tell whether a lookup key names a secret, as a whole or in one of its segments."""
    return any(is_secret_name(part) for part in (key, *key.split(".")))


def is_secret(name: object, node: Node) -> bool:
    """Tell whether a value is secret: by its name, by what it is, or by what was put into it.

    Args:
        name: Its key, None for elements of lists.
        node: The value.
    """
    if isinstance(name, str) and is_secret_key(name):
        return True
    if isinstance(node.data, Sensitive):
        return True
    if isinstance(node.at, SecretPlace) or (isinstance(node.at, Origin) and node.at.is_secret):
        return True
    rule = node.at.rule if isinstance(node.at, Origin) else None
    if rule is not None and any(is_secret_name(word) for word in rule.split()):
        return True
    return any(
        any(isinstance(part, str) and is_secret_name(part) for part in path) or _holds_secret(made_of, node)
        for made_of, path in node.inputs
    )


def _holds_secret(made_of: Node, node: Node) -> bool:
    """Tell whether what was put into a value makes it secret; a hash put into a text brings all its values."""
    if isinstance(node.data, dict | list):
        return is_secret(None, made_of)  # an alias: the values in it are judged one by one
    return next(secrets_in(None, made_of), None) is not None


def secrets_in(name: object, node: Node) -> Iterator[Node]:
    """Yield each scalar that is secret or stands below a secret name.

    Args:
        name: Key of the value, None for elements of lists.
        node: The value.
    """
    hidden = is_secret(name, node)
    if isinstance(node.data, dict):
        for key, child in node.data.items():
            yield from secrets_in(HIDES_ALL if hidden else key, child)
    elif isinstance(node.data, list):
        for child in node.data:
            yield from secrets_in(HIDES_ALL if hidden else None, child)
    elif hidden:
        yield node


def shown_node(name: str, node: Node, *, secrets: bool = False) -> Any:
    """Return looked-up data as JSON-able builtins, with MASK for every leaf that is secret.

    Args:
        name: Key that the data was looked up by.
        node: What was found.
        secrets: Whether to show secrets after all.
    """
    if secrets:
        return shown("", node.plain, secrets=True)
    if is_secret(name, node):
        return _mask_leaves(node.plain)
    if isinstance(node.data, dict):
        return {shown_key(key): shown_node(_text(key), child) for key, child in node.data.items()}
    if isinstance(node.data, list):
        return [shown_node("", child) for child in node.data]
    return shown("", node.plain)
