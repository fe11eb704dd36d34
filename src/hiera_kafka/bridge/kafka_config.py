"""Wikimedia's function kafka_config for Ansible's templates."""

from __future__ import annotations

from typing import Any

from hiera_kafka.bridge.plain_values import to_plain
from hiera_kafka.compiler import wikimedia_functions
from hiera_kafka.compiler.sections import compiler_of


def kafka_config(inventory_file: str, host: str, name: str, site: str | None = None) -> Any:
    """Return brokers, ports and ZooKeeper of a cluster as a host sees it, as plain builtins.

    Args:
        inventory_file: Absolute path.
        host: Host in whose scope to look.
        name: Name of a cluster, or its prefix.
        site: Site for the prefix; None is the host's own.

    Raises:
        HieraKafkaError: There is no such cluster, or its data cannot be read.
    """
    given = {} if site is None else {"site": site}
    return to_plain(wikimedia_functions.kafka_config(compiler_of(inventory_file), name, host=host, **given).value)
