"""`hiera-kafka inventory`."""

from __future__ import annotations

from pathlib import Path

from conftest import Golden

from .conftest import Run

HOST = "kafka1.analytics.eqiad1.wikimedia.cloud"
CASES = Path(__file__).parents[2] / "cases/cli"


def test_an_inventory_reads_well(hiera_kafka: Run, tree: Path, golden: Golden) -> None:
    golden(CASES / "inventory.txt", hiera_kafka("inventory", "-i", tree).stdout)


def test_json_has_hosts_clusters_and_groups(hiera_kafka: Run, tree: Path) -> None:
    data = hiera_kafka("inventory", "-i", tree, "--output", "json").json

    assert data["hosts"] == [
        {
            "name": HOST,
            "address": HOST,
            "zookeeper": {"cluster": "my-zookeeper-cluster", "myid": 1},
            "kafka": {"cluster": "my-kafka-cluster", "id": 1, "port": 9092, "rack": None},
        }
    ]
    assert data["zookeeper_clusters"] == {"my-zookeeper-cluster": {HOST: 1}}
    assert data["kafka_clusters"]["my-kafka-cluster"]["brokers"] == {HOST: 1}
    assert data["groups"]["kafka_cluster_my_kafka_cluster"] == [HOST]


def test_a_host_of_the_wikimedia_dialect_is_named_with_its_dialect(hiera_kafka: Run, tree: Path) -> None:
    with tree.open("a") as file:
        file.write("kafka_dialect: wikimedia\nnodes:\n  other.example.org:\n")
    data = hiera_kafka("inventory", "-i", tree, "--output", "json").json
    assert data["hosts"] == [{"name": "other.example.org", "address": "other.example.org", "dialect": "wikimedia"}]
