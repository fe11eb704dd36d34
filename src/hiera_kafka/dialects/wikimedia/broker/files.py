"""The files of a broker: its configuration, environment, log settings, unit and kernel setting."""

from __future__ import annotations

from hiera_kafka.catalog.resources import File, Options, Setting, Sysctl
from hiera_kafka.catalog.values import setting
from hiera_kafka.dialects.wikimedia import jmx_exporter, kafka_common
from hiera_kafka.dialects.wikimedia.broker.server_properties import server_properties
from hiera_kafka.dialects.wikimedia.parameters import Argument, Arguments
from hiera_kafka.hiera.values import ruby

EXPORTER = "/etc/prometheus/kafka_broker_prometheus_jmx_exporter.yaml"
CONNTRACK = Sysctl("net.netfilter.nf_conntrack_max", 524288)
"""Connections that the firewall keeps track of; spikes of clients reach 300,000."""

_TABLE = "profile::kafka::broker"
_QUOTED = ("JAVA_HOME", "CLASSPATH", "KAFKA_JVM_PERFORMANCE_OPTS", "KAFKA_HEAP_OPTS", "KAFKA_OPTS")


def files(parameters: Arguments, own: Argument, common: Arguments) -> tuple[File, ...]:
    """Return the files that the classes of confluent::kafka make.

    Args:
        parameters: Those of confluent::kafka::broker.
        own: The broker's own entry of the cluster.
        common: Parameters of confluent::kafka::common.
    """
    passwords = ("ssl_key_password", "ssl_keystore_password", "ssl_truststore_password")
    secret = any(parameters[name].set for name in passwords)
    return (
        File(
            "/etc/kafka/server.properties",
            "wikimedia/etc/kafka/server.properties.j2",
            {"groups": server_properties(parameters, own)},
            "root",
            kafka_common.USER,
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


def conntrack() -> File:
    """Return the file that sets the kernel's setting again when the host boots."""
    value = Argument.constant(CONNTRACK.value, f"{_TABLE}: connections that the firewall keeps track of")
    return File(
        "/etc/sysctl.d/75-kafka_conntrack.conf",
        "wikimedia/etc/sysctl.d/75-kafka_conntrack.conf.j2",
        {"exports": (Setting(CONNTRACK.name, value.value),)},
        "root",
        "root",
        None,
        verbatim=True,
    )


def monitoring(*, monitored: bool) -> tuple[File, ...]:
    """Return the file of the exporter, where the broker has one."""
    if not monitored:
        return ()
    template = "wikimedia/etc/prometheus/kafka_broker_prometheus_jmx_exporter.yaml.j2"
    return (jmx_exporter.config(EXPORTER, template),)
