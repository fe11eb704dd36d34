"""profile::kafka::broker: what a broker of Wikimedia's gets."""

from __future__ import annotations

from typing import Any

from hiera_kafka.catalog.resources import Absent, Directory, Section
from hiera_kafka.dialects.wikimedia import firewall, java, jmx_exporter, kafka_common
from hiera_kafka.dialects.wikimedia.broker import files, kafka_kit, scripts
from hiera_kafka.dialects.wikimedia.broker.tls import DIRECTORY as TLS_DIRECTORY
from hiera_kafka.dialects.wikimedia.broker.tls import BrokerTls
from hiera_kafka.dialects.wikimedia.classes import (
    CONFLUENT_KAFKA_BROKER,
    PROFILE_KAFKA_BROKER,
    PROFILE_KAFKA_BROKER_MONITORING,
)
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.errors import refuse
from hiera_kafka.dialects.wikimedia.parameters import UNDEF, Argument, Arguments
from hiera_kafka.hiera.values import ruby

ROLE = "kafka_broker"
_PERFORMANCE = (
    "-server -XX:MetaspaceSize=96m -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 "
    "-XX:G1HeapRegionSize=16M -XX:MinMetaspaceFreeRatio=50 -XX:MaxMetaspaceFreeRatio=80"
)
_PLAINTEXT = "PLAINTEXT://:9092"
_TLS = "SSL://:9093"
_USER = "kafka"
_UID = 916
_TABLE = "profile::kafka::broker"
_EXPORTER_PORT = 7800


def broker(compilation: Compilation) -> None:
    """Declare profile::kafka::broker.

    Raises:
        WikimediaError: What Puppet refuses, in the order in which it comes upon it.
    """
    if compilation.declared(PROFILE_KAFKA_BROKER.name):
        return
    given = compilation.include(PROFILE_KAFKA_BROKER)
    config = kafka_common.cluster(compilation, given["kafka_cluster_name"])
    java.declare(compilation, {"hardened_tls": given["ssl_enabled"]})
    home = java.java_home(compilation)
    listeners = _listeners(given)
    tls = BrokerTls(compilation, given, config) if given["ssl_enabled"].data else None
    common = kafka_common.declare(
        compilation,
        {
            "java_home": home,
            "scala_version": given["scala_version"],
            "user_group_id": Argument.constant(_UID, f"{_TABLE}: id that is reserved for the user"),
        },
    )
    monitoring = _monitoring(compilation, config) if given["monitoring_enabled"].data else UNDEF
    passed = _passed(compilation, given, config, listeners, tls, monitoring)
    parameters = compilation.declare(CONFLUENT_KAFKA_BROKER, passed)
    own = _own_entry(compilation, parameters["brokers"])
    firewall.check_source(compilation, given["custom_ferm_srange_components"])
    java.warn_of_flags(compilation, common["java_home"], "/etc/default/kafka")
    compilation.sections.append(
        Section(
            ROLE,
            ruby.text(config.data["name"]),
            packages=_packages(compilation, monitored=monitoring.set),
            directories=_directories(compilation, given, parameters, monitored=monitoring.set),
            files=(
                *files.files(parameters, own, common),
                kafka_kit.profile(compilation, config, given["prometheus_cluster_name"]),
                *files.monitoring(monitored=monitoring.set),
                *scripts.scripts(),
                files.conntrack(),
            ),
            sysctls=(files.CONNTRACK,),
            absent=() if parameters["enabled"].data is not False else (Absent("/lib/systemd/system/kafka.service"),),
            units=(kafka_common.service("kafka", parameters["enabled"]),),
            certificates=(tls.certificate,) if tls else (),
            keystores=(tls.keystore,) if tls else (),
        )
    )


def _listeners(given: Arguments) -> Argument:
    plaintext, ssl = given["plaintext"], given["ssl_enabled"]
    if not plaintext.data and not ssl.data:
        raise refuse(
            "puppet-explicit-fail",
            "profile::kafka::broker has plaintext and ssl_enabled both false; a broker needs one of them",
            plaintext.origin.position,
            ssl.origin.position,
        )
    found = [uri for uri, wanted in ((_PLAINTEXT, plaintext), (_TLS, ssl)) if wanted.data]
    return Argument.derived(found, f"{_TABLE}: plaintext and ssl_enabled", plaintext.origin, ssl.origin)


def _monitoring(compilation: Compilation, config: Argument) -> Argument:
    """Declare the monitoring class, and return the option that loads the exporter."""
    given = compilation.include(PROFILE_KAFKA_BROKER_MONITORING)
    own = kafka_common.cluster(compilation, given["kafka_cluster_name"])
    if given["should_monitor_tls"].data:
        _own_entry(compilation, own.at("brokers", "hash"))
    port = Argument.constant(_EXPORTER_PORT, f"{PROFILE_KAFKA_BROKER_MONITORING.name}: port of the exporter")
    return jmx_exporter.agent(compilation, port, files.EXPORTER, config.origin)


def _own_entry(compilation: Compilation, brokers: Argument) -> Argument:
    fqdn = compilation.fact("fqdn").text
    if isinstance(brokers.data, dict) and isinstance(brokers.data.get(fqdn), dict):
        return brokers.at(fqdn)
    known = [str(name) for name in brokers.data] if isinstance(brokers.data, dict) else []
    raise refuse(
        "puppet-undef-index",
        f"{fqdn} is no broker of its cluster, whose brokers are: {', '.join(known) or 'none'}",
        brokers.origin.position,
        hint="add the host to the brokers of the cluster, or take the role off the host",
        note="Puppet says: Operator '[]' is not applicable to an Undef Value",
    )


def _passed(
    compilation: Compilation,
    given: Arguments,
    config: Argument,
    listeners: Argument,
    tls: BrokerTls | None,
    monitoring: Argument,
) -> dict[str, Argument]:
    """Return what the profile passes to confluent::kafka::broker."""
    acls, size, heap = given["auth_acls_enabled"], config.at("brokers", "size"), given["max_heap_size"]
    factor = Argument.derived(min(3, size.data), f"{_TABLE}: number of brokers, at most 3", size.origin)
    passed = {
        name: given[name]
        for name in (
            "log_dirs",
            "nofiles_ulimit",
            "inter_broker_protocol_version",
            "group_initial_rebalance_delay",
            "log_message_format_version",
            "log_retention_hours",
            "log_retention_bytes",
            "log_segment_bytes",
            "auto_leader_rebalance_enable",
            "num_replica_fetchers",
            "max_incremental_fetch_session_cache_slots",
            "message_max_bytes",
            "num_partitions",
            "num_io_threads",
            "num_recovery_threads_per_data_dir",
        )
    }
    passed |= {
        "brokers": config.at("brokers", "hash"),
        "zookeeper_connect": config.at("zookeeper", "url"),
        "default_replication_factor": factor,
        "offsets_topic_replication_factor": factor,
        "jvm_performance_opts": Argument.constant(_PERFORMANCE, f"{_TABLE}: garbage collector"),
        "java_opts": _java_options(monitoring, tls),
        "listeners": listeners,
        "ssl_keystore_password": given["ssl_password"],
        "ssl_key_password": given["ssl_password"],
    }
    if heap.set:
        options = f"-Xms{heap.text} -Xmx{heap.text}"
        passed["heap_opts"] = Argument.derived(options, f"{_TABLE}: max_heap_size", heap.origin)
    if acls.data:
        passed |= _acls(acls, given, tls)
    if tls:
        passed |= tls.passed()
    else:
        _warn_of_password(compilation, given["ssl_enabled"])
    return passed


def _java_options(monitoring: Argument, tls: BrokerTls | None) -> Argument:
    """Return both halves of the options; one that is missing leaves its blank."""
    options = tls.options if tls else UNDEF
    inputs = [half.origin for half in (monitoring, options) if half.set]
    return Argument.derived(f"{monitoring.text} {options.text}", f"{_TABLE}: options for exporter and TLS", *inputs)


def _acls(acls: Argument, given: Arguments, tls: BrokerTls | None) -> dict[str, Argument]:
    plaintext = given["plaintext"]
    asked = "none" if tls is None else "requested" if plaintext.data else "required"
    return {
        "authorizer_class_name": Argument.derived(
            "kafka.security.auth.SimpleAclAuthorizer", f"{_TABLE}: auth_acls_enabled", acls.origin
        ),
        "ssl_client_auth": Argument.derived(
            asked,
            f"{_TABLE}: auth_acls_enabled, plaintext and ssl_enabled",
            acls.origin,
            plaintext.origin,
            given["ssl_enabled"].origin,
        ),
    }


def _warn_of_password(compilation: Compilation, wanted: Argument) -> None:
    """Without TLS the profile reads a variable that it never sets; where the server is not strict that is undef."""
    message = "profile::kafka::broker reads a variable that it sets only with TLS: $ssl_truststore_password"
    hint = "set profile::kafka::broker::ssl_enabled to true"
    if compilation.host.strict:
        raise refuse(
            "puppet-undefined-variable",
            message,
            wanted.origin.position,
            note="a strict Puppet server, as in production, refuses that; Cloud VPS warns",
            hint=hint,
        )
    compilation.warn("puppet-undefined-variable", message, wanted.origin, hint=hint)


def _packages(compilation: Compilation, *, monitored: bool) -> tuple[str, ...]:
    return (
        "kafkacat",
        "python3-kazoo",
        *kafka_kit.PACKAGES,
        *(jmx_exporter.packages(compilation) if monitored else ()),
    )


def _directories(
    compilation: Compilation, given: Arguments, parameters: Arguments, *, monitored: bool
) -> tuple[Directory, ...]:
    raw: Any = parameters["log_dirs"].data
    log_dirs = raw if isinstance(raw, list) else [raw]
    first = given["log_dirs"].data[:1]
    parent = bool(first) and "/srv/kafka" in first[0].lower()
    found = [
        Directory("/etc/kafka", _USER, _USER),
        Directory(TLS_DIRECTORY, _USER, _USER),
        *([Directory("/srv/kafka", "root", "root")] if parent else []),
        *(Directory(ruby.text(path), _USER, _USER) for path in log_dirs),
        *(jmx_exporter.directory(compilation) if monitored else ()),
    ]
    seen: set[str] = set()
    for directory in found:
        if directory.path in seen:
            raise refuse(
                "puppet-duplicate-declaration",
                f"the directory {directory.path} is wanted twice, each time with an owner of its own",
                given["log_dirs"].origin.position,
                hint="/srv/kafka itself belongs to root; put the data below it",
            )
        seen.add(directory.path)
    return tuple(found)
