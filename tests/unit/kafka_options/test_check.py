"""Checks of one setting. Texts of messages are in tests/cases/diagnostics/option-*."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import Level
from hiera_kafka.kafka_options.check import check
from hiera_kafka.kafka_options.option import OptionKind


@pytest.mark.parametrize(
    ("kind", "version", "name", "text", "ids"),
    [
        (OptionKind.BROKER, "3.9.2", "num.io.threads", "8", []),
        (OptionKind.BROKER, "3.9.2", "num.io.threads", "x", ["option-wrong-type"]),
        (OptionKind.BROKER, "3.9.2", "num.io.threads", "0", ["option-out-of-range"]),
        (OptionKind.BROKER, "3.9.2", "num.io.thread", "8", ["option-unknown"]),
        (OptionKind.BROKER, "3.9.2", "port", "9092", ["option-removed"]),
        (OptionKind.BROKER, "1.1.0", "port", "9092", ["option-deprecated"]),
        (OptionKind.BROKER, "1.1.0", "group.max.size", "1", ["option-unknown"]),
        (OptionKind.BROKER, "3.9.2", "zookeeper.session.timeout.ms", "6000", ["option-removed-next"]),
        (OptionKind.BROKER, "0.8.0", "anything", "1", []),
        (OptionKind.TOPIC, "3.9.2", "cleanup.policy", "remove", ["option-out-of-range"]),
        (OptionKind.TOPIC, "3.9.2", "message.format.version", "3.8", ["option-deprecated"]),
        (OptionKind.PRODUCER, "3.9.2", "acks", "2", ["option-out-of-range"]),
        (OptionKind.CONSUMER, "3.9.2", "group.ids", "x", ["option-unknown"]),
        (OptionKind.ZOOKEEPER, "", "tickTime", "-1", ["option-out-of-range"]),
        (OptionKind.ZOOKEEPER, "", "tickTimes", "1", ["option-unknown"]),
    ],
)
def test_a_setting_is_held_against_its_table(
    kind: OptionKind, version: str, name: str, text: str, ids: list[str]
) -> None:
    assert [finding.id for finding in check(kind, version, name, text)] == ids


def test_a_hidden_value_is_in_no_message() -> None:
    (finding,) = check(OptionKind.BROKER, "3.9.2", "num.io.threads", "hunter2", shown="a value that is not shown")
    assert "hunter2" not in repr(finding)


def test_unknown_names_are_errors_to_kafka_and_warnings_to_zookeeper() -> None:
    assert check(OptionKind.BROKER, "3.9.2", "x.y", "1")[0].level is Level.ERROR
    assert check(OptionKind.ZOOKEEPER, "", "x.y", "1")[0].level is Level.WARNING


def test_a_plugin_may_have_options_of_its_own_but_slips_are_reported() -> None:
    others = {"authorizer.class.name": "org.example.Ours"}
    assert check(OptionKind.BROKER, "3.9.2", "our.authorizer.url", "1", others=others) == ()
    assert [f.level for f in check(OptionKind.BROKER, "3.9.2", "num.io.thread", "1", others=others)] == [Level.INFO]
