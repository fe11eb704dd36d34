"""Which options a broker has, in which order, and when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lib.wikimedia.hosts import BROKER, JAVA, TLS, catalog, lines

PATH = "/etc/kafka/server.properties"


def options(directory: Path, **more: Any) -> dict[str, str]:
    data = BROKER | JAVA | TLS | {key.replace("__", "::"): value for key, value in more.items()}
    found = lines(catalog(directory, data, role="kafka/logging"), PATH)
    return {name: value for name, _, value in (line.partition("=") for line in found)}


def test_the_order_is_that_of_puppet(tmp_path: Path) -> None:
    names = list(options(tmp_path))
    assert names[:5] == [
        "broker.id",
        "broker.id.generation.enable",
        "broker.rack",
        "listeners",
        "log.message.timestamp.type",
    ]
    assert names[-3:] == ["zookeeper.connect", "confluent.support.metrics.enable", "confluent.support.customer.id"]


def test_zero_is_written_and_a_rack_that_is_missing_is_not(tmp_path: Path) -> None:
    found = options(
        tmp_path,
        profile__kafka__broker__group_initial_rebalance_delay=0,
        profile__kafka__broker__log_retention_bytes=-1,
        profile__kafka__broker__num_replica_fetchers=0,
    )
    assert found["group.initial.rebalance.delay.ms"] == "0"
    assert found["log.retention.bytes"] == "-1"
    assert found["num.replica.fetchers"] == "0"
    assert "num.network.threads" not in found


@pytest.mark.parametrize(
    ("key", "option", "written"),
    [
        ("delete_topic_enable", "delete.topic.enable", None),
        ("allow_everyone_if_no_acl_found", "allow.everyone.if.no.acl.found", None),
        ("auto_create_topics_enable", "auto.create.topics.enable", "false"),
    ],
)
def test_a_false_vanishes_from_some_options_and_is_written_for_others(
    tmp_path: Path, key: str, option: str, written: str | None
) -> None:
    assert options(tmp_path, **{f"confluent__kafka__broker__{key}": False}).get(option) == written


def test_what_the_profile_passes_beats_the_class_and_what_it_leaves_undef_does_not(tmp_path: Path) -> None:
    found = options(
        tmp_path, confluent__kafka__broker__num_partitions=99, confluent__kafka__broker__num_replica_fetchers=7
    )
    assert (found["num.partitions"], found["num.replica.fetchers"]) == ("1", "7")


def test_messages_may_be_as_large_for_replicas_as_for_producers(tmp_path: Path) -> None:
    found = options(tmp_path, profile__kafka__broker__message_max_bytes=77)
    assert found["message.max.bytes"] == found["replica.fetch.max.bytes"] == "77"


def test_super_users_are_every_broker_even_without_acls(tmp_path: Path) -> None:
    found = options(tmp_path)
    assert found["super.users"] == "User:CN=k1.example.org;User:CN=k2.example.org"
    assert "authorizer.class.name" not in found
