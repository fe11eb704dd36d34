"""What is refused before a cluster is asked; a real cluster is adopted in tests/local/test_adopt.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "give --bootstrap-server or --zookeeper"),
        (("--bootstrap-server", "k1:x"), "is not HOST:PORT"),
        (("--zookeeper", "/kafka"), "is not HOST:PORT"),
        (("--zookeeper", "zk", "--name", "../x"), "is no name of a cluster"),
        (("--zookeeper", "zk", "--myid", "zk=0"), "is not HOST=N"),
        (("--zookeeper", "zk", "--kafka-version", "3.9"), "is no release of Kafka"),
        (("--zookeeper", "zk", "--myid", "zk"), "is not HOST=N"),
        (("--zookeeper", "zk", "--via", "bus"), "'bus' is not one of"),
    ],
)
def test_wrong_command_lines_are_refused(hiera_kafka: Run, arguments: tuple[str, ...], words: str) -> None:
    result = hiera_kafka("adopt", *arguments)

    assert result.code == 3
    assert "error[usage]" in result.stderr
    assert words in result.stderr


def test_a_directory_that_is_in_use_is_refused_before_a_cluster_is_asked(hiera_kafka: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("")
    result = hiera_kafka("adopt", "--bootstrap-server", "127.0.0.1:1", "--out", tmp_path)

    assert result.code == 3
    assert "error[directory-not-empty]" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
