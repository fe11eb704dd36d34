"""When two ways of writing an option are one, and which options are told as different."""

from __future__ import annotations

import pytest

from hiera_kafka.clients.zookeeper import ServerAddress
from hiera_kafka.ops.adopt.differences import _of_broker, _same, server_options
from hiera_kafka.ops.adopt.running import RunningServer
from lib.data.running import broker

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
    assert _same(name, type_, one, other)
    assert _same(name, type_, other, one)


@pytest.mark.parametrize(("name", "type_", "one", "other"), DIFFERENT)
def test_other_values_are(name: str, type_: str, one: str, other: str | None) -> None:
    assert not _same(name, type_, one, other)
    assert not _same(name, type_, other, one)


def test_an_option_that_stands_nowhere_counts_with_the_default_of_its_release() -> None:
    running = broker(1, "k1", {"zookeeper.connect": "zk:2181"})
    ours = {"broker.id": "1", "log.dirs": "/srv/kafka/data", "zookeeper.connect": "zk:2181", "num.io.threads": "8"}

    assert list(_of_broker(running, ours)) == []
    (found,) = _of_broker(running, {**ours, "num.io.threads": "9"})
    assert (found.option, found.running, found.rendered) == ("num.io.threads", "8", "9")


def test_advertised_listeners_that_are_not_set_are_those_that_follow() -> None:
    running = broker(1, "k1", {"listeners": "PLAINTEXT://:9095"})
    ours = {
        **{name: option.file for name, option in running.options.items() if option.file},
        "advertised.listeners": "PLAINTEXT://k1:9095",
    }

    assert list(_of_broker(running, ours)) == []


def test_limits_that_follow_from_the_tick_are_not_taken_for_set() -> None:
    values = {"tickTime": "1000", "minSessionTimeout": "2000", "maxSessionTimeout": "60000", "dataDir": "/d/version-2"}

    assert server_options(RunningServer(ServerAddress("zk", 2182), 1, values, "conf")) == {
        "tickTime": "1000",
        "maxSessionTimeout": "60000",
        "dataDir": "/d",
        "clientPort": "2182",
    }
