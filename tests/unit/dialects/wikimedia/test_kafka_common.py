"""What brokers and mirrors share."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.catalog.resources import Unit
from hiera_kafka.dialects.wikimedia import kafka_common
from hiera_kafka.dialects.wikimedia.parameters import Argument
from lib.wikimedia.hosts import BROKER, compilation


def test_the_units_of_the_packages_are_masked(tmp_path: Path) -> None:
    made = compilation(tmp_path, {})
    kafka_common.include(made)
    kafka_common.include(made)
    (section,) = made.sections
    assert section.packages == ("confluent-kafka-2.11",)
    assert all(unit.masked and not unit.running for unit in section.units)
    assert {directory.path: directory.purge for directory in section.directories} == {
        "/var/log/kafka": False,
        "/etc/kafka/mirror": True,
    }


def test_parameters_of_the_class_come_from_the_data_where_nothing_is_passed(tmp_path: Path) -> None:
    made = compilation(tmp_path, {"confluent::kafka::common::scala_version": "2.13"})
    kafka_common.declare(made, {"user_group_id": Argument.constant(916, "uid")})
    assert made.sections[0].packages == ("confluent-kafka-2.13",)
    assert made.sections[0].users[0].uid == 916


def test_a_service_stops_only_for_an_outright_false() -> None:
    assert kafka_common.service("a", Argument.constant(None, "x")) == Unit("a")
    assert kafka_common.service("a", Argument.constant(False, "x")) == Unit("a", running=False, enabled=False)


def test_a_cluster_is_what_kafka_config_says_of_it(tmp_path: Path) -> None:
    found = kafka_common.cluster(compilation(tmp_path, BROKER), Argument.constant("main", "name"))
    assert found.at("name").data == "main-eqiad"
