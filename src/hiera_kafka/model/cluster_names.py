"""Which cluster a name or prefix means (Wikimedia's functions kafka_cluster_name and kafka_config, reference wmf 2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any


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
