"""Which cluster a name or prefix means (Wikimedia's functions kafka_cluster_name and kafka_config, reference wmf 2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from hiera_kafka.model.lookups import Find
from hiera_kafka.scope import Scope

LEGACY_NAME_KEY = "kafka_cluster_name"
"""Old top-level key that names the cluster of a host."""


def full_cluster_name(
    prefix: str, known: Collection[str], variables: Mapping[str, Any], override: str | None = None
) -> str:
    """Return the full name of the cluster that `prefix` means on a host.

    Args:
        prefix: A full name such as `test-eqiad`, or a prefix such as `main`.
        known: Names of all clusters; a full name among them wins over the prefix logic.
        variables: The host's top-scope variables; `realm`, `site` and `wmcs_project` are read.
        override: Value of the top-level key `kafka_cluster_name`, which wins over the prefix logic.
    """
    if prefix in known:
        return prefix
    if override is not None:
        return override
    suffix = variables.get("wmcs_project") if variables.get("realm") == "labs" else variables.get("site")
    return f"{prefix}-{suffix}" if suffix else prefix


def known_clusters(find: Find) -> list[str]:
    """Return the names of all Kafka clusters that a host sees, in the order of the data."""
    found = find("kafka_clusters")
    if found is None or not isinstance(found.value, dict):
        return []
    secret = found.trace.secret_keys
    return [str(name) for name in found.value if name not in secret]


def full_name(find: Find, scope: Scope, name: str) -> str:
    """Return the full name of the cluster that a name or prefix means on a host.

    Args:
        find: Looks keys up for the host.
        scope: Its facts and variables.
        name: A full name or a prefix.
    """
    override = find(LEGACY_NAME_KEY)
    given = str(override.value) if override is not None and override.value is not None else None
    return full_cluster_name(name, known_clusters(find), {**scope.facts, **scope.variables}, given)
