"""Which names hold secrets, and data with those masked: no output shows them unless it is asked to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.ruby import OddKey, Rich, Sensitive
from hiera_kafka.hiera.values.secret_names import HIDES_ALL, MASK, hides, is_secret_key, is_secret_name
from hiera_kafka.source import Origin, Trace

__all__ = [
    "HIDES_ALL",
    "MASK",
    "is_secret",
    "is_secret_key",
    "is_secret_name",
    "quoted",
    "secrets_in",
    "shown",
    "shown_key",
    "shown_node",
    "shown_traced",
    "unquoted",
]


def quoted(value: object, *origins: Origin, form: Callable[[Any], str] = repr) -> str:
    """Return a value of the data as messages, drawings and excerpts quote it: MASK where it is a secret.

    Args:
        value: The value.
        origins: Where it came from; one that is secret makes it a secret.
        form: How it is written.
    """
    return MASK if any(origin.secret for origin in origins) else form(value)


def unquoted(value: object, *origins: Origin) -> str:
    """Return the same without quotes."""
    return quoted(value, *origins, form=str)


def shown(name: str, value: object, *, secrets: bool = False) -> Any:
    """Return data as JSON-able builtins, with MASK for every leaf below a name that looks secret.

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


def is_secret(name: object, node: Node, around: object = None) -> bool:
    """Return whether a value is secret: by its name, by what it is, or by what was put into it.

    Args:
        name: Its key, None for elements of lists.
        node: The value.
        around: The key of the hash that it stands in, None for root keys.
    """
    return node.at.secret or hides(name, around) or isinstance(node.data, Sensitive)


def secrets_in(name: object, node: Node, around: object = None, *, hidden: bool = False) -> Iterator[Node]:
    """Yield each scalar that is secret or stands below a secret name.

    Args:
        name: Key of the value, None for elements of lists.
        node: The value.
        around: The key of the hash that it stands in, None for root keys.
        hidden: Whether what is around it is secret as a whole.
    """
    hidden = hidden or is_secret(name, node, around)
    if isinstance(node.data, dict):
        for key, child in node.data.items():
            yield from secrets_in(key, child, name, hidden=hidden)
    elif isinstance(node.data, list):
        for child in node.data:
            yield from secrets_in(None, child, name, hidden=hidden)
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
    return _shown_node(name, node, None, hidden=False)


def _shown_node(name: object, node: Node, around: object, *, hidden: bool) -> Any:
    hidden = hidden or is_secret(name, node, around)
    if isinstance(node.data, dict):
        made: dict[Any, Any] = {}
        masked = node.secret_keys
        for key, child in node.data.items():
            made[_free(MASK if key in masked else shown_key(key), made)] = _shown_node(key, child, name, hidden=hidden)
        return made
    if isinstance(node.data, list):
        return [_shown_node(None, child, name, hidden=hidden) for child in node.data]
    if hidden:
        return _mask_leaves(node.plain)
    return shown("", node.plain)


def shown_traced(value: object, trace: Trace) -> Any:
    """Return data as JSON-able builtins, with MASK for every leaf and key whose origin is secret."""
    if isinstance(value, Mapping):
        made: dict[Any, Any] = {}
        masked = trace.secret_keys
        for key, item in value.items():
            made[_free(MASK if key in masked else shown_key(key), made)] = shown_traced(item, trace.sub(key))
        return made
    if isinstance(value, list | tuple):
        return [shown_traced(item, trace.sub(index)) for index, item in enumerate(value)]
    return _mask_leaves(value) if trace.origin.secret else shown("", value)


def _free(key: Any, taken: Mapping[Any, Any]) -> Any:
    """Return a key that no other one has become; several of one hash may be masked."""
    number = 1
    free = key
    while free in taken:
        number += 1
        free = f"{key} ({number})"
    return free
