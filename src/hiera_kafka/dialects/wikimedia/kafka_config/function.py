"""Wikimedia's functions kafka_config and kafka_cluster_name, as pure functions of looked-up data.

They work on the raw data, not on the model: unknown keys of a broker pass through, and what the data does wrong is
refused where Puppet's functions trip over it.
"""

from __future__ import annotations

from typing import Any, Final

from hiera_kafka.dialects.wikimedia import ruby_calls
from hiera_kafka.dialects.wikimedia.errors import WikimediaError, refuse
from hiera_kafka.dialects.wikimedia.kafka_config.parts import (
    JMX_PORT,
    NIL,
    Find,
    Part,
    brokers_of,
    plain_key,
    public,
    root_of,
    trace_key,
    zookeeper_of,
)
from hiera_kafka.dialects.wikimedia.sites import variable
from hiera_kafka.errors import Position, nearest
from hiera_kafka.hiera.values import ruby
from hiera_kafka.scope import Scope
from hiera_kafka.source import Key, Origin, Trace

OWN_SITE: Final[Any] = object()
"""Stands for a site that is not given; None is Puppet's undef, which is another thing."""

_NOTHING = Trace(Origin.given("nothing"))


class KafkaConfig(Part):
    """What kafka_config answers: the hash that Puppet's function returns, and where all in it came from."""

    __slots__ = ()


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
        ModelError: `secret-in-the-clear`: what it answers stands in the clear wherever it is used.
        HieraError: A lookup failed.
    """
    found = public(find, "kafka_clusters")
    clusters = {} if found is None else ruby_calls.as_hash(found.value, "key?", "kafka_clusters", root_of(found))
    traces = _NOTHING if found is None else found.trace
    wanted = "" if name is None else name  # old functions are given an empty text for undef
    if ruby_calls.has_key(clusters, wanted):
        cluster_name, named = wanted, traces.key(trace_key(wanted))
    else:
        cluster_name, named = _cluster_name(find, scope, name, site, strict)
    cluster = ruby_calls.fetch(clusters, cluster_name)
    known = ruby_calls.truthy(cluster)
    if not known:
        # Puppet goes on with a cluster of this one host, and then misses the name of its ZooKeeper cluster.
        cluster = {"brokers": {ruby.text(variable(scope, "fqdn", strict=False)): {"id": "1"}}}
    trace = traces.sub(trace_key(cluster_name)) if known else Trace(Origin.default("kafka_config: cluster of one host"))
    try:
        zookeeper = zookeeper_of(find, cluster, cluster_name, trace, named)
    except WikimediaError as error:
        if known or error.category != "ruby_nil":
            raise
        if ruby_calls.has_key(clusters, cluster_name):
            what, empty = (
                f"cluster {ruby.text(cluster_name)!r} of kafka_clusters",
                traces.at(trace_key(cluster_name)).position,
            )
            raise refuse("puppet-nil", f"{what}: a hash is needed, found nothing", empty, note=NIL) from error
        raise _unknown_cluster(wanted, cluster_name, clusters, root_of(found)) from error
    brokers = brokers_of(cluster, cluster_name, trace)
    value = {"name": cluster_name, "brokers": brokers.value, "jmx_port": JMX_PORT, "zookeeper": zookeeper.value}
    children: dict[Key, Trace] = {
        "name": Trace(named),
        "brokers": brokers.trace,
        "jmx_port": Trace(Origin.default("kafka_config: jmx_port")),
        "zookeeper": zookeeper.trace,
    }
    return KafkaConfig(value, Trace(Origin.derived("kafka_config", trace.origin), children))


def _cluster_name(find: Find, scope: Scope, prefix: Any, site: Any, strict: bool) -> tuple[Any, Origin]:
    found = public(find, "kafka_cluster_name")
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


def _unknown_cluster(
    wanted: Any, cluster_name: Any, clusters: dict[Any, Any], where: Position | None
) -> WikimediaError:
    known = [ruby.text(plain_key(name)) for name in clusters]
    near = nearest(ruby.text(cluster_name), known) or nearest(ruby.text(wanted), known)
    asked = f"no Kafka cluster is named {ruby.text(wanted)!r}"
    if wanted != cluster_name:
        asked += f" or {ruby.text(cluster_name)!r}"
    return refuse(
        "puppet-unknown-cluster",
        f"{asked}, kafka_clusters has: {', '.join(known) or 'none'}",
        where,
        hint=f"did you mean {near!r}?" if near else None,
        note=NIL,
    )
