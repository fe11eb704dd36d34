"""Keys that are nearly looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import in_text

RULE = "misspelt-key"


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("profile::kafka::broker::num_io_thread", "profile::kafka::broker::num_io_threads"),
        ("profile::kakfa::broker::plaintext", "profile::kafka::broker::plaintext"),
        ("profiel::kafka::broker::log_dirs", "profile::kafka::broker::log_dirs"),
        ("profile::kafka::borker::ssl_enabled", "profile::kafka::broker::ssl_enabled"),
        ("profile::kafka:broker::plaintext", "profile::kafka::broker::plaintext"),
        ("profile::zookeper::sync_limit", "profile::zookeeper::sync_limit"),
        ("profile::zookeeper::server::cluster_name", "profile::zookeeper::cluster_name"),
        ("profile::kafka::mirror::jmx_base_port", "profile::kafka:mirror:jmx_base_port"),
        ("kafka_cluster", "kafka_clusters"),
        ("kafka::broker::plaintext", "profile::kafka::broker::plaintext"),
        ("profile::kafka::brokerc:max_heap_size", "profile::kafka::broker::max_heap_size"),
        ("zookeper_clusters", "zookeeper_clusters"),
        ("kafka_mesage_max_bytes", "kafka_message_max_bytes"),
    ],
)
def test_slips_are_found_with_the_nearest_key(tmp_path: Path, key: str, near: str) -> None:
    (finding,) = in_text(RULE, tmp_path, f"{key}: 1\n")

    assert finding.diagnostic.hint == f"did you mean {near!r}?"


@pytest.mark.parametrize(
    "key",
    [
        "profile::kafka::broker::num_io_threads",
        "profile::kafka:mirror:jmx_base_port",
        "profile::kafka::broker::message_max_bytes",
        "confluent::kafka::broker::num_replica_fetchers",
        "zookeeper::sync_limit",
        "profile::base::certificates::include_bundle_p12",
        "clusters",
        "profile::cassandra::log_dirs",
    ],
)
def test_keys_that_are_looked_up_and_keys_of_others_are_not(tmp_path: Path, key: str) -> None:
    assert in_text(RULE, tmp_path, f"{key}: 1\n") == []


def test_only_colons_are_fixed(tmp_path: Path) -> None:
    (colons,) = in_text(RULE, tmp_path, "profile::kafka:broker::plaintext: true\n")
    (letters,) = in_text(RULE, tmp_path, "profile::kafka::broker::plaintxt: true\n")

    assert colons.fix is not None
    assert letters.fix is None


def test_nothing_is_fixed_where_the_right_key_stands_as_well(tmp_path: Path) -> None:
    text = "profile::kafka:broker::plaintext: true\nprofile::kafka::broker::plaintext: false\n"

    assert in_text(RULE, tmp_path, text)[0].fix is None
