"""profile::kafka::kafka_kit: what the tool topicmappr needs to know of the cluster."""

from __future__ import annotations

from hiera_kafka.catalog.resources import File, Setting
from hiera_kafka.dialects.wikimedia.broker.server_properties import entry
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.errors import refuse
from hiera_kafka.dialects.wikimedia.parameters import Argument
from hiera_kafka.hiera.values import ruby

PACKAGES = ("kafka-kit", "kafka-kit-prometheus-metricsfetcher")
_RULE = "profile::kafka::kafka_kit"
_FETCHER = "KAFKA_KIT_METRICSFETCHER"
_UNQUOTED = {f"{_FETCHER}_BROKER_ID_LABEL", f"{_FETCHER}_COMPRESS"}


def profile(compilation: Compilation, config: Argument, label: Argument) -> File:
    """Return the file that sets topicmappr's environment.

    Args:
        compilation: The host's.
        config: What kafka_config says of its cluster.
        label: Value of the Prometheus label `cluster`.

    Raises:
        WikimediaError: `type_mismatch`, without any ZooKeeper.
    """
    exports = _exports(compilation, config, label)
    return File(
        "/etc/profile.d/kafka_kit.sh",
        "wikimedia/etc/profile.d/kafka_kit.sh.j2",
        {
            "exports": tuple(Setting(name, argument.value) for name, argument in exports.items()),
            "unquoted": tuple(sorted(_UNQUOTED)),
        },
        "root",
        "root",
        "0644",
        verbatim=True,
    )


def _exports(compilation: Compilation, config: Argument, label: Argument) -> dict[str, Argument]:
    name, hosts, chroot = config.at("name"), config.at("zookeeper", "hosts"), config.at("zookeeper", "chroot")
    brokers = config.at("brokers", "hash")
    if not hosts.data:
        raise refuse(
            "puppet-type-mismatch",
            "the ZooKeeper cluster of the brokers has no hosts, and topicmappr needs the first of them",
            hosts.origin.position,
            note="Puppet says that zookeeper_address expects a String value, got Undef",
        )
    first = hosts.at(0)
    targets = {host: f"{ruby.text(host).partition('.')[0]}:9100" for host in brokers.data}
    ids = ",".join(f"{targets[host]}={entry(brokers.at(host), 'id').text}" for host in brokers.data)
    query = f'node_filesystem_avail_bytes{{instance=~"({"|".join(targets.values())})", mountpoint="/srv"}}'
    size = f'max(kafka_log_Size{{cluster="{label.text}"}}) by (topic,partition)'
    site = compilation.top_scope("site")
    return {
        "TOPICMAPPR_ZK_ADDR": first,
        "TOPICMAPPR_ZK_PREFIX": chroot,
        "TOPICMAPPR_KAFKA_ADDR": config.at("brokers", "string"),
        "TOPICMAPPR_ZK_METRICS_PREFIX": Argument.derived(
            f"kafka/{name.text}/topicmappr", f"{_RULE}: path of the cluster's metrics", name.origin
        ),
        f"{_FETCHER}_BROKER_ID_LABEL": Argument.constant("instance", f"{_RULE}: label of brokers"),
        f"{_FETCHER}_BROKER_ID_MAP": Argument.derived(ids, f"{_RULE}: target and id of each broker", brokers.origin),
        f"{_FETCHER}_BROKER_STORAGE_QUERY": Argument.derived(
            query, f"{_RULE}: free space of each broker", brokers.origin
        ),
        f"{_FETCHER}_COMPRESS": Argument.constant("true", f"{_RULE}: compression"),
        f"{_FETCHER}_PARTITION_SIZE_QUERY": Argument.derived(
            size, f"{_RULE}: size of each partition, by label", label.origin
        ),
        f"{_FETCHER}_PROMETHEUS_URL": Argument.derived(
            f"http://prometheus.svc.{site.text}.wmnet/ops", f"{_RULE}: Prometheus of the site", site.origin
        ),
        f"{_FETCHER}_ZK_ADDR": Argument.derived(
            f"{first.text}{chroot.text}", f"{_RULE}: first ZooKeeper and chroot", first.origin, chroot.origin
        ),
    }
