"""Settings of a catalog are checked at their place in the data."""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.option_check import check_options
from hiera_kafka.catalog.platform import hosts_platform
from hiera_kafka.catalog.resources import Catalog, File, Options, Section, Setting, SettingGroup, Value
from hiera_kafka.errors import Position, Severity
from hiera_kafka.source import Origin, OriginKind

DATA = Origin(OriginKind.DATA, Position("data/common.yaml", 3, 7), level="common")


def catalog(*settings: Setting, options: Options | None = Options("broker", "3.9.2")) -> Catalog:  # noqa: B008 - frozen
    context = {"groups": (SettingGroup("All.", settings),)}
    file = File("/etc/kafka/server.properties", "x.j2", context, "root", "root", options=options)
    return Catalog(Machine(hosts_platform(), "k1.example.org"), (Section("kafka_broker", "events", files=(file,)),))


def test_a_finding_stands_where_the_value_stands() -> None:
    (found,) = check_options(catalog(Setting("num.io.thread", Value(8, DATA))))
    assert (found.id, found.level, found.where) == (
        "option-unknown",
        Severity.ERROR,
        (Position("data/common.yaml", 3, 7),),
    )


def test_a_dialect_that_writes_what_puppet_writes_is_warned() -> None:
    (found,) = check_options(catalog(Setting("num.io.thread", Value(8, DATA))), lenient=True)
    assert found.level is Severity.WARNING


def test_secrets_are_not_shown() -> None:
    (found,) = check_options(catalog(Setting("num.io.threads", Value("hunter2", DATA, secret=True))))
    assert "hunter2" not in found.render()


def test_advice_is_for_the_data_and_not_for_what_follows_from_it() -> None:
    connect = "zookeeper.connect"
    assert check_options(catalog(Setting(connect, Value("zk1:2181", Origin.derived("hosts", DATA))))) == ()
    assert [d.id for d in check_options(catalog(Setting(connect, Value("zk1:2181", DATA))))] == ["option-removed-next"]


def test_a_file_without_a_table_is_left_alone() -> None:
    assert check_options(catalog(Setting("x.y", Value(8, DATA)), options=None)) == ()


def test_booleans_are_checked_as_files_have_them() -> None:
    assert check_options(catalog(Setting("delete.topic.enable", Value(True, DATA)))) == ()
