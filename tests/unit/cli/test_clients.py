"""`hiera-kafka clients`."""

from __future__ import annotations

import json
from pathlib import Path

from lib.data.project_trees import HOST, PAGE, project_tree

from .conftest import Run

ANSWER = {
    "name": "my-kafka-cluster",
    "brokers": {
        "hash": {HOST: {"id": "1", "ssl_port": "9093", "port": "9092"}},
        "array": [HOST],
        "string": f"{HOST}:9092",
        "ssl_array": [f"{HOST}:9093"],
        "ssl_string": f"{HOST}:9093",
        "graphite": "{kafka1_analytics_eqiad1_wikimedia_cloud_9999}",
        "size": 1,
    },
    "jmx_port": "9999",
    "zookeeper": {
        "name": "my-zookeeper-cluster",
        "hosts": [HOST],
        "chroot": "/kafka/my-kafka-cluster",
        "url": f"{HOST}/kafka/my-kafka-cluster",
    },
}


def test_the_strings_are_those_of_the_page(hiera_kafka: Run, tree: Path) -> None:
    assert hiera_kafka("clients", "-i", tree).stdout == (
        "my-kafka-cluster\n"
        "  broker list: kafka1.analytics.eqiad1.wikimedia.cloud:9092\n"
        "  zookeeper connect: kafka1.analytics.eqiad1.wikimedia.cloud:2181/kafka/my-kafka-cluster\n"
    )


def test_one_cluster_can_be_asked_for(hiera_kafka: Run, tree: Path) -> None:
    found = hiera_kafka("clients", "my-kafka-cluster", "-i", tree, "--output", "json").json

    assert [strings["cluster"] for strings in found] == ["my-kafka-cluster"]


def test_an_unknown_cluster_comes_with_the_nearest(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("clients", "my-kafka-cluste", "-i", tree)

    assert result.code == 3
    assert "error[unknown-cluster]" in result.stderr
    assert "did you mean 'my-kafka-cluster'?" in result.stderr


def test_the_answer_of_the_function_can_be_asked_for(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("clients", "my-kafka-cluster", "--function-output", "-i", tree)

    assert result.code == 0
    assert json.loads(result.stdout) == ANSWER


def test_without_a_cluster_each_is_answered(hiera_kafka: Run, tree: Path) -> None:
    assert hiera_kafka("clients", "--function-output", "-i", tree, "--output", "json").json == [ANSWER]


def test_a_prefix_means_the_cluster_of_the_project(hiera_kafka: Run, tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, PAGE.replace("my-kafka-cluster", "main-analytics"))
    found = hiera_kafka("clients", "main", "--function-output", "-i", inventory, "--output", "json").json

    assert [answer["name"] for answer in found] == ["main-analytics"]


def test_the_answer_can_be_that_of_one_host(hiera_kafka: Run, tmp_path: Path) -> None:
    own = PAGE.replace("my-kafka-cluster", "own")
    inventory = project_tree(tmp_path, hosts={HOST: own})
    command = ("clients", "--function-output", "-i", inventory, "--output", "json")

    assert [answer["name"] for answer in hiera_kafka(*command).json] == ["my-kafka-cluster"]
    assert [answer["name"] for answer in hiera_kafka(*command, "--node", "kafka1").json] == ["own"]


def test_secrets_of_brokers_are_masked(hiera_kafka: Run, tmp_path: Path) -> None:
    data = PAGE.replace('        id: "1"\n', '        id: "1"\n        password: planted\n')
    result = hiera_kafka("clients", "--function-output", "-i", project_tree(tmp_path, data))

    assert "password" in result.stdout
    assert "planted" not in result.stdout


def test_a_cluster_that_the_function_does_not_find_is_named(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("clients", "my-kafka", "--function-output", "-i", tree)

    assert result.code == 3
    assert (
        "error[puppet-unknown-cluster]: no Kafka cluster is named 'my-kafka' or 'my-kafka-analytics'" in result.stderr
    )


def test_a_host_without_the_function_is_refused(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("clients", "--node", "kafka1", "-i", tree)

    assert result.code == 3
    assert "--node goes with --function-output" in result.stderr


def test_settings_for_a_client_are_ready_to_use(hiera_kafka: Run, tree: Path) -> None:
    assert (
        hiera_kafka("clients", "--for", "java", "-i", tree).stdout.splitlines()[-1] == f"bootstrap.servers={HOST}:9092"
    )
    (found,) = hiera_kafka("clients", "--for", "kafka-python", "-i", tree, "--output", "json").json
    assert found == {
        "cluster": "my-kafka-cluster",
        "client": "kafka-python",
        "tls": False,
        "settings": {"bootstrap_servers": [f"{HOST}:9092"]},
    }


def test_settings_and_the_answer_of_the_function_exclude_each_other(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("clients", "--for", "java", "--function-output", "-i", tree)

    assert result.code == 3
    assert "--for and --function-output exclude each other" in result.stderr


def test_an_unknown_client_is_refused_with_those_that_are_known(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("clients", "--for", "kafkacat", "-i", tree)

    assert result.code == 3
    assert "'kcat'" in result.stderr
