"""`hiera-kafka explain`."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.cli.conftest import PLANTED, Run

from conftest import Golden
from lib.data.project_trees import project_tree
from lib.data.three_brokers import CLUSTERS

CASES = Path(__file__).parents[3] / "cases/cli"


def test_every_line_of_a_file_is_explained(hiera_kafka: Run, tree: Path, golden: Golden) -> None:
    text = hiera_kafka("explain", "kafka1", "/etc/kafka/server.properties", "-i", tree).stdout

    checkout = Path(__file__).parents[4]
    golden(CASES / "explain.txt", text.replace(f"{checkout}/", "<checkout>/"))


def test_one_option_is_explained_with_its_chain(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("explain", "kafka1", "server.properties", "broker.id", "-i", tree)

    line, origin, option, *meaning = result.stdout.splitlines()
    assert line == "4  broker.id=1"
    assert origin.strip() == "hieradata/data/common.yaml:12:13 (level 'common')"
    assert option.strip() == "option: int, default -1, update mode read-only"
    assert meaning[0].strip().startswith("The broker id for this server.")


def test_without_a_file_the_files_of_the_host_are_listed(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("explain", "kafka1", "-i", tree)

    assert {"/etc/kafka/server.properties", "/etc/systemd/system/kafka.service"} <= set(result.stdout.split())
    assert hiera_kafka("explain", "kafka1", "-i", tree, "--output", "json").json["files"] == result.stdout.split()


def test_a_derived_value_shows_what_it_was_derived_from(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("explain", "kafka1", "profile.d/kafka.sh", "KAFKA_BOOTSTRAP_SERVERS", "-i", tree)

    first, second, *rest = result.stdout.splitlines()
    assert "KAFKA_BOOTSTRAP_SERVERS=" in first
    assert second.strip().startswith("derived: ")
    assert any("hieradata/data/common.yaml" in line for line in rest)


def test_json_has_every_line_with_its_origins(hiera_kafka: Run, tree: Path) -> None:
    data = hiera_kafka("explain", "kafka1", "zoo.cfg", "clientPort", "-i", tree, "--output", "json").json

    assert data["file"] == "/etc/zookeeper/conf/zoo.cfg"
    (line,) = data["lines"]
    assert (line["option"], line["text"]) == ("clientPort", "clientPort=2181")
    assert line["origins"][0]["kind"] == "default"


def test_units_are_explained_as_well(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("explain", "kafka1", "kafka.service", "LimitNOFILE", "-i", tree)

    assert result.code == 0
    assert "LimitNOFILE=" in result.stdout
    assert "nofiles_ulimit" in result.stdout


def test_options_of_the_clients_of_a_mirror_are_known_behind_their_prefix(hiera_kafka: Run, tmp_path: Path) -> None:
    data = "kafka_mirrors: {a-eqiad_to_b-eqiad: {source: a-eqiad, destination: b-eqiad, topics: x, engine: 2}}\n"
    tree = project_tree(tmp_path, CLUSTERS + data)
    for option, words in (
        ("b-eqiad.producer.acks", "option: string, default all"),
        ("topics", "hieradata/data/common.yaml:8:"),
    ):
        result = hiera_kafka("explain", "b1", "mirror.properties", option, "-i", tree)
        assert (result.code, words in result.stdout) == (0, True), result.stdout


def test_a_local_file_is_named_by_its_path_on_the_host_or_on_this_machine(hiera_kafka: Run, local_tree: Path) -> None:
    root = local_tree.parents[2] / "var/test/kafka1.analytics.eqiad1.wikimedia.cloud"
    short = hiera_kafka("explain", "kafka1", "/etc/kafka/server.properties", "broker.id", "-i", local_tree)
    long = hiera_kafka("explain", "kafka1", f"{root}/etc/kafka/server.properties", "broker.id", "-i", local_tree)

    assert short.code == long.code == 0
    assert short.stdout == long.stdout


def test_secrets_are_masked(hiera_kafka: Run, secret_tree: Path) -> None:
    result = hiera_kafka("explain", "kafka1", "server.properties", "-i", secret_tree)

    assert "ssl.keystore.password=********" in result.stdout
    assert PLANTED not in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("server.propertis",), ("error[unknown-file]", "did you mean '/etc/kafka/server.properties'?")),
        (("/etc/kafka/server.propertis",), ("error[unknown-file]", "did you mean '/etc/kafka/server.properties'?")),
        (("/server.properties",), ("error[unknown-file]",)),
        (("log4j.properties",), ("error[ambiguous-file]", "/etc/zookeeper/conf/log4j.properties")),
        (("server.properties", "broker.ids"), ("error[unknown-option]", "did you mean 'broker.id'?")),
    ],
)
def test_wrong_names_come_with_the_right_ones(
    hiera_kafka: Run, tree: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    result = hiera_kafka("explain", "kafka1", *arguments, "-i", tree)

    assert result.code == 3
    assert all(word in result.stderr for word in words)
