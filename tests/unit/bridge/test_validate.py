"""Everything is compiled and rendered before any host is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.bridge.validate import validate
from hiera_kafka.errors import HieraKafkaError
from lib.data.project_trees import HOST, PAGE, project_tree


def test_valid_data_gives_its_hosts_and_warnings_relative_to_a_directory(tmp_path: Path) -> None:
    data = PAGE + "profile::kafka::broker::monitoring_enabled: true\n"
    found = validate(str(project_tree(tmp_path, data)), str(tmp_path))
    assert found["hosts"] == [HOST]
    assert [text.split(" ")[0] for text in found["diagnostics"]] == ["hieradata/data/common.yaml:13:45:"]


def test_what_a_format_cannot_hold_is_found_before_any_host_is_touched(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, PAGE + "kafka_zookeeper_config: {snapCount: ' 1', preAllocSize: '2 '}\n")
    with pytest.raises(HieraKafkaError, match="value-not-representable"):
        validate(str(inventory))
