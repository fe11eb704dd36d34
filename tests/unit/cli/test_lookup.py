"""`hiera-kafka lookup`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hiera_kafka.cli.lookup import dotted

from .conftest import PLANTED, Run

HOST = "kafka1.analytics.eqiad1.wikimedia.cloud"


def test_text_is_printed_bare(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "zookeeper_cluster_name", "--node", "kafka1", "-i", tree)

    assert result.stdout == "my-zookeeper-cluster\n"
    assert result.stderr == ""


def test_a_hash_is_printed_as_json_which_yaml_readers_take(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "zookeeper_clusters.my-zookeeper-cluster", "--node", "kafka1", "-i", tree)

    assert result.stdout == f'{{\n  "hosts": {{\n    "{HOST}": "1"\n  }}\n}}\n'


def test_the_origin_of_each_leaf_is_its_file_line_and_column(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "kafka_clusters", "--node", HOST, "-i", tree, "--explain-origin")

    assert [re.split(" {2,}", line) for line in result.stdout.splitlines()] == [
        [
            "kafka_clusters.my-kafka-cluster.zookeeper_cluster_name = my-zookeeper-cluster",
            "hieradata/data/common.yaml:9:29 (level 'common')",
        ],
        [
            f"kafka_clusters.my-kafka-cluster.brokers.'{HOST}'.id = 1",
            "hieradata/data/common.yaml:12:13 (level 'common')",
        ],
    ]


def test_json_has_origins_by_path_when_asked_for(hiera_kafka: Run, tree: Path) -> None:
    arguments = ("lookup", "zookeeper_clusters", "--node", HOST, "-i", tree, "--output", "json")

    assert "origins" not in hiera_kafka(*arguments).json
    origins = hiera_kafka(*arguments, "--explain-origin").json["origins"]
    assert [(origin["leaf"], origin["line"], origin["column"]) for origin in origins] == [
        (["my-zookeeper-cluster", "hosts", HOST], 5, 48)
    ]


def test_levels_are_merged_as_asked(hiera_kafka: Run, tree: Path) -> None:
    data = tree.parents[2] / "hieradata/data"
    (data / "common.yaml").write_text((data / "common.yaml").read_text() + "\nlist: [a]\n")
    (data / "hosts" / f"{HOST}.yaml").write_text("list: [b]\n")
    arguments = ("lookup", "list", "--node", "kafka1", "-i", tree, "--output", "json")

    assert hiera_kafka(*arguments).json["value"] == ["b"]
    assert hiera_kafka(*arguments, "--merge", "unique").json["value"] == ["b", "a"]


@pytest.mark.parametrize(
    ("key", "planted"),
    [
        ("service::db_password", f"{PLANTED}-2"),
        ("service::settings", f"{PLANTED}-3"),
        ("service::settings.secret", f"{PLANTED}-3"),
        ("service::settings.secret.0", f"{PLANTED}-3"),
        ("kafka_clusters", f"{PLANTED}-1"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--explain-origin",), ("--output", "json")])
def test_what_looks_secret_is_masked_unless_asked_for(
    hiera_kafka: Run, secret_tree: Path, key: str, planted: str, more: tuple[str, ...]
) -> None:
    arguments = ("lookup", key, "--node", "kafka1", "-i", secret_tree, *more)

    masked = hiera_kafka(*arguments)
    assert masked.code == 0
    assert PLANTED not in masked.stdout + masked.stderr
    assert "********" in masked.stdout
    assert planted in hiera_kafka(*arguments, "--show-secrets").stdout


def test_a_host_that_the_data_does_not_name_is_looked_up_with_a_warning(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "zookeeper_cluster_name", "--node", "kafka7.example.org", "-i", tree)

    assert result.code == 0
    assert result.stdout == "my-zookeeper-cluster\n"
    assert "warning[unknown-host]" in result.stderr


def test_a_lookup_works_although_the_data_names_no_host(hiera_kafka: Run, tree: Path) -> None:
    (tree.parents[2] / "hieradata/data/common.yaml").write_text("key: value\n")

    assert hiera_kafka("lookup", "key", "--node", "kafka1", "-i", tree).stdout == "value\n"


def test_a_key_that_is_not_found_is_an_error(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "nope", "--node", "kafka1", "-i", tree)

    assert result.code == 3
    assert "error[lookup-not-found]" in result.stderr


def test_segments_with_dots_are_quoted_as_lookup_keys_are() -> None:
    assert dotted("a", ("b.c", 0, "d")) == "a.'b.c'.0.d"
