"""kafka_config for Ansible's templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.bridge.kafka_config import kafka_config
from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from lib.data.project_trees import HOST, PAGE, project_tree


def test_the_answer_is_that_of_the_host_in_plain_builtins(tmp_path: Path) -> None:
    inventory = str(project_tree(tmp_path, hosts={HOST: PAGE.replace("my-kafka-cluster", "main-analytics")}))
    answer = kafka_config(inventory, HOST, "main")
    assert answer["name"] == "main-analytics"
    assert type(answer["brokers"]["hash"][HOST]["port"]) is str
    assert kafka_config(inventory, "other.example.org", "my-kafka-cluster")["brokers"]["size"] == 1
    with pytest.raises(WikimediaError, match="no Kafka cluster is named 'main' or 'main-analytics'"):
        kafka_config(inventory, "other.example.org", "main")


def test_a_site_goes_with_a_prefix(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, PAGE.replace("my-kafka-cluster", "main-codfw"))
    inventory.write_text(inventory.read_text().replace("realm: labs", "realm: production"))
    assert kafka_config(str(inventory), HOST, "main", "codfw")["name"] == "main-codfw"
    with pytest.raises(WikimediaError, match="main-eqiad"):
        kafka_config(str(inventory), HOST, "main")
