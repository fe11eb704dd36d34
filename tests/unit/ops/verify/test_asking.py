"""Asking hosts and clusters; clusters that answer are in tests/local."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import ModelError
from hiera_kafka.ops.look.seen import HostSeen
from hiera_kafka.ops.reach.ways import Way
from hiera_kafka.ops.verify.asking import Asking, asking
from lib.data.project_trees import HOST, PAGE, project_tree


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def sources(tmp_path: Path, told: list[str]) -> Iterator[Asking]:
    compiler = Compiler.load(project_tree(tmp_path, PAGE, local=True))
    with asking(compiler, lambda: [Reach.here(HOST)], Way.DIRECT, told.append) as made:
        yield made


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


def test_hosts_share_sessions_that_are_opened_when_somebody_asks(tmp_path: Path) -> None:
    compiler = Compiler.load(project_tree(tmp_path, PAGE, local=True))
    asked: list[str] = []

    def reaches() -> list[Reach]:
        asked.append("reaches")
        return [Reach.here(HOST)]

    with asking(compiler, reaches, Way.DIRECT) as made:
        assert asked == []
        assert made.sessions() is made.sessions()
        assert asked == ["reaches"]


def test_data_with_errors_is_refused(tmp_path: Path) -> None:
    compiler = Compiler.load(project_tree(tmp_path, "kafka_clusters: 1\n", local=True))
    with pytest.raises(ModelError, match="wrong-type"), asking(compiler, list, Way.DIRECT):
        pass
