"""How the JVM of a service is started."""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import hosts_platform
from hiera_kafka.catalog.resources import Value
from hiera_kafka.catalog.values import default
from hiera_kafka.dialects.native.jvm import jmx_ports, jmx_settings, jvm_environment
from hiera_kafka.model.releases import Logging

MACHINE = Machine(hosts_platform(), "k1.example.org")


def _environment(port: Value | None = None) -> dict[str, object]:
    settings = jvm_environment(
        MACHINE,
        java=default("/opt/java", "test"),
        heap=default("2g", "test"),
        logging=Logging.LOG4J,
        conf="/etc/kafka",
        logs="/var/log/kafka",
        table="Test defaults",
        jmx=jmx_settings(MACHINE, "kafka", port),
    )
    return {setting.name: setting.value.data for setting in settings}


def test_the_heap_neither_grows_nor_shrinks() -> None:
    assert _environment()["KAFKA_HEAP_OPTS"] == "-Xms2g -Xmx2g"


def test_logs_follow_the_configuration_beside_the_service() -> None:
    environment = _environment()

    assert environment["KAFKA_LOG4J_OPTS"] == "-Dlog4j.configuration=file:/etc/kafka/log4j.properties"
    assert environment["LOG_DIR"] == "/var/log/kafka"


def test_there_is_no_jmx_unless_a_port_is_asked_for() -> None:
    assert not [name for name in _environment() if "JMX" in name]
    assert jmx_ports(MACHINE, "kafka", None) == ()


def test_jmx_is_bound_to_one_address_with_both_of_its_ports_and_asks_for_a_login() -> None:
    environment = _environment(default(9999, "test"))
    options = str(environment["KAFKA_JMX_OPTS"]).split()

    name = "-Dcom.sun.management.jmxremote"
    assert {f"{name}.host=127.0.0.1", f"{name}.port=9999", f"{name}.rmi.port=9999"} <= set(options)
    assert f"{name}.authenticate=true" in options
    assert environment["JMX_LOGIN"] == "/run/kafka/jmx"
    assert f"{name}.password.file=/run/kafka/jmx.password" in options


def test_flags_that_stop_a_newer_java_are_not_there() -> None:
    assert "GCLogFile" not in str(_environment()["KAFKA_JVM_PERFORMANCE_OPTS"])
