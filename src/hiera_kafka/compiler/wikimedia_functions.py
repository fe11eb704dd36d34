"""Wikimedia's function kafka_config, asked of the data of an inventory."""

from __future__ import annotations

from typing import Any

from hiera_kafka.compiler.compiler import Compiler
from hiera_kafka.dialects.wikimedia.errors import of_lookup
from hiera_kafka.dialects.wikimedia.kafka_config import function
from hiera_kafka.dialects.wikimedia.kafka_config.function import OWN_SITE, KafkaConfig
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import Found
from hiera_kafka.scope import Scope


def kafka_config(compiler: Compiler, name: str, site: Any = OWN_SITE, host: str | None = None) -> KafkaConfig:
    """Return brokers, ports and ZooKeeper of a cluster, as Wikimedia's function does.

    Args:
        compiler: The inventory.
        name: Name of a cluster, or its prefix.
        site: Site for the prefix; left out, it is the host's own.
        host: Host in whose scope to look; None is the inventory's own scope, which has no facts.

    Raises:
        WikimediaError: There is no such cluster, its data has the wrong shape, or the scope lacks `realm` or `site`.
        HieraError: A lookup failed.
    """
    scope = _scope(compiler, host)

    def find(key: str) -> Found | None:
        try:
            return compiler.hiera.find(key, scope)
        except HieraError as error:
            raise of_lookup(error) from error

    return function.kafka_config(find, scope, name, site)


def cluster_names(compiler: Compiler, host: str | None = None) -> list[str]:
    """Return the names of the clusters that a host sees, in the order of the data.

    Raises:
        HieraError: The lookup failed.
    """
    found = compiler.hiera.find("kafka_clusters", _scope(compiler, host))
    if found is None or not isinstance(found.value, dict):
        return []
    secret = found.trace.secret_keys
    return [name for name in found.value if isinstance(name, str) and name not in secret]


def _scope(compiler: Compiler, host: str | None) -> Scope:
    return Scope.of_discovery(compiler.inventory.variables) if host is None else compiler.scope(host)
