"""zoo.cfg's own table."""

from __future__ import annotations

from hiera_kafka.kafka_options import zookeeper


def test_no_name_is_parsed_and_a_system_property() -> None:
    assert not zookeeper.PARSED.keys() & zookeeper.SYSTEM_PROPERTIES.keys()


def test_names_without_effect_are_in_no_table() -> None:
    assert not zookeeper.WITHOUT_PREFIX.keys() & {*zookeeper.PARSED, *zookeeper.SYSTEM_PROPERTIES}
