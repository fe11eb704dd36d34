"""Asking hosts and clusters; clusters that answer are in tests/local."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.ops.look.seen import HostSeen, ServiceSeen
from hiera_kafka.ops.mirrors.inventory import MirrorProcess
from hiera_kafka.ops.verify.asking import Asking, asking, process_seen
from lib.data.project_trees import HOST, PAGE, project_tree
from lib.data.verify_views import SILENT, host_seen, host_view

PROCESS = MirrorProcess(HOST, "kafka-mirror-a_to_b-0")


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def sources(tmp_path: Path, told: list[str]) -> Iterator[Asking]:
    with asking(Compiler.load(project_tree(tmp_path, PAGE, local=True)), told.append) as made:
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


def test_data_with_errors_is_refused(tmp_path: Path) -> None:
    compiler = Compiler.load(project_tree(tmp_path, "kafka_clusters: 1\n", local=True))
    with pytest.raises(Exception, match="wrong-type"), asking(compiler, print):
        pass


def test_a_process_of_a_mirror_is_as_its_host_says() -> None:
    service = ServiceSeen(PROCESS.service, "running", "pid 12", 12, 1.5, None, None, {}, None, None, ())
    view = host_view(answer=host_seen(services={PROCESS.service: service}))
    found = process_seen(PROCESS, view)
    assert (found.process, found.state, found.detail, found.pid, found.since) == (PROCESS, "running", "pid 12", 12, 1.5)

    assert process_seen(PROCESS, replace(view, answer=SILENT)).state is None
    assert process_seen(PROCESS, replace(view, answer=SILENT)).detail == "no connection: timed out"
    assert process_seen(PROCESS, host_view()).state is None
