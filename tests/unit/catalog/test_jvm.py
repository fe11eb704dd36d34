"""How the JVM of a service is started."""

from __future__ import annotations

from hiera_kafka.catalog.jvm import jmx_options, jvm_environment
from hiera_kafka.catalog.platform import hosts_platform
from hiera_kafka.catalog.values import default

HOST = "k1.example.org"


def _environment() -> dict[str, object]:
    settings = jvm_environment(
        HOST,
        hosts_platform(),
        java=default("/opt/java", "test"),
        heap=default("2g", "test"),
        jmx_port=9999,
        conf="/etc/kafka",
        logs="/var/log/kafka",
        table="Test defaults",
    )
    return {setting.name: setting.value.data for setting in settings}


def test_the_heap_neither_grows_nor_shrinks() -> None:
    assert _environment()["KAFKA_HEAP_OPTS"] == "-Xms2g -Xmx2g"


def test_logs_follow_the_configuration_beside_the_service() -> None:
    environment = _environment()

    assert environment["KAFKA_LOG4J_OPTS"] == "-Dlog4j.configuration=file:/etc/kafka/log4j.properties"
    assert environment["LOG_DIR"] == "/var/log/kafka"


def test_jmx_is_bound_to_one_address_with_both_of_its_ports() -> None:
    options = jmx_options("127.0.0.1", 9999).split()

    assert "-Dcom.sun.management.jmxremote.host=127.0.0.1" in options
    assert "-Dcom.sun.management.jmxremote.port=9999" in options
    assert "-Dcom.sun.management.jmxremote.rmi.port=9999" in options


def test_flags_that_stop_a_newer_java_are_not_there() -> None:
    assert "GCLogFile" not in str(_environment()["KAFKA_JVM_PERFORMANCE_OPTS"])
