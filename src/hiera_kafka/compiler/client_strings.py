"""The strings that clients of a cluster are given."""

from __future__ import annotations

from hiera_kafka.compiler.compiler import Compiler
from hiera_kafka.dialects.base import ClientStrings
from hiera_kafka.errors import Diagnostic, ProjectError, nearest

__all__ = ["ClientStrings", "client_strings"]


def client_strings(compiler: Compiler, cluster: str | None = None) -> list[ClientStrings]:
    """Return the strings of one cluster, or of all.

    Raises:
        HieraKafkaError: The data has errors, or no cluster has that name.
    """
    compiler.check()
    clusters = compiler.clusters
    if cluster is not None and cluster not in clusters.kafka:
        near = nearest(cluster, list(clusters.kafka))
        raise ProjectError(
            Diagnostic(
                "unknown-cluster",
                f"no Kafka cluster is named {cluster!r}, known are: {', '.join(clusters.kafka) or 'none'}",
                where=(compiler.position,),
                hint=f"did you mean {near!r}?" if near else None,
            )
        )
    found = (compiler.dialect.client_strings(name) for name in clusters.kafka if cluster in (None, name))
    return [strings for strings in found if strings is not None]
