"""`hiera-kafka clients`."""

from __future__ import annotations

from pathlib import Path

from .conftest import Run


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
