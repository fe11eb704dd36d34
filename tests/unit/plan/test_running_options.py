"""When two ways of writing an option are one, and which options are told as different."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.kafka_options import OptionKind
from hiera_kafka.plan.running_options import data_directories, mismatches, rendered, same_value, settings_of, stronger
from lib.data.project_trees import project_tree
from lib.data.running import broker
from lib.data.three_brokers import HOSTS, THREE

SAME = [
    ("num.io.threads", "int", "8", " 8"),
    ("log.cleaner.io.buffer.load.factor", "double", "0.90", "0.9"),
    ("delete.topic.enable", "boolean", "TRUE", "true"),
    ("log.dirs", "string", "/b/, /a", "/a,/b"),
    ("log.cleanup.policy", "list", "compact, delete", "compact,delete"),
    ("metric.reporters", "list", "", None),
    ("listeners", "string", "PLAINTEXT://0.0.0.0:9092", "PLAINTEXT://:9092"),
    ("zookeeper.connect", "string", "zk2:2181,zk1/kafka/", "zk1:2181,zk2:2181/kafka"),
]
DIFFERENT = [
    ("num.io.threads", "int", "8", "9"),
    ("broker.rack", "string", "01", "1"),
    ("broker.rack", "string", "a", None),
    ("log.dirs", "string", "/a", "/a,/b"),
    ("listeners", "string", "PLAINTEXT://k1:9092", "PLAINTEXT://:9092"),
    ("zookeeper.connect", "string", "zk1:2181", "zk1:2181/kafka"),
    ("zookeeper.connect", "string", "zk1:2182", "zk1:2181"),
]


@pytest.mark.parametrize(("name", "type_", "one", "other"), SAME)
def test_two_ways_of_writing_one_value_are_no_difference(name: str, type_: str, one: str, other: str | None) -> None:
    assert same_value(name, type_, one, other)
    assert same_value(name, type_, other, one)


@pytest.mark.parametrize(("name", "type_", "one", "other"), DIFFERENT)
def test_other_values_are(name: str, type_: str, one: str, other: str | None) -> None:
    assert not same_value(name, type_, one, other)
    assert not same_value(name, type_, other, one)


def test_an_option_that_stands_nowhere_counts_with_the_default_of_its_release() -> None:
    running = broker(1, "k1", {"zookeeper.connect": "zk:2181"})
    ours = {"broker.id": "1", "log.dirs": "/srv/kafka/data", "zookeeper.connect": "zk:2181", "num.io.threads": "8"}

    assert list(mismatches(running.member, running.options, ours)) == []
    (found,) = mismatches(running.member, running.options, {**ours, "num.io.threads": "9"})
    assert (found.option, found.running, found.rendered) == ("num.io.threads", "8", "9")


def test_advertised_listeners_that_are_not_set_are_those_that_follow() -> None:
    running = broker(1, "k1", {"listeners": "PLAINTEXT://:9095"})
    ours = {
        **{name: option.file for name, option in running.options.items() if option.file},
        "advertised.listeners": "PLAINTEXT://k1:9095",
    }

    assert list(mismatches(running.member, running.options, ours)) == []


def test_a_value_that_the_broker_keeps_to_itself_is_told_as_hidden() -> None:
    running = broker(1, "k1", {"ssl.key.password": None})
    ours = {name: option.file for name, option in running.options.items() if option.file}

    (found,) = mismatches(running.member, running.options, {**ours, "ssl.key.password": "planted"})

    assert (found.option, found.running, found.hidden) == ("ssl.key.password", None, True)


def test_settings_are_those_of_the_file_of_a_kind_and_know_their_origin(tmp_path: Path) -> None:
    catalog = Compiler.load(project_tree(tmp_path, THREE)).catalogs[HOSTS[0]]

    found = settings_of(catalog, OptionKind.BROKER)

    assert found["broker.id"].value.origin.positions()[0].line == THREE.split("\n").index("        id: 1001") + 1
    assert rendered(catalog, OptionKind.BROKER)["delete.topic.enable"] == "true"
    assert "dataDir" in settings_of(catalog, OptionKind.ZOOKEEPER)


def test_kafkas_own_data_directory_counts_where_none_is_set() -> None:
    one = broker(1, "k1", {})
    without = {name: option for name, option in one.options.items() if name != "log.dirs"}

    assert data_directories(without) == ("/tmp/kafka-logs",)


def test_some_options_count_in_place_of_others() -> None:
    assert stronger("log.retention.hours") == ("log.retention.ms", "log.retention.minutes")
    assert stronger("num.io.threads") == ()
