"""Wikimedia's functions kafka_config and kafka_cluster_name, as pure functions of looked-up data.

They work on the raw data, not on the model: unknown keys of a broker pass through, and what the data does wrong is
refused where Puppet's functions trip over it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from hiera_kafka.errors import Position, nearest
from hiera_kafka.hiera import Found, ruby
from hiera_kafka.scope import Scope
from hiera_kafka.source import Key, Origin, Trace
from hiera_kafka.wikimedia import rubycalls
from hiera_kafka.wikimedia.errors import WikimediaError, refuse
from hiera_kafka.wikimedia.sites import missing_key, variable

Find = Callable[[str], Found | None]
"""Looks a key up for the host, None when nothing is found; `Host.find` is one."""

OWN_SITE: Final[Any] = object()
"""Stands for a site that is not given; None is Puppet's undef, which is another thing."""

PORT: Final = "9092"
SSL_PORT: Final = "9093"
JMX_PORT: Final = "9999"
_NIL = "Puppet says: undefined method `[]' for nil"
_NOTHING = Trace(Origin.given("nothing"))


@dataclass(frozen=True, slots=True)
class KafkaConfig:
    """What kafka_config answers.

    Attributes:
        value: The hash that Puppet's function returns; a copy, to be changed freely.
        trace: Origins in the same shape.
    """

    value: dict[str, Any]
    trace: Trace


def kafka_cluster_name(find: Find, scope: Scope, prefix: Any, site: Any = OWN_SITE, *, strict: bool = True) -> Any:
    """Return the full name of the cluster that a prefix means on a host.

    The key `kafka_cluster_name` of the data, when it is there, is the name whatever the prefix is. Otherwise it is
    `<prefix>-<project>` in the realm `labs` and `<prefix>-<site>` in any other.

    Args:
        find: Looks a key up for the host.
        scope: Facts and top-scope variables of the host: realm, site, wmcs_project.
        prefix: For instance `main`.
        site: For instance `eqiad`; left out, it is the host's own. None is Puppet's undef: no site at all.
        strict: Whether an unknown variable is an error.

    Returns:
        Text, or whatever the data has below `kafka_cluster_name`.

    Raises:
        WikimediaError: `undefined_variable`.
        HieraError: The lookup failed.
    """
    return _cluster_name(find, scope, prefix, site, strict)[0]


def kafka_config(find: Find, scope: Scope, name: Any, site: Any = OWN_SITE, *, strict: bool = True) -> KafkaConfig:
    """Return brokers, ports and ZooKeeper of a cluster, as Wikimedia's function of that name does.

    Args:
        find: Looks a key up for the host.
        scope: Facts and top-scope variables of the host.
        name: Name of a cluster; one that `kafka_clusters` does not have is a prefix, see kafka_cluster_name.
        site: Site for the prefix; see kafka_cluster_name.
        strict: Whether an unknown variable is an error.

    Returns:
        Keys `name`, `brokers` (`hash`, `array`, `string`, `ssl_array`, `ssl_string`, `graphite`, `size`), `jmx_port`
        and `zookeeper` (`name`, `hosts`, `chroot`, `url`).

    Raises:
        WikimediaError: Puppet would refuse: there is no such cluster, or its data has the wrong shape.
        HieraError: A lookup failed.
    """
    found = find("kafka_clusters")
    clusters = {} if found is None else rubycalls.as_hash(found.value, "key?", "kafka_clusters", _root(found))
    traces = _NOTHING if found is None else found.trace
    wanted = "" if name is None else name  # old functions are given an empty text for undef
    if rubycalls.has_key(clusters, wanted):
        cluster_name, named = wanted, traces.key(_key(wanted))
    else:
        cluster_name, named = _cluster_name(find, scope, name, site, strict)
    cluster = rubycalls.fetch(clusters, cluster_name)
    known = rubycalls.truthy(cluster)
    if not known:
        # Puppet goes on with a cluster of this one host, and then misses the name of its ZooKeeper cluster.
        cluster = {"brokers": {ruby.text(variable(scope, "fqdn", strict=False)): {"id": "1"}}}
    trace = traces.sub(_key(cluster_name)) if known else Trace(Origin.default("kafka_config: cluster of one host"))
    try:
        zookeeper = _zookeeper(find, cluster, cluster_name, trace, named)
    except WikimediaError as error:
        if known or error.category != "ruby_nil":
            raise
        if rubycalls.has_key(clusters, cluster_name):
            what, empty = (
                f"cluster {ruby.text(cluster_name)!r} of kafka_clusters",
                traces.at(_key(cluster_name)).position,
            )
            raise refuse("puppet-nil", f"{what}: a hash is needed, found nothing", empty, note=_NIL) from error
        raise _unknown_cluster(wanted, cluster_name, clusters, _root(found)) from error
    brokers = _brokers(cluster, cluster_name, trace)
    value = {"name": cluster_name, "brokers": brokers.value, "jmx_port": JMX_PORT, "zookeeper": zookeeper.value}
    children: dict[Key, Trace] = {
        "name": Trace(named),
        "brokers": brokers.trace,
        "jmx_port": Trace(Origin.default("kafka_config: jmx_port")),
        "zookeeper": zookeeper.trace,
    }
    return KafkaConfig(value, Trace(Origin.derived("kafka_config", trace.origin), children))


def _cluster_name(find: Find, scope: Scope, prefix: Any, site: Any, strict: bool) -> tuple[Any, Origin]:
    found = find("kafka_cluster_name")
    if found is not None:
        return found.value, found.trace.origin
    if site is OWN_SITE or site is False:
        site = variable(scope, "site", strict=strict)
    suffix, rule = site, "site"
    if variable(scope, "realm", strict=strict) == "labs":
        suffix, rule = variable(scope, "wmcs_project", strict=strict), "wmcs_project"
    origin = Origin.derived(
        f"kafka_cluster_name: prefix and {rule}", Origin.given("argument prefix"), Origin.given(f"variable {rule}")
    )
    return f"{ruby.text(prefix)}-{ruby.text(suffix)}", origin


def _zookeeper(find: Find, cluster: Any, cluster_name: Any, trace: Trace, named: Origin) -> KafkaConfig:
    what = f"cluster {cluster_name!r} of kafka_clusters"
    ensemble_name = rubycalls.index(cluster, "zookeeper_cluster_name", what, trace.origin.position)
    name_origin = trace.at("zookeeper_cluster_name")
    found = find("zookeeper_clusters")
    if found is None:
        raise missing_key("zookeeper_clusters")
    ensemble = rubycalls.index(found.value, ensemble_name, "zookeeper_clusters", _root(found))
    if ensemble is None and ensemble_name is None:
        raise refuse("puppet-nil", f"{what} has no zookeeper_cluster_name", name_origin.position, note=_NIL)
    hosts_trace = found.trace.sub(_key(ensemble_name), "hosts")
    what = f"ZooKeeper cluster {ensemble_name!r} of zookeeper_clusters"
    at = name_origin.position if ensemble is None else hosts_trace.origin.position
    if isinstance(ensemble_name, str) and isinstance(found.value, dict) and ensemble_name not in found.value:
        raise _unknown_ensemble(ensemble_name, cluster_name, found.value, at)
    members = rubycalls.index(ensemble, "hosts", what, at)
    hosts = rubycalls.sort(
        list(map(_plain_key, rubycalls.as_hash(members, "keys", f"hosts of {what}", at))), f"hosts of {what}", at
    )
    origins = [hosts_trace.key(_key(host)) for host in hosts]
    chroot = f"/kafka/{ruby.text(cluster_name)}"
    path = Origin.derived("kafka_config: /kafka/ and the name of the cluster", named)
    value = {
        "name": ensemble_name,
        "hosts": hosts,
        "chroot": chroot,
        "url": f"{_joined(hosts)}{chroot}",
    }
    children: dict[Key, Trace] = {
        "name": Trace(name_origin),
        "hosts": _list_trace("kafka_config: hosts of ZooKeeper, sorted", hosts_trace.origin, origins),
        "chroot": Trace(path),
        "url": Trace(Origin.derived("kafka_config: hosts of ZooKeeper and the chroot", *origins, named)),
    }
    return KafkaConfig(value, Trace(Origin.derived("kafka_config: zookeeper", name_origin), children))


def _brokers(cluster: Any, cluster_name: Any, trace: Trace) -> KafkaConfig:
    what = f"brokers of cluster {cluster_name!r}"
    trace = trace.sub("brokers")
    at = trace.origin.position
    raw = rubycalls.index(cluster, "brokers", what, at)
    brokers: dict[Any, dict[Any, Any]] = {}
    traces: dict[Key, Trace] = {}
    for host, given in rubycalls.each_pair(raw, what, at):
        broker_trace = trace.sub(_key(host))
        # A list of pairs gets as far as this as well, and is refused below, where Puppet asks it for its keys.
        conf = _with_ports(
            given, f"broker {ruby.text(host)!r} of cluster {cluster_name!r}", broker_trace.origin.position
        )
        if isinstance(raw, dict):
            brokers[host], traces[_key(host)] = conf, _broker_trace(broker_trace, given)
    raw = rubycalls.as_hash(raw, "keys", what, at)
    names = list(map(_plain_key, raw))
    array = rubycalls.sort(names, what, at)
    string = _addresses(brokers, "port")
    ssl_array = _addresses(brokers, "ssl_port")
    graphite = sorted((f"{_underscored(host, what, at)}_{JMX_PORT}" for host in names), key=_bytes)
    keys = {host: trace.key(_key(host)) for host in raw}
    value = {
        "hash": brokers,
        "array": array,
        "string": ",".join(address for address, _ in string),
        "ssl_array": [address for address, _ in ssl_array],
        "ssl_string": ",".join(address for address, _ in ssl_array),
        "graphite": "{" + ",".join(graphite) + "}",
        "size": len(raw),
    }

    def address(host: Any, port: str) -> Origin:
        return Origin.derived(f"kafka_config: host:{port}", keys[host], traces[_key(host)].at(port))

    plain = Origin.derived("kafka_config: brokers, sorted", *(address(host, "port") for _, host in string))
    tls = [address(host, "ssl_port") for _, host in ssl_array]
    children: dict[Key, Trace] = {
        "hash": Trace(trace.origin, traces, {_key(host): origin for host, origin in keys.items()}),
        "array": _list_trace("kafka_config: brokers, sorted", trace.origin, [trace.key(_key(host)) for host in array]),
        "string": Trace(plain),
        "ssl_array": _list_trace("kafka_config: brokers, sorted", trace.origin, tls),
        "ssl_string": Trace(Origin.derived("kafka_config: brokers, sorted", *tls)),
        "graphite": Trace(Origin.derived("kafka_config: host_9999 of each broker", *keys.values())),
        "size": Trace(Origin.derived("kafka_config: number of brokers", trace.origin)),
    }
    return KafkaConfig(value, Trace(trace.origin, children))


def _with_ports(conf: Any, what: str, where: Position | None) -> dict[Any, Any]:
    """Return a copy of a broker's hash in which both ports are set; 0 and empty text count as set."""
    for key in ("ssl_port", "port"):
        rubycalls.index(conf, key, what, where)
    if not isinstance(conf, dict):
        raise rubycalls.no_method(conf, "[]=", what, where)
    whole = copy.deepcopy(conf)
    for key, default in (("ssl_port", SSL_PORT), ("port", PORT)):
        if not rubycalls.truthy(whole.get(key)):
            whole[key] = default
    return whole


def _broker_trace(trace: Trace, conf: dict[Any, Any]) -> Trace:
    defaults: dict[Key, Trace] = {
        key: Trace(Origin.default(f"kafka_config: {key}"))
        for key in ("ssl_port", "port")
        if not rubycalls.truthy(conf.get(key))
    }
    return Trace(trace.origin, {**trace.children, **defaults}, trace.keys)


def _addresses(brokers: dict[Any, dict[Any, Any]], port: str) -> list[tuple[str, Any]]:
    """Return `host:port` and host of each broker, sorted as text."""
    found = [(f"{ruby.text(host)}:{ruby.text(conf[port])}", host) for host, conf in brokers.items()]
    return sorted(found, key=lambda pair: _bytes(pair[0]))


def _underscored(host: Any, what: str, where: Position | None) -> str:
    if not isinstance(host, str):
        raise rubycalls.no_method(host, "tr", f"name of one of the {what}", where, "text")
    return host.replace(".", "_")


def _joined(values: list[Any]) -> str:
    return ",".join(map(ruby.text, values))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _plain_key(key: Any) -> Any:
    return key.value if isinstance(key, ruby.OddKey) else key


def _key(key: Any) -> Key:
    """Return a key as traces have it."""
    return key if isinstance(key, str | int) else ruby.text(key)


def _list_trace(rule: str, around: Origin, origins: list[Origin]) -> Trace:
    return Trace(Origin.derived(rule, around), {number: Trace(origin) for number, origin in enumerate(origins)})


def _root(found: Found | None) -> Position | None:
    return None if found is None else found.trace.origin.position


def _unknown_cluster(
    wanted: Any, cluster_name: Any, clusters: dict[Any, Any], where: Position | None
) -> WikimediaError:
    known = [ruby.text(_plain_key(name)) for name in clusters]
    near = nearest(ruby.text(cluster_name), known) or nearest(ruby.text(wanted), known)
    asked = f"no Kafka cluster is named {ruby.text(wanted)!r}"
    if wanted != cluster_name:
        asked += f" or {ruby.text(cluster_name)!r}"
    return refuse(
        "puppet-unknown-cluster",
        f"{asked}, kafka_clusters has: {', '.join(known) or 'none'}",
        where,
        hint=f"did you mean {near!r}?" if near else None,
        note=_NIL,
    )


def _unknown_ensemble(
    ensemble: str, cluster_name: Any, ensembles: dict[Any, Any], where: Position | None
) -> WikimediaError:
    known = [ruby.text(_plain_key(name)) for name in ensembles]
    near = nearest(ensemble, known)
    return refuse(
        "puppet-unknown-cluster",
        f"cluster {ruby.text(cluster_name)!r} names the ZooKeeper cluster {ensemble!r}, "
        f"zookeeper_clusters has: {', '.join(known) or 'none'}",
        where,
        hint=f"did you mean {near!r}?" if near else "the host may read another zookeeper_clusters than kafka_clusters",
        note=_NIL,
    )
