"""The clusters of an inventory with the hosts that belong to them, whichever scope they are seen in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

from hiera_kafka.catalog.resources import Plain, Setting
from hiera_kafka.errors import HieraKafkaError, Level, Position
from hiera_kafka.hiera import Found
from hiera_kafka.lint.context import InventoryView, NodeView
from hiera_kafka.model.base import Traced
from hiera_kafka.model.clusters import Clusters, build_clusters
from hiera_kafka.model.host_roles import KafkaNode, ZooKeeperNode
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.source import Key, Kind, Origin, Trace


class _Entry(Protocol):
    """What entries of both tables have."""

    @property
    def raw(self) -> Mapping[Any, Any]: ...


E = TypeVar("E", bound=_Entry)

ENVIRONMENT_KEY = "kafka_environment"
"""Hiera key that says what a host is for; `production` makes warnings of what is fine for trying things out."""


@dataclass(frozen=True)
class KafkaView:
    """A Kafka cluster.

    Attributes:
        name: Its key in `kafka_clusters`.
        cluster: As those hosts see it.
        nodes: Hosts of the inventory that are its brokers.
    """

    name: str
    cluster: Traced[KafkaCluster]
    nodes: tuple[NodeView, ...]


@dataclass(frozen=True)
class Listed:
    """An entry of `zookeeper_clusters` as the data has it; Wikimedia's has ids that the native model refuses.

    Attributes:
        raw: The plain data.
        trace: Where it came from.
    """

    raw: Mapping[Any, Any]
    trace: Trace

    @property
    def hosts(self) -> tuple[str, ...]:
        """Its members."""
        hosts = self.raw.get("hosts")
        return tuple(map(str, hosts)) if isinstance(hosts, dict) else ()


@dataclass(frozen=True)
class EnsembleView:
    """A ZooKeeper ensemble.

    Attributes:
        name: Its key in `zookeeper_clusters`.
        ensemble: As those hosts see it.
        nodes: Hosts of the inventory that are its members.
    """

    name: str
    ensemble: Listed
    nodes: tuple[NodeView, ...]


def clusters_of(node: NodeView) -> Clusters:
    """Return all clusters as a host sees them, whatever its dialect; those with errors are left out."""
    kept = _CLUSTERS.setdefault(node.site, {})
    found = [node.find(key) for key in ("zookeeper_clusters", "kafka_clusters")]
    # Lookups share values that are the same for many hosts, and nodes keep what they found.
    key = tuple(id(item.value) if item is not None else 0 for item in found)
    if key not in kept:
        kept[key] = build_clusters(*found)[0]
    return kept[key]


_CLUSTERS: WeakKeyDictionary[InventoryView, dict[tuple[int, ...], Clusters]] = WeakKeyDictionary()


def own_cluster(node: NodeView) -> tuple[str, Traced[KafkaCluster]] | None:
    """Return name and entry of the cluster that a host is a broker of, None when it is none or that is not clear."""
    model = node.model
    if model is not None:
        broker = model.service(KafkaNode)
        return None if broker is None else (broker.name, broker.cluster)
    clusters = clusters_of(node)
    name = _only(clusters.kafka_of(node.host), node)
    return None if name is None else (name, clusters.kafka[name])


def ensembles_of(node: NodeView) -> Mapping[str, Listed]:
    """Return all ensembles as a host sees them; those with a secret in them are left out, as compiling refuses them."""
    found = node.find("zookeeper_clusters")
    kept = _LISTED.setdefault(node.site, {})
    key = id(found.value) if found is not None else 0
    if key not in kept:
        kept[key] = _listed(found)
    return kept[key]


_LISTED: WeakKeyDictionary[InventoryView, dict[int, dict[str, Listed]]] = WeakKeyDictionary()


def _listed(found: Found | None) -> dict[str, Listed]:
    if found is None or not isinstance(found.value, dict):
        return {}
    secret = found.trace.secret_keys
    entries = {
        str(name): Listed(raw, found.trace.sub(name))
        for name, raw in found.value.items()
        if isinstance(raw, dict) and name not in secret and not found.trace.sub(name).holds_secret
    }
    # Keys such as %{facts.fqdn} are empty in the scope of no host.
    return {name: entry for name, entry in entries.items() if name and entry.hosts and "" not in entry.hosts}


def own_ensemble(node: NodeView) -> tuple[str, Listed] | None:
    """Return name and entry of the ensemble that a host is a member of, None when it is none or that is not clear."""
    model = node.model
    seen = ensembles_of(node)
    if model is not None:
        member = model.service(ZooKeeperNode)
        name = member.name if member is not None else None
    else:
        name = _only([name for name, entry in seen.items() if node.host in entry.hosts], node)
    return None if name is None else (name, seen[name])


def _only(listing: Sequence[str], node: NodeView) -> str | None:
    """Return the one of several entries that the host's catalog is made of."""
    if len(listing) == 1:
        return listing[0]
    made = {section.cluster for section in node.catalog.sections} if node.catalog is not None else set()
    chosen = [name for name in listing if name in made]
    return chosen[0] if len(chosen) == 1 else None


def kafka_views(site: InventoryView) -> tuple[KafkaView, ...]:
    """Return every cluster, each once for all hosts that see the same data."""
    seen = [(*own, node) for node in site.nodes if (own := own_cluster(node)) is not None]
    return tuple(KafkaView(*view) for view in _joined(site.clusters.kafka, seen))


def ensemble_views(site: InventoryView) -> tuple[EnsembleView, ...]:
    """Return every ensemble, each once for all hosts that see the same data."""
    seen = [(*own, node) for node in site.nodes if (own := own_ensemble(node)) is not None]
    try:
        discovered = _listed(site.hiera.find("zookeeper_clusters", site.discovery))
    except HieraKafkaError:
        discovered = {}  # reported where the data is read
    return tuple(EnsembleView(*view) for view in _joined(discovered, seen))


def _joined(
    discovered: Mapping[str, E], seen: Iterable[tuple[str, E, NodeView]]
) -> Iterator[tuple[str, E, tuple[NodeView, ...]]]:
    """Yield name, entry and hosts of each entry; hosts whose scopes give them equal data see the same one."""
    found: dict[tuple[str, str], tuple[E, list[NodeView]]] = {}
    texts: dict[int, str] = {}
    for name, entry, node in (*((name, entry, None) for name, entry in discovered.items()), *seen):
        text = texts.get(id(entry.raw)) or repr(entry.raw)
        texts[id(entry.raw)] = text
        nodes = found.setdefault((name, text), (entry, []))[1]
        if node is not None:
            nodes.append(node)
    return ((name, entry, tuple(nodes)) for (name, _), (entry, nodes) in found.items())


def key_position(of: Traced[KafkaCluster] | Listed, *path: Key) -> Position | None:
    """Return where the last key of a path is written, None where it stands in no file."""
    return next(iter(of.trace.key(*path).positions()), None)


def data_position(origin: Origin) -> Position | None:
    """Return the place in the data that a value rests on, None for a default."""
    return next(iter(origin.positions()), None)


def broker_options(node: NodeView) -> Mapping[str, Setting]:
    """Return the settings of a broker's server.properties by name; none when it has none or its data has errors."""
    catalog = node.catalog
    files = catalog.files() if catalog is not None else ()
    return {
        setting.name: setting
        for file in files
        if file.path.endswith("/server.properties")
        for setting in file.settings()
    }


def number(options: Mapping[str, Setting], name: str) -> int | None:
    """Return a setting as a whole number, None when it is not set or no number (reported elsewhere), or a secret."""
    setting = options.get(name)
    return None if setting is None or setting.value.secret else whole(setting.value.data)


def whole(data: Plain) -> int | None:
    """Return a value as a whole number, None when it is none."""
    if isinstance(data, bool) or data is None:
        return None
    try:
        return int(data) if not isinstance(data, float) or data.is_integer() else None
    except ValueError:
        return None


def from_data(setting: Setting | None) -> bool:
    """Return whether the data sets a setting by itself, rather than a default or a rule of ours."""
    return setting is not None and setting.value.origin.kind is Kind.DATA


def is_production(nodes: tuple[NodeView, ...]) -> bool:
    """Return whether the data of any of these hosts says that it is for production."""
    found = (node.find(ENVIRONMENT_KEY) for node in nodes)
    return any(item is not None and item.value == "production" for item in found)


def by_environment(nodes: tuple[NodeView, ...]) -> Level:
    """Return the level of what production must not have and a test may."""
    return Level.WARNING if is_production(nodes) else Level.INFO
