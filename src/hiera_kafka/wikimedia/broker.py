"""profile::kafka::broker: what a broker of Wikimedia's gets."""

from __future__ import annotations

from typing import Any

from hiera_kafka.catalog.resources import (
    Absent,
    Certificate,
    Directory,
    File,
    Keystore,
    Options,
    Section,
    Setting,
    Sysctl,
)
from hiera_kafka.catalog.values import setting
from hiera_kafka.hiera import ruby
from hiera_kafka.wikimedia import certificates, firewall, java, jmx_exporter, kafka_common, kafka_kit, kafka_scripts
from hiera_kafka.wikimedia.classes import (
    CONFLUENT_KAFKA_BROKER,
    PROFILE_KAFKA_BROKER,
    PROFILE_KAFKA_BROKER_MONITORING,
)
from hiera_kafka.wikimedia.compilation import Compilation
from hiera_kafka.wikimedia.errors import refuse
from hiera_kafka.wikimedia.parameters import UNDEF, Argument, Arguments
from hiera_kafka.wikimedia.server_properties import server_properties

ROLE = "kafka_broker"
_PERFORMANCE = (
    "-server -XX:MetaspaceSize=96m -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 "
    "-XX:G1HeapRegionSize=16M -XX:MinMetaspaceFreeRatio=50 -XX:MaxMetaspaceFreeRatio=80"
)
_TLS_OPTIONS = f"{certificates.NAMED_GROUPS} -XX:+UseAES -XX:+UseAESIntrinsics"
_TLS_DIRECTORY = "/etc/kafka/ssl"
_PLAINTEXT = "PLAINTEXT://:9092"
_TLS = "SSL://:9093"
_USER = "kafka"
_UID = 916
_MONTH_S = 2678400
_TABLE = "profile::kafka::broker"
_EXPORTER = "/etc/prometheus/kafka_broker_prometheus_jmx_exporter.yaml"
_EXPORTER_PORT = 7800
_CONNTRACK = Sysctl("net.netfilter.nf_conntrack_max", 524288)


def broker(compilation: Compilation) -> None:
    """Declare profile::kafka::broker.

    Raises:
        WikimediaError: What Puppet refuses, in the order in which it comes upon it.
    """
    given = compilation.include(PROFILE_KAFKA_BROKER)
    config = kafka_common.cluster(compilation, given["kafka_cluster_name"])
    java.declare(compilation, {"hardened_tls": given["ssl_enabled"]})
    home = java.java_home(compilation)
    listeners = _listeners(given)
    tls = _Tls(compilation, given, config) if given["ssl_enabled"].data else None
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
                *_files(parameters, own, common),
                kafka_kit.profile(compilation, config, given["prometheus_cluster_name"]),
                *_monitoring_files(monitored=monitoring.set),
                *kafka_scripts.scripts(),
                _sysctl_file(),
            ),
            sysctls=(_CONNTRACK,),
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


class _Tls:
    """What a broker with TLS gets besides."""

    def __init__(self, compilation: Compilation, given: Arguments, config: Argument) -> None:
        name, wanted = config.at("name"), given["ssl_enabled"]
        self.truststore = certificates.truststore(compilation)
        fqdn = compilation.fact("networking", "fqdn").text
        names = (
            *(compilation.fact("networking", fact).text for fact in ("hostname", "fqdn", "ip", "ip6")),
            f"kafka-{name.text}.external-services.svc.cluster.local",
        )
        self.certificate: Certificate = certificates.certificate(
            compilation, fqdn, directory=_TLS_DIRECTORY, group="root", names=names, renew_seconds=_MONTH_S
        )
        path = f"{_TLS_DIRECTORY}/kafka_{name.text}_broker.keystore.p12"
        self.keystore_location = Argument.derived(path, f"{_TABLE}: keystore of the cluster", name.origin)
        password = given["ssl_password"].value if given["ssl_password"].data is not None else None
        self.keystore = Keystore(path, _USER, _USER, "0440", self.certificate.chained, self.certificate.key, password)
        inner = given["inter_broker_ssl_enabled"]
        self.protocol = Argument.derived(
            "PLAINTEXT" if inner.data is False else "SSL",
            f"{_TABLE}: ssl_enabled and inter_broker_ssl_enabled",
            wanted.origin,
            inner.origin,
        )
        brokers = config.at("brokers", "array")
        users = [f"User:CN={ruby.text(host)}" for host in brokers.data]
        self.super_users = Argument.derived(users, f"{_TABLE}: every broker of the cluster", brokers.origin)
        self.options = Argument.derived(_TLS_OPTIONS, f"{_TABLE}: options for TLS", wanted.origin)

    def passed(self) -> dict[str, Argument]:
        """Return the parameters that TLS gives to confluent::kafka::broker."""
        return {
            "security_inter_broker_protocol": self.protocol,
            "ssl_keystore_location": self.keystore_location,
            "ssl_truststore_location": self.truststore[0],
            "ssl_truststore_password": self.truststore[1],
            "ssl_enabled_protocols": Argument.constant(certificates.PROTOCOLS, f"{_TABLE}: TLS protocols"),
            "ssl_cipher_suites": Argument.constant(certificates.CIPHER_SUITES, f"{_TABLE}: TLS cipher suites"),
            "super_users": self.super_users,
        }


def _monitoring(compilation: Compilation, config: Argument) -> Argument:
    """Declare the monitoring class, and return the option that loads the exporter."""
    given = compilation.include(PROFILE_KAFKA_BROKER_MONITORING)
    own = kafka_common.cluster(compilation, given["kafka_cluster_name"])
    if given["should_monitor_tls"].data:
        _own_entry(compilation, own.at("brokers", "hash"))
    port = Argument.constant(_EXPORTER_PORT, f"{PROFILE_KAFKA_BROKER_MONITORING.name}: port of the exporter")
    return jmx_exporter.agent(compilation, port, _EXPORTER, config.origin)


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
    tls: _Tls | None,
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


def _java_options(monitoring: Argument, tls: _Tls | None) -> Argument:
    """Return both halves of the options; one that is missing leaves its blank."""
    options = tls.options if tls else UNDEF
    inputs = [half.origin for half in (monitoring, options) if half.set]
    return Argument.derived(f"{monitoring.text} {options.text}", f"{_TABLE}: options for exporter and TLS", *inputs)


def _acls(acls: Argument, given: Arguments, tls: _Tls | None) -> dict[str, Argument]:
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
        Directory(_TLS_DIRECTORY, _USER, _USER),
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


def _files(parameters: Arguments, own: Argument, common: Arguments) -> tuple[File, ...]:
    passwords = ("ssl_key_password", "ssl_keystore_password", "ssl_truststore_password")
    secret = any(parameters[name].set for name in passwords)
    return (
        File(
            "/etc/kafka/server.properties",
            "wikimedia/etc/kafka/server.properties.j2",
            {"groups": server_properties(parameters, own)},
            "root",
            _USER,
            "0440" if secret else "0444",
            verbatim=True,
            options=Options("broker", kafka_common.VERSION),
        ),
        _log4j(parameters),
        File(
            "/etc/default/kafka",
            "wikimedia/etc/default/kafka.j2",
            {"exports": _environment(parameters, common), "quoted": _QUOTED},
            "root",
            "root",
            None,
            verbatim=True,
        ),
        File(
            "/etc/profile.d/kafka.sh",
            "wikimedia/etc/profile.d/kafka.sh.j2",
            {"exports": _profile(parameters, common)},
            "root",
            "root",
            None,
            verbatim=True,
        ),
        *_unit(parameters),
    )


_QUOTED = ("JAVA_HOME", "CLASSPATH", "KAFKA_JVM_PERFORMANCE_OPTS", "KAFKA_HEAP_OPTS", "KAFKA_OPTS")


def _log4j(parameters: Arguments) -> File:
    backups = parameters["log_max_backup_index"]
    authorizer = parameters["authorizer_class_name"]
    level = parameters["authorizer_log_level"]
    kept = backups if backups.set else Argument.constant(4, "log4j.properties: files kept")
    return File(
        "/etc/kafka/log4j.properties",
        "wikimedia/etc/kafka/log4j.properties.j2",
        {
            "backups": kept.value,
            "authorizer": (level.value,) if authorizer.set else (),
        },
        "root",
        "root",
        None,
        verbatim=True,
    )


def _environment(parameters: Arguments, common: Arguments) -> tuple[Setting, ...]:
    options = parameters["java_opts"]
    found = {
        "KAFKA_CONFIG": Argument.constant("/etc/kafka", "directory of the configuration"),
        "JAVA_HOME": common["java_home"],
        "CLASSPATH": parameters["classpath"],
        "JMX_PORT": parameters["jmx_port"],
        "KAFKA_JVM_PERFORMANCE_OPTS": parameters["jvm_performance_opts"],
        "KAFKA_HEAP_OPTS": parameters["heap_opts"],
        "KAFKA_OPTS": Argument.derived(
            f"{kafka_common.GC_LOG} {options.text}", "rotation of the GC log, java_opts", options.origin
        ),
    }
    return tuple(
        setting(name, argument.value) for name, argument in found.items() if argument.set or name == "JMX_PORT"
    )


def _profile(parameters: Arguments, common: Arguments) -> tuple[Setting, ...]:
    brokers, listeners = parameters["brokers"], parameters["listeners"]
    port = _first_port(listeners)
    hosts = sorted((ruby.text(host) for host in brokers.data), key=str.encode)
    servers = Argument.derived(
        ",".join(f"{host}:{port}" for host in hosts),
        "every broker, each with the port of this broker's first listener",
        *(brokers.trace.key(host) for host in hosts),
        listeners.origin,
    )
    found = {
        "KAFKA_ZOOKEEPER_URL": parameters["zookeeper_connect"],
        "KAFKA_BOOTSTRAP_SERVERS": servers,
        "KAFKA_JAVA_HOME": common["java_home"],
    }
    return tuple(
        setting(name, argument.value) for name, argument in found.items() if argument.set or name != "KAFKA_JAVA_HOME"
    )


def _first_port(listeners: Argument) -> str:
    first = listeners.data[0] if isinstance(listeners.data, list) else listeners.data
    return ruby.text(first).rpartition(":")[2]


def _unit(parameters: Arguments) -> tuple[File, ...]:
    if parameters["enabled"].data is False:
        return ()
    return (
        File(
            "/lib/systemd/system/kafka.service",
            "wikimedia/lib/systemd/system/kafka.service.j2",
            {"nofile": parameters["nofiles_ulimit"].value},
            "root",
            "root",
            "0444",
            verbatim=True,
        ),
    )


def _sysctl_file() -> File:
    """Return the file that sets the kernel's setting again when the host boots."""
    value = Argument.constant(_CONNTRACK.value, f"{_TABLE}: connections that the firewall keeps track of")
    return File(
        "/etc/sysctl.d/75-kafka_conntrack.conf",
        "wikimedia/etc/sysctl.d/75-kafka_conntrack.conf.j2",
        {"exports": (Setting(_CONNTRACK.name, value.value),)},
        "root",
        "root",
        None,
        verbatim=True,
    )


def _monitoring_files(*, monitored: bool) -> tuple[File, ...]:
    if not monitored:
        return ()
    template = "wikimedia/etc/prometheus/kafka_broker_prometheus_jmx_exporter.yaml.j2"
    return (jmx_exporter.config(_EXPORTER, template),)
