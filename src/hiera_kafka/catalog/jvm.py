"""How the JVM of a service is started: heap, collector, JMX, logs."""

from __future__ import annotations

from hiera_kafka.catalog.platform import Platform
from hiera_kafka.catalog.resources import Setting, Value
from hiera_kafka.catalog.values import default, derived


def jvm_environment(
    host: str, platform: Platform, *, java: Value, heap: Value, jmx_port: int, conf: str, logs: str, table: str
) -> tuple[Setting, ...]:
    """Return the environment that Kafka's launchers read, under the names of Kafka's own scripts.

    Args:
        host: Host of the service.
        platform: Its platform.
        java: JAVA_HOME.
        heap: Size of the heap, as the JVM writes it; it does not grow or shrink.
        jmx_port: Port of JMX, on loopback.
        conf: Directory of log4j.properties, before the platform's root is put before it.
        logs: Directory of logs, likewise.
        table: Name of the service's table of defaults.
    """
    log4j = f"-Dlog4j.configuration=file:{platform.path(host, conf)}/log4j.properties"
    return (
        Setting("JAVA_HOME", java),
        Setting("KAFKA_HEAP_OPTS", derived(f"-Xms{heap.data} -Xmx{heap.data}", "fixed heap", heap.origin)),
        Setting(
            "KAFKA_JVM_PERFORMANCE_OPTS", default(platform.jvm_options, f"{table}: JVM on platform {platform.name}")
        ),
        Setting("KAFKA_JMX_OPTS", derived(jmx_options(platform.loopback(host), jmx_port), "JMX on loopback")),
        Setting("KAFKA_LOG4J_OPTS", derived(log4j, "log configuration")),
        Setting("LOG_DIR", derived(platform.path(host, logs), "log directory of the platform")),
    )


def jmx_options(address: str, port: int) -> str:
    """Return the JVM options that open JMX on one address that only the host itself reaches."""
    name = "-Dcom.sun.management.jmxremote"
    return (
        f"{name} {name}.host={address} {name}.port={port} {name}.rmi.port={port} "
        f"{name}.authenticate=false {name}.ssl=false -Djava.rmi.server.hostname={address}"
    )
