"""What is known of a Java process by its command line, and what of that stays on the host."""

from __future__ import annotations

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.adoption.java_commands import parse

OPTIONS = (
    "-Xmx4g -Xms2g -server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:OnOutOfMemoryError=hunter2 "
    "-Xlog:gc*:file=/var/hunter2 -Dcom.sun.management.jmxremote.port=9999 "
    "-Dcom.sun.management.jmxremote.authenticate=false "
    "-Djavax.net.ssl.keyStorePassword=hunter2 -Dlog4j.configuration=file:/etc/kafka/log4j.properties "
    "-Djava.security.auth.login.config=/etc/kafka/jaas.conf -javaagent:/opt/exporter.jar=7071:hunter2 "
    "--add-opens java.base/java.nio=ALL-UNNAMED -cp /opt/kafka/bin/../libs/kafka_2.13-3.9.1.jar::/opt/plugins/*"
)


def test_a_broker_as_its_start_script_starts_it() -> None:
    found = parse(["java", *OPTIONS.split(), "kafka.Kafka", "config/server.properties", "--override", "a=hunter2"])

    assert found is not None
    assert found.main == "kafka.Kafka"
    assert found.arguments == ["config/server.properties", "--override", "a=hunter2"]
    assert found.class_path == ["/opt/kafka/bin/../libs/kafka_2.13-3.9.1.jar", "/opt/plugins/*"]
    assert found.heap == {"Xmx": "4g", "Xms": "2g"}
    assert found.flags == ["-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-XX:OnOutOfMemoryError", "-Xlog:gc*:file"]
    assert found.jmx_port == 9999
    assert found.logging == "/etc/kafka/log4j.properties"
    assert found.login == "/etc/kafka/jaas.conf"
    assert found.agents == ["/opt/exporter.jar"]
    assert found.properties == ["com.sun.management.jmxremote.authenticate", "javax.net.ssl.keyStorePassword"]
    assert found.others == 1


def test_values_that_may_be_secrets_are_in_the_arguments_alone() -> None:
    found = parse(["java", *OPTIONS.split(), "kafka.Kafka", "server.properties"])

    assert "hunter2" not in str(found)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["java"],
        ["java", "-version"],
        ["java", "-cp"],
        ["java", "-cp", "kafka.Kafka"],  # a directory of that name
        ["pgrep", "-f"],
    ],
)
def test_what_runs_no_class_is_no_service(words: list[str]) -> None:
    assert parse(words) is None


def test_the_class_is_the_first_word_that_is_no_option() -> None:
    found = parse(["grep", "-r", "x", "kafka.Kafka"])

    assert found is not None
    assert found.main == "x"


@pytest.mark.parametrize("word", ["-Xmx", "-Xmxlarge", "-Xmx1g;rm"])
def test_a_size_that_is_none_is_no_heap(word: str) -> None:
    found = parse(["java", word, "kafka.Kafka"])

    assert found is not None
    assert found.heap == {}
