"""What lookups find, without a lookup."""

from __future__ import annotations

from typing import Any, NoReturn

from hiera_kafka.hiera import Found
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.source import Origin


def found(key: str, value: Any, origin: Origin | None = None) -> Found:
    """Return a value as a lookup would find it."""
    return Found(key, Node.of(value, origin or Origin.given(key)), (), _unexplained)


def _unexplained() -> NoReturn:
    raise AssertionError("what no lookup found has no steps to explain")
