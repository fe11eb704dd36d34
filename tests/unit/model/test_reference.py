"""The reference of Hiera keys follows from the models."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from hiera_kafka.model.base import StrictModel
from hiera_kafka.model.kafka import Broker, BrokerSettings, KafkaCluster
from hiera_kafka.model.reference import data_reference
from hiera_kafka.model.zookeeper import Ensemble, ZooKeeperSettings

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "data.md"
MODELS: list[type[StrictModel]] = [Ensemble, KafkaCluster, Broker, ZooKeeperSettings, BrokerSettings]


def test_the_page_is_what_the_models_say(golden: Callable[[Path, str], None]) -> None:
    golden(PAGE, data_reference())


def test_every_key_that_is_read_is_on_the_page() -> None:
    keys = re.findall(r"^\| `([^`]+)` \|", data_reference(), re.MULTILINE)
    for model in MODELS:
        assert {field.alias or name for name, field in model.model_fields.items()} <= set(keys)
