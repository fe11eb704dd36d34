"""The files of a broker."""

from __future__ import annotations

from pathlib import Path

from lib.wikimedia.hosts import file, lines
from lib.wikimedia.services import broker, broker_environment


def test_passwords_close_server_properties_to_all_but_kafka(tmp_path: Path) -> None:
    found = file(broker(tmp_path), "/etc/kafka/server.properties")
    assert (found.owner, found.group, found.mode, found.secret) == ("root", "kafka", "0440", True)


def test_the_log_has_a_logger_for_the_authorizer_only_where_there_is_one(tmp_path: Path) -> None:
    logger = "log4j.logger.kafka.authorizer.logger=INFO, authorizerAppender"
    path = "/etc/kafka/log4j.properties"
    assert logger not in lines(broker(tmp_path), path)
    assert logger in lines(broker(tmp_path, {"auth_acls_enabled": True}), path)


def test_the_environment_has_heap_and_exporter_where_the_data_has_them(tmp_path: Path) -> None:
    bare = broker_environment(broker(tmp_path))
    assert "KAFKA_HEAP_OPTS" not in bare
    assert "NumberOfGCLogFiles=5  -Djdk.tls" in bare["KAFKA_OPTS"]
    full = broker_environment(broker(tmp_path, {"max_heap_size": "2g", "monitoring_enabled": True}))
    assert full["KAFKA_HEAP_OPTS"] == '"-Xms2g -Xmx2g"'
    assert "=10.0.0.1:7800:/etc/prometheus/kafka_broker_prometheus_jmx_exporter.yaml -Djdk.tls" in full["KAFKA_OPTS"]


def test_clients_on_the_host_are_given_the_port_of_the_first_listener(tmp_path: Path) -> None:
    path = "/etc/profile.d/kafka.sh"
    wanted = "export KAFKA_BOOTSTRAP_SERVERS=k1.example.org:{0},k2.example.org:{0}"
    assert wanted.format(9092) in lines(broker(tmp_path), path)
    assert wanted.format(9093) in lines(broker(tmp_path, {"plaintext": False}), path)
