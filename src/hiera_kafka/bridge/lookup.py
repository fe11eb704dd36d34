"""Lookups for Ansible's templates."""

from __future__ import annotations

from typing import Any

from hiera_kafka.bridge.plain_values import to_plain
from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.hiera import MISSING


def lookup(inventory_file: str, host: str, key: str, merge: str | None = None, default: object = MISSING) -> Any:
    """Return the value of a Hiera key in a host's scope, as plain builtins.

    Args:
        inventory_file: Absolute path.
        host: Host in whose scope to look.
        key: Key; dotted keys dig.
        merge: Merge strategy that replaces the one in `lookup_options`.
        default: Returned for a key that is not found.

    Raises:
        HieraKafkaError: Not found without a default, or not readable.
    """
    compiler = compiler_of(inventory_file)
    return to_plain(compiler.hiera.lookup(key, compiler.scope(host), merge=merge, default=default).value)
