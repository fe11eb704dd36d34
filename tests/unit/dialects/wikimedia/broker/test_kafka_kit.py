"""The environment of topicmappr."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from lib.wikimedia.hosts import BROKER, JAVA, TLS, catalog, lines

PATH = "/etc/profile.d/kafka_kit.sh"


def test_it_names_the_first_zookeeper_and_every_broker_in_the_order_of_the_data(tmp_path: Path) -> None:
    found = lines(catalog(tmp_path, BROKER | JAVA | TLS, role="kafka/logging"), PATH)
    assert "export TOPICMAPPR_ZK_ADDR='z1.example.org'" in found
    assert "export KAFKA_KIT_METRICSFETCHER_BROKER_ID_MAP='k1:9100=1,k2:9100=2'" in found
    assert "export KAFKA_KIT_METRICSFETCHER_COMPRESS=true" in found
    query = "'max(kafka_log_Size{cluster=\"kafka_main\"}) by (topic,partition)'"
    assert f"export KAFKA_KIT_METRICSFETCHER_PARTITION_SIZE_QUERY={query}" in found


def test_without_any_zookeeper_it_is_refused(tmp_path: Path) -> None:
    data = BROKER | JAVA | TLS | {"zookeeper_clusters": {"zk": {"hosts": {}}}}
    with pytest.raises(WikimediaError, match="topicmappr") as refused:
        catalog(tmp_path, data, role="kafka/logging")
    assert refused.value.category == "type_mismatch"
