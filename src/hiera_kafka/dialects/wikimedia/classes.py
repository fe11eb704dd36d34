"""The Puppet classes of Kafka, ZooKeeper and MirrorMaker: parameters, types, keys and defaults, as tables.

Of the tree of October 2024. What the classes do with their parameters is in a file for each service.
"""

from __future__ import annotations

from typing import Final

from hiera_kafka.dialects.wikimedia.parameters import REQUIRED, Parameter, PuppetClass
from hiera_kafka.model.mirror.settings import JMX_BASE_PORT, JMX_EXPORTER_BASE_PORT

_UNIX_PATH: Final = r"Pattern[/\A\/([^\n\/\0]+\/*)*\z/]"
_PORT: Final = "Integer[0, 65535]"
_JAVA_VERSION: Final = "Enum['7', '8', '11', '17', '21']"
_JAVA_VARIANT: Final = "Enum['jre', 'jre-headless', 'jdk', 'jdk-headless']"
_JAVA_PACKAGE: Final = f"Struct[{{version => {_JAVA_VERSION}, variant => {_JAVA_VARIANT}}}]"


def _broker(name: str, type_: str, default: object = None) -> Parameter:
    return Parameter(name, type_, f"profile::kafka::broker::{name}", default)


def _mirror(name: str, type_: str, default: object = None) -> Parameter:
    return Parameter(name, type_, f"profile::kafka::mirror::{name}", default)


def _zookeeper(name: str, type_: str, default: object = None) -> Parameter:
    return Parameter(name, type_, f"profile::zookeeper::{name}", default)


def _java(name: str, type_: str) -> Parameter:
    return Parameter(name, type_, f"profile::java::{name}", REQUIRED)


PROFILE_JAVA: Final = PuppetClass(
    "profile::java",
    (
        _java("java_packages", f"Array[{_JAVA_PACKAGE}]"),
        _java("extra_args", "Hash[String[1], String[1]]"),
        _java("hardened_tls", "Boolean"),
        _java("egd_source", "Enum['/dev/random', '/dev/urandom']"),
        _java("trust_puppet_ca", "Boolean"),
        _java("enable_dbg", "Boolean"),
    ),
)

PROFILE_PKI_CLIENT: Final = PuppetClass(
    "profile::pki::client",
    (Parameter("ensure", "Enum['present', 'absent']", "profile::pki::client::ensure", REQUIRED),),
)

PROFILE_BASE_CERTIFICATES: Final = PuppetClass(
    "profile::base::certificates",
    (
        Parameter("include_bundle_jks", "Boolean", "profile::base::certificates::include_bundle_jks", REQUIRED),
        Parameter(
            "truststore_password", "Optional[String]", "profile::base::certificates::truststore_password", "changeit"
        ),
    ),
)

PROFILE_KAFKA_BROKER: Final = PuppetClass(
    "profile::kafka::broker",
    (
        _broker("kafka_cluster_name", "String", REQUIRED),
        Parameter("statsd", "String", "statsd", REQUIRED),
        _broker("plaintext", "Boolean", True),
        _broker("ssl_enabled", "Boolean", False),
        _broker("ssl_password", "Optional[String]"),
        _broker("inter_broker_ssl_enabled", "Optional[Boolean]"),
        _broker("log_dirs", f"Array[{_UNIX_PATH}]", ["/srv/kafka/data"]),
        _broker("auto_leader_rebalance_enable", "Boolean", True),
        _broker("log_retention_hours", "Integer", 168),
        _broker("log_retention_bytes", "Optional[Integer]"),
        _broker("log_segment_bytes", "Optional[Integer]"),
        _broker("num_recovery_threads_per_data_dir", "Optional[Integer]"),
        _broker("num_io_threads", "Integer", 1),
        _broker("num_replica_fetchers", "Optional[Integer]"),
        _broker("nofiles_ulimit", "Integer", 128000),
        _broker("inter_broker_protocol_version", "Optional[String]"),
        _broker("group_initial_rebalance_delay", "Optional[Integer]"),
        _broker("log_message_format_version", "Optional[String]"),
        _broker("max_incremental_fetch_session_cache_slots", "Optional[Integer]"),
        Parameter("message_max_bytes", "Integer", "kafka_message_max_bytes", 1048576),
        _broker("auth_acls_enabled", "Boolean", False),
        _broker("monitoring_enabled", "Boolean", False),
        _broker("scala_version", "String", "2.11"),
        _broker("max_heap_size", "Optional[String]"),
        _broker("num_partitions", "Integer", 1),
        _broker("custom_ferm_srange_components", "Optional[Array[String]]"),
        Parameter("prometheus_cluster_name", "Optional[String]", "cluster", REQUIRED),
    ),
)

PROFILE_KAFKA_BROKER_MONITORING: Final = PuppetClass(
    "profile::kafka::broker::monitoring",
    (
        _broker("kafka_cluster_name", "String", REQUIRED),
        Parameter("is_critical", "Boolean", "profile::kafka::broker::monitoring::is_critical", False),
        Parameter("should_monitor_tls", "Boolean", "profile::kafka::broker::ssl_enabled", False),
    ),
)

CONFLUENT_KAFKA_COMMON: Final = PuppetClass(
    "confluent::kafka::common",
    (
        Parameter("java_home"),
        Parameter("scala_version", default="2.11"),
        Parameter("user_group_id"),
    ),
)

CONFLUENT_KAFKA_BROKER: Final = PuppetClass(
    "confluent::kafka::broker",
    (
        Parameter("enabled", default=True),
        Parameter("brokers", default=lambda host: {host.name: {"id": 1, "port": 9092}}),
        Parameter("listeners", default=["PLAINTEXT://:9092"]),
        Parameter("security_inter_broker_protocol"),
        Parameter("ssl_keystore_location"),
        Parameter("ssl_keystore_password"),
        Parameter("ssl_key_password"),
        Parameter("ssl_truststore_location"),
        Parameter("ssl_truststore_password"),
        Parameter("ssl_client_auth"),
        Parameter("ssl_enabled_protocols"),
        Parameter("ssl_cipher_suites"),
        Parameter("log_dirs", default=["/var/spool/kafka"]),
        Parameter("zookeeper_connect", default="localhost:2181"),
        Parameter("zookeeper_connection_timeout_ms"),
        Parameter("zookeeper_session_timeout_ms"),
        Parameter("auto_create_topics_enable", default=True),
        Parameter("auto_leader_rebalance_enable", default=True),
        Parameter("num_partitions", default=1),
        Parameter("default_replication_factor", default=1),
        Parameter("delete_topic_enable", default=True),
        Parameter("offsets_topic_replication_factor"),
        Parameter("min_insync_replicas", default=1),
        Parameter("replica_lag_time_max_ms"),
        Parameter("num_recovery_threads_per_data_dir"),
        Parameter("replica_socket_timeout_ms"),
        Parameter("replica_socket_receive_buffer_bytes"),
        Parameter("num_replica_fetchers", default=1),
        Parameter("replica_fetch_max_bytes"),
        Parameter("num_network_threads"),
        Parameter("num_io_threads"),
        Parameter("socket_send_buffer_bytes", default=1048576),
        Parameter("socket_receive_buffer_bytes", default=1048576),
        Parameter("socket_request_max_bytes"),
        Parameter("log_message_timestamp_type", default="CreateTime"),
        Parameter("log_flush_interval_messages"),
        Parameter("log_flush_interval_ms"),
        Parameter("log_retention_hours", default=168),
        Parameter("log_retention_bytes"),
        Parameter("log_segment_bytes"),
        Parameter("log_retention_check_interval_ms"),
        Parameter("log_cleanup_policy"),
        Parameter("offsets_retention_minutes", default=10080),
        Parameter("inter_broker_protocol_version"),
        Parameter("group_initial_rebalance_delay"),
        Parameter("log_message_format_version"),
        Parameter("max_incremental_fetch_session_cache_slots"),
        Parameter("nofiles_ulimit", default=8192),
        Parameter("java_opts"),
        Parameter("classpath"),
        Parameter("jmx_port", default=9999),
        Parameter("heap_opts"),
        Parameter("log_max_backup_index", default=4),
        Parameter("jvm_performance_opts"),
        Parameter("message_max_bytes", default=1048576),
        Parameter("allow_everyone_if_no_acl_found", default=True),
        Parameter("super_users"),
        Parameter("authorizer_class_name"),
        Parameter("authorizer_log_level", default="INFO"),
    ),
)

PROFILE_KAFKA_MIRROR: Final = PuppetClass(
    "profile::kafka::mirror",
    (
        _mirror("enabled", "Boolean", True),
        _mirror("source_cluster_name", "String", REQUIRED),
        _mirror("destination_cluster_name", "String", REQUIRED),
        _mirror("properties", "Hash", {}),
        _mirror("num_processes", "Integer", 1),
        _mirror("consumer_ssl_enabled", "Boolean", False),
        _mirror("producer_ssl_enabled", "Boolean", False),
        _mirror("ssl_password", "Optional[String]"),
        _mirror("monitoring_enabled", "Boolean", True),
        # The keys of these two are misspelt in Puppet, and so in the data.
        Parameter("jmx_base_port", _PORT, "profile::kafka:mirror:jmx_base_port", JMX_BASE_PORT),
        Parameter(
            "jmx_exporter_base_port", _PORT, "profile::kafka::mirror:jmx_exporter_base_port", JMX_EXPORTER_BASE_PORT
        ),
        Parameter("message_max_bytes", "Integer", "kafka_message_max_bytes", REQUIRED),
    ),
)

MIRROR_INSTANCE: Final = PuppetClass(
    "confluent::kafka::mirror::instance",
    (
        Parameter("destination_brokers", default=REQUIRED),
        Parameter("source_brokers", default=REQUIRED),
        Parameter("jmx_port", default=REQUIRED),
        Parameter("group_id"),
        Parameter("consumer_properties", default={}),
        Parameter("acks", default="all"),
        Parameter("compression_type", default="snappy"),
        Parameter("linger_ms", default=1000),
        Parameter("producer_properties", default={}),
        Parameter("enabled", default=True),
        Parameter("whitelist", default=".*"),
        Parameter("num_streams", default=1),
        Parameter("offset_commit_interval_ms", default=10000),
        Parameter("heap_opts"),
        Parameter("java_opts"),
    ),
    define=True,
)

PROFILE_ZOOKEEPER_SERVER: Final = PuppetClass(
    "profile::zookeeper::server",
    (
        Parameter("clusters", "Hash", "zookeeper_clusters", REQUIRED),
        _zookeeper("cluster_name", "String", REQUIRED),
        _zookeeper("max_client_connections", "Integer", 1024),
        _zookeeper("sync_limit", "Integer", 8),
        _zookeeper("monitoring_enabled", "Boolean", False),
        _zookeeper("monitoring_contact_group", "String", "admins"),
        _zookeeper("is_critical", "Boolean", False),
        _zookeeper("prometheus_instance", "String", "ops"),
        _zookeeper("override_java_home", f"Optional[{_UNIX_PATH}]"),
    ),
)

PROFILE_ZOOKEEPER_MONITORING: Final = PuppetClass(
    "profile::zookeeper::monitoring::server",
    (_zookeeper("cluster_name", "String", REQUIRED),),
)

PROFILE_ZOOKEEPER_FIREWALL: Final = PuppetClass(
    "profile::zookeeper::firewall",
    (Parameter("firewall_access", "Array[String]", "profile::zookeeper::firewall::access", REQUIRED),),
)

ZOOKEEPER: Final = PuppetClass(
    "zookeeper",
    (
        Parameter("hosts", default=lambda host: {host.name: 1}),
        Parameter("data_dir", default="/var/lib/zookeeper"),
        Parameter("data_log_dir"),
        Parameter("max_client_connections", default=0),
        Parameter("tick_time", default=2000),
        Parameter("init_limit", default=10),
        Parameter("sync_limit", default=5),
    ),
)

ZOOKEEPER_SERVER: Final = PuppetClass(
    "zookeeper::server",
    (
        Parameter("jmx_port", default=9998),
        Parameter("java_opts"),
        Parameter("cleanup_script", default="/usr/share/zookeeper/bin/zkCleanup.sh"),
        Parameter("cleanup_script_args", default="-n 10"),
        Parameter("cleanup_timer_deploy", default=True),
        Parameter("java_home"),
    ),
)
