"""Hiera keys that somebody looks up: those of the models, and those of Wikimedia's Kafka and ZooKeeper profiles."""

from __future__ import annotations

import functools
import re

from hiera_kafka.errors import nearest

NAMESPACES = ("profile::kafka::", "profile::zookeeper::")
"""Keys that begin so belong to profiles whose parameters are all known here."""

_WORDS = ("kafka", "zookeeper")
_SLIPS = 2
_BETWEEN = re.compile("[:_]+")
_TOP = (
    "classes",
    "cluster",
    "contactgroups",
    "datacenters",
    "kafka_brokers_jumbo",
    "kafka_brokers_logging",
    "kafka_brokers_main",
    "kafka_clusters",
    "kafka_environment",
    "kafka_message_max_bytes",
    "kafkamon_hosts",
    "lookup_options",
    "statsd",
    "zookeeper_clusters",
    "zookeeper_flink_hosts",
    "zookeeper_hosts_main",
)
_BROKER = """
auth_acls_enabled auto_leader_rebalance_enable confluent_distribution custom_ferm_srange_components
group_initial_rebalance_delay inter_broker_protocol_version inter_broker_ssl_enabled kafka_cluster_name
log_dirs log_message_format_version log_retention_bytes log_retention_hours log_segment_bytes max_heap_size
max_incremental_fetch_session_cache_slots monitoring::is_critical monitoring_enabled nofiles_ulimit
num_io_threads num_partitions num_recovery_threads_per_data_dir num_replica_fetchers plaintext scala_version
ssl_enabled ssl_password
"""
_MIRROR = """
consumer_ssl_enabled destination_cluster_name enabled monitoring_enabled num_processes producer_ssl_enabled
properties source_cluster_name ssl_password
"""
_ZOOKEEPER = """
cluster_name firewall::access is_critical max_client_connections monitoring_contact_group monitoring_enabled
override_java_home prometheus_instance sync_limit
"""
_OTHERS = (
    # These two have a colon too few; they are the keys that Wikimedia's Puppet looks up.
    "profile::kafka:mirror:jmx_base_port",
    "profile::kafka::mirror:jmx_exporter_base_port",
    "profile::kafka::monitoring::clusters",
    "profile::kafka::monitoring::config",
    "profile::java::egd_source",
    "profile::java::enable_dbg",
    "profile::java::extra_args",
    "profile::java::hardened_tls",
    "profile::java::java_packages",
    "profile::java::trust_puppet_ca",
    "profile::base::certificates::include_bundle_jks",
    "profile::base::certificates::trusted_certs",
    "profile::base::certificates::truststore_password",
    "profile::pki::client::ensure",
)


@functools.cache
def known_keys() -> frozenset[str]:
    """Return every key that is known to be looked up."""
    # The models take long to load, and most repositories have no key that is like theirs.
    from hiera_kafka.dialects.native.registry import SETTINGS  # noqa: PLC0415
    from hiera_kafka.model.cluster_names import LEGACY_NAME_KEY  # noqa: PLC0415
    from hiera_kafka.model.mirror.forms import TABLE  # noqa: PLC0415

    models = {field.alias for model in SETTINGS for field in model.model_fields.values()} - {None}
    return frozenset({*_of_profiles(), LEGACY_NAME_KEY, TABLE, *(str(alias) for alias in models)})


def is_known(key: str) -> bool:
    """Return whether a key is known to be looked up."""
    return key in _of_profiles() or (is_like_ours(key) and key in known_keys())


@functools.lru_cache(maxsize=16384)  # the same keys stand in the files of many hosts
def is_like_ours(key: str) -> bool:
    """Return whether a key has one of the words, or nearly, that all keys of this project and its profiles have."""
    return any(map(_is_ours, _BETWEEN.split(key)[:3]))


@functools.lru_cache(maxsize=16384)
def _is_ours(word: str) -> bool:
    # Most words are too long, too short or of other letters.
    if not any(abs(len(word) - len(ours)) <= _SLIPS and len(set(word) & set(ours)) > 1 for ours in _WORDS):
        return word.startswith(_WORDS)
    return word.startswith(_WORDS) or nearest(word, _WORDS) is not None


@functools.cache
def _of_profiles() -> frozenset[str]:
    return frozenset(
        {
            *_TOP,
            *(f"profile::kafka::broker::{name}" for name in _BROKER.split()),
            *(f"profile::kafka::mirror::{name}" for name in _MIRROR.split()),
            *(f"profile::zookeeper::{name}" for name in _ZOOKEEPER.split()),
            *_OTHERS,
        }
    )
