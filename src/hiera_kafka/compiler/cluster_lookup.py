"""The clusters that the data of a scope names."""

from __future__ import annotations

from hiera_kafka.errors import Diagnostic, HieraKafkaError
from hiera_kafka.hiera import Found, Hiera
from hiera_kafka.model.clusters import Clusters, build_clusters
from hiera_kafka.scope import Scope


class ClusterLookup:
    """Looks up `zookeeper_clusters` and `kafka_clusters`, and builds once what several hosts see alike."""

    def __init__(self, hiera: Hiera) -> None:
        self._hiera = hiera
        # With the values, since an id is that of one object only as long as the object is there.
        self._built: dict[tuple[int, int, bool], tuple[object, tuple[Clusters, list[Diagnostic]]]] = {}

    def of(self, scope: Scope, *, discovery: bool = False) -> tuple[Clusters, tuple[Diagnostic, ...]]:
        """Return all clusters as a scope sees them, and what is wrong with them.

        Args:
            scope: Of a host, or of the inventory.
            discovery: Whether it is the lookup that names the hosts.
        """
        failed: dict[Diagnostic, None] = {}
        hashes: list[Found | None] = []
        for key in ("zookeeper_clusters", "kafka_clusters"):
            try:
                hashes.append(self._hiera.find(key, scope))
            except HieraKafkaError as error:
                failed.update(dict.fromkeys(error.diagnostics))
                hashes.append(None)
        warnings = [diagnostic for item in hashes if item for diagnostic in item.diagnostics]
        clusters, found = self._build(hashes[0], hashes[1], discovery=discovery)
        if failed:
            # The ensembles may well be there, in the table that could not be read.
            found = [diagnostic for diagnostic in found if diagnostic.id != "unknown-zookeeper-cluster"]
        return clusters, (*failed, *warnings, *found)

    def _build(
        self, zookeeper: Found | None, kafka: Found | None, *, discovery: bool
    ) -> tuple[Clusters, list[Diagnostic]]:
        """Build the clusters of one scope, once where several hosts see the very same data.

        Lookups share what no variable changes, so that the same object has the same origins as well.
        """
        values = tuple(found.value if found is not None else None for found in (zookeeper, kafka))
        if not all(value is None or isinstance(value, dict) for value in values):
            return build_clusters(zookeeper, kafka, discovery=discovery)
        key = (id(values[0]), id(values[1]), discovery)
        kept = self._built.get(key)
        if kept is None:
            kept = self._built[key] = (values, build_clusters(zookeeper, kafka, discovery=discovery))
        return kept[1]
