"""What is checked on a host."""

from __future__ import annotations

from hiera_kafka.catalog.resources import Guard
from hiera_kafka.source import Origin


def test_a_guard_of_equal_data_is_equal() -> None:
    origin = Origin.default("test")
    assert Guard("kafka-broker-id", ("/d",), "f", ("1",), origin) == Guard(
        "kafka-broker-id", ("/d",), "f", ("1",), origin
    )
