"""Which filesystems of a host matter, and what each must have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiera_kafka.catalog.needs import ARTIFACT_BYTES, FREE_BYTES
from hiera_kafka.ops.verify import filesystems
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import K1, compiler, healthy_view


def test_what_lies_on_one_filesystem_is_one_need() -> None:
    found = {one.mount: one for one in filesystems.needed(healthy_view())}

    assert list(found) == ["/", "/srv/kafka/a", "/srv/kafka/b"]
    assert found["/srv/kafka/b"].paths == ("/srv/kafka/b",)
    assert found["/srv/kafka/b"].needed_bytes == FREE_BYTES
    assert found["/"].paths[:2] == ("/", "/opt/kafka/kafka-3.9.2")
    assert found["/"].needed_bytes == 3 * FREE_BYTES


def test_a_release_that_is_not_installed_needs_room() -> None:
    root, *_ = filesystems.needed(healthy_view(releases={}))

    assert root.needed_bytes == 3 * FREE_BYTES + ARTIFACT_BYTES


def test_a_filesystem_that_could_not_be_seen_is_named_by_its_path() -> None:
    view = healthy_view()
    seen = {path: one for path, one in view.seen.filesystems.items() if path != "/srv/kafka/a"}
    found = {one.mount: one for one in filesystems.needed(replace(view, answer=replace(view.seen, filesystems=seen)))}

    assert found["/srv/kafka/a"].seen is None


def test_paths_are_those_of_the_catalog_and_the_root() -> None:
    found = filesystems.paths(compiler().catalogs[K1])

    assert found[0] == "/"
    assert {"/srv/kafka/a", "/srv/kafka/b", "/var/lib/zookeeper", "/var/log/kafka"} <= set(found)


@pytest.mark.parametrize(
    ("percent", "status"),
    [(100, Status.OK), (15, Status.OK), (14.9, Status.WARNING), (5, Status.WARNING), (4.9, Status.CRITICAL)],
)
def test_how_much_is_enough(percent: float, status: Status) -> None:
    assert filesystems.status_of(percent) is status
