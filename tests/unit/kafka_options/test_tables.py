"""A version has the table of its own, or of the one before it."""

from __future__ import annotations

import pytest

from hiera_kafka.kafka_options.option import OptionKind
from hiera_kafka.kafka_options.tables import gone_since, new_in, replacement_of, table


@pytest.mark.parametrize(
    ("version", "found"), [("3.9.2", "3.9"), ("3.9.0", "3.9"), ("1.1.0", "1.1"), ("4.3.0", "4.0"), ("0.9.0", "0.9.0")]
)
def test_a_version_finds_its_table_or_the_newest_older_one(version: str, found: str) -> None:
    known = table(OptionKind.BROKER, version)
    assert known is not None
    assert known.version == found


def test_versions_older_than_every_table_have_none() -> None:
    assert table(OptionKind.BROKER, "0.8.2") is None


def test_a_table_knows_what_the_next_version_drops() -> None:
    known = table(OptionKind.BROKER, "3.9.2")
    assert known is not None
    assert known.next_version == "4.0"
    assert "zookeeper.connect" in known.gone_next
    assert "num.io.threads" not in known.gone_next
    assert "super.users" not in known.gone_next


def test_the_newest_table_has_no_next_one() -> None:
    known = table(OptionKind.TOPIC, "4.0.0")
    assert known is not None
    assert known.next_version is None
    assert not known.gone_next


def test_options_come_and_go_with_versions() -> None:
    assert gone_since(OptionKind.BROKER, "port", "3.9.2") == "3.0"
    assert gone_since(OptionKind.BROKER, "zookeeper.connect", "4.0.0") == "4.0"
    assert gone_since(OptionKind.BROKER, "never.was", "3.9.2") is None
    assert new_in(OptionKind.BROKER, "group.max.size", "1.1.0") == "2.2"
    assert new_in(OptionKind.BROKER, "never.was", "1.1.0") is None


def test_what_is_deprecated_names_what_to_use_instead() -> None:
    assert replacement_of(OptionKind.BROKER, "port") == "listeners"
    assert replacement_of(OptionKind.BROKER, "num.io.threads") is None


@pytest.mark.parametrize("kind", list(OptionKind))
def test_every_kind_has_options_with_types(kind: OptionKind) -> None:
    known = table(kind, "3.9.2")
    assert known is not None
    assert len(known.options) > 30
    assert any(option.type == "boolean" for option in known.options.values())
