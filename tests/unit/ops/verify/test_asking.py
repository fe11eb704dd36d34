"""Asking hosts and clusters; clusters that answer are in tests/local."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import ModelError
from hiera_kafka.ops.look.seen import HostSeen
from hiera_kafka.ops.reach.ways import Ways
from hiera_kafka.ops.verify.asking import Asking
from lib.data.project_trees import HOST, PAGE, project_tree


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def sources(tmp_path: Path, told: list[str]) -> Iterator[Asking]:
    compiler = Compiler.load(project_tree(tmp_path, PAGE, local=True))
    with Ways.straight(lambda: compiler.hosts) as ways:
        yield Asking(compiler, ways, told.append)


def test_a_host_of_this_machine_says_what_its_catalog_needs(sources: Asking, told: list[str]) -> None:
    (seen,) = sources.look([HOST]).values()

    assert isinstance(seen, HostSeen)
    assert set(seen.services) == {"zookeeper", "kafka"}
    assert {service.state for service in seen.services.values()} == {"stopped"}
    assert abs(seen.clock.offset_s) <= seen.clock.error_s + 0.1
    assert told == ["1 of 1 hosts asked"]


def test_a_cluster_that_the_data_does_not_have_cannot_be_asked(sources: Asking) -> None:
    with pytest.raises(KeyError):
        sources.cluster("nope")


def test_data_with_errors_is_refused(tmp_path: Path) -> None:
    compiler = Compiler.load(project_tree(tmp_path, "kafka_clusters: 1\n", local=True))
    with pytest.raises(ModelError, match="wrong-type"):
        Asking(compiler, Ways.straight())
