"""The two halves of kafka_config's answer: a cluster's ZooKeeper and its brokers."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from hiera_kafka.dialects.wikimedia import ruby_calls
from hiera_kafka.dialects.wikimedia.errors import WikimediaError, refuse
from hiera_kafka.dialects.wikimedia.sites import missing_key
from hiera_kafka.errors import ModelError, Position, nearest
from hiera_kafka.hiera import Found
from hiera_kafka.hiera.values import ruby
from hiera_kafka.model.base import secret_names, secret_value
from hiera_kafka.source import Key, Origin, Trace

Find = Callable[[str], Found | None]
"""Looks a key up for the host, None when nothing is found; `Host.find` is one."""

PORT: Final = "9092"
SSL_PORT: Final = "9093"
JMX_PORT: Final = "9999"
NIL: Final = "Puppet says: undefined method `[]' for nil"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the answer.

    Attributes:
        value: A copy, to be changed freely.
        trace: Origins in the same shape.
    """

    value: dict[str, Any]
    trace: Trace


def public(find: Find, key: str) -> Found | None:
    """Return what a key is that names clusters and hosts.

    Raises:
        ModelError: `secret-in-the-clear`: one of the names is a secret. Other values may be.
    """
    found = find(key)
    if found is None or not found.holds_secret:
        return found
    if not isinstance(found.value, dict):
        raise ModelError(secret_value(key, found.trace))
    problems = secret_names(key, found.trace)
    for entry in found.trace.children.values():
        for members in ("brokers", "hosts"):
            problems += secret_names(f"{members} of an entry of {key}", entry.sub(members))
        ensemble = entry.children.get("zookeeper_cluster_name")
        if ensemble is not None and ensemble.holds_secret:
            problems.append(secret_value(f"zookeeper_cluster_name of an entry of {key}", ensemble))
    if problems:
        raise ModelError(problems)
    return found


def zookeeper_of(find: Find, cluster: Any, cluster_name: Any, trace: Trace, named: Origin) -> Part:
    """Return name, hosts, chroot and URL of a cluster's ZooKeeper.

    Args:
        find: Looks a key up for the host.
        cluster: The cluster's data.
        cluster_name: Its name.
        trace: Origins of its data.
        named: Origin of its name.

    Raises:
        WikimediaError: Puppet would refuse.
        HieraError: The lookup failed.
    """
    what = f"cluster {cluster_name!r} of kafka_clusters"
    ensemble_name = ruby_calls.index(cluster, "zookeeper_cluster_name", what, trace.origin.position)
    name_origin = trace.at("zookeeper_cluster_name")
    found = public(find, "zookeeper_clusters")
    if found is None:
        raise missing_key("zookeeper_clusters")
    ensemble = ruby_calls.index(found.value, ensemble_name, "zookeeper_clusters", root_of(found))
    if ensemble is None and ensemble_name is None:
        raise refuse("puppet-nil", f"{what} has no zookeeper_cluster_name", name_origin.position, note=NIL)
    hosts_trace = found.trace.sub(trace_key(ensemble_name), "hosts")
    what = f"ZooKeeper cluster {ensemble_name!r} of zookeeper_clusters"
    at = name_origin.position if ensemble is None else hosts_trace.origin.position
    if isinstance(ensemble_name, str) and isinstance(found.value, dict) and ensemble_name not in found.value:
        raise _unknown_ensemble(ensemble_name, cluster_name, found.value, at)
    members = ruby_calls.index(ensemble, "hosts", what, at)
    hosts = ruby_calls.sort(
        list(map(plain_key, ruby_calls.as_hash(members, "keys", f"hosts of {what}", at))), f"hosts of {what}", at
    )
    origins = [hosts_trace.key(trace_key(host)) for host in hosts]
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
    return Part(value, Trace(Origin.derived("kafka_config: zookeeper", name_origin), children))


def brokers_of(cluster: Any, cluster_name: Any, trace: Trace) -> Part:
    """Return hash, lists and strings of a cluster's brokers.

    Args:
        cluster: The cluster's data.
        cluster_name: Its name.
        trace: Origins of its data.

    Raises:
        WikimediaError: Puppet would refuse.
    """
    what = f"brokers of cluster {cluster_name!r}"
    trace = trace.sub("brokers")
    at = trace.origin.position
    raw = ruby_calls.index(cluster, "brokers", what, at)
    brokers: dict[Any, Any] = {}
    traces: dict[Key, Trace] = {}
    for host, given in ruby_calls.each_pair(raw, what, at):
        broker_trace = trace.sub(trace_key(host))
        # A list of pairs gets as far as this as well, and is refused below, where Puppet asks it for its keys.
        conf = _with_ports(
            given, f"broker {ruby.text(host)!r} of cluster {cluster_name!r}", broker_trace.origin.position
        )
        if isinstance(raw, dict):
            brokers[host], traces[trace_key(host)] = conf, _broker_trace(broker_trace, given)
    raw = ruby_calls.as_hash(raw, "keys", what, at)
    names = list(map(plain_key, raw))
    array = ruby_calls.sort(names, what, at)
    string = _addresses(brokers, "port")
    ssl_array = _addresses(brokers, "ssl_port")
    graphite = sorted((f"{_underscored(host, what, at)}_{JMX_PORT}" for host in names), key=_bytes)
    keys = {host: trace.key(trace_key(host)) for host in raw}
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
        return Origin.derived(f"kafka_config: host:{port}", keys[host], traces[trace_key(host)].at(port))

    plain = Origin.derived("kafka_config: brokers, sorted", *(address(host, "port") for _, host in string))
    tls = [address(host, "ssl_port") for _, host in ssl_array]
    children: dict[Key, Trace] = {
        "hash": Trace(trace.origin, traces, {trace_key(host): origin for host, origin in keys.items()}),
        "array": _list_trace(
            "kafka_config: brokers, sorted", trace.origin, [trace.key(trace_key(host)) for host in array]
        ),
        "string": Trace(plain),
        "ssl_array": _list_trace("kafka_config: brokers, sorted", trace.origin, tls),
        "ssl_string": Trace(Origin.derived("kafka_config: brokers, sorted", *tls)),
        "graphite": Trace(Origin.derived("kafka_config: host_9999 of each broker", *keys.values())),
        "size": Trace(Origin.derived("kafka_config: number of brokers", trace.origin)),
    }
    return Part(value, Trace(trace.origin, children))


def _with_ports(conf: Any, what: str, where: Position | None) -> Any:
    """Return a copy of a broker's data in which both ports are set; 0 and empty text count as set.

    Text that happens to hold the words passes as well: Ruby takes them for the ports.
    """
    whole = copy.deepcopy(conf)
    for key, default in (("ssl_port", SSL_PORT), ("port", PORT)):
        if ruby_calls.truthy(ruby_calls.index(conf, key, what, where)):
            continue
        if not isinstance(whole, dict):
            raise ruby_calls.no_method(conf, "[]=", what, where)
        whole[key] = default
    return whole


def _broker_trace(trace: Trace, conf: Any) -> Trace:
    if not isinstance(conf, dict):
        return trace
    defaults: dict[Key, Trace] = {
        key: Trace(Origin.default(f"kafka_config: {key}"))
        for key in ("ssl_port", "port")
        if not ruby_calls.truthy(conf.get(key))
    }
    return Trace(trace.origin, {**trace.children, **defaults}, trace.keys)


def _addresses(brokers: dict[Any, Any], port: str) -> list[tuple[str, Any]]:
    """Return `host:port` and host of each broker, sorted as text."""
    found = [
        (f"{ruby.text(host)}:{ruby.text(ruby_calls.index(conf, port, port))}", host) for host, conf in brokers.items()
    ]
    return sorted(found, key=lambda pair: _bytes(pair[0]))


def _underscored(host: Any, what: str, where: Position | None) -> str:
    if not isinstance(host, str):
        raise ruby_calls.no_method(host, "tr", f"name of one of the {what}", where, "text")
    return host.replace(".", "_")


def _joined(values: list[Any]) -> str:
    return ",".join(map(ruby.text, values))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def plain_key(key: Any) -> Any:
    """Return a key of a hash as the value that it stands for."""
    return key.value if isinstance(key, ruby.OddKey) else key


def trace_key(key: Any) -> Key:
    """Return a key of a hash as traces have it."""
    return key if isinstance(key, str | int) else ruby.text(key)


def _list_trace(rule: str, around: Origin, origins: list[Origin]) -> Trace:
    return Trace(Origin.derived(rule, around), {number: Trace(origin) for number, origin in enumerate(origins)})


def root_of(found: Found | None) -> Position | None:
    """Return where a looked-up value stands as a whole."""
    return None if found is None else found.trace.origin.position


def _unknown_ensemble(
    ensemble: str, cluster_name: Any, ensembles: dict[Any, Any], where: Position | None
) -> WikimediaError:
    known = [ruby.text(plain_key(name)) for name in ensembles]
    near = nearest(ensemble, known)
    return refuse(
        "puppet-unknown-cluster",
        f"cluster {ruby.text(cluster_name)!r} names the ZooKeeper cluster {ensemble!r}, "
        f"zookeeper_clusters has: {', '.join(known) or 'none'}",
        where,
        hint=f"did you mean {near!r}?" if near else "the host may read another zookeeper_clusters than kafka_clusters",
        note=NIL,
    )
