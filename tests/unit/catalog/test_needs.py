"""What the sections of a host need of it; tests of `bridge` hold that preflight asks for it."""

from __future__ import annotations

import pytest

from hiera_kafka.catalog.needs import ARTIFACT_BYTES, FREE_BYTES, disk_needs, minimum_java
from hiera_kafka.catalog.resources import Artifact, Section, Service


def section(*versions: str, writable: tuple[str, ...] = ()) -> Section:
    service = Service("s", "S", "s", "s", ("start",), (), (), "/run/s", "/log", "/", 1024, writable=writable)
    return Section(
        "s",
        "",
        services=(service,),
        artifacts=tuple(Artifact("kafka", version, f"/opt/{version}", "root", "root") for version in versions),
    )


@pytest.mark.parametrize(
    ("versions", "java"), [((), 11), (("3.9.2",), 11), (("4.0.0",), 17), (("3.9.2", "4.0.0"), 17), (("1.1.0",), 11)]
)
def test_the_release_that_needs_the_newest_java_decides(versions: tuple[str, ...], java: int) -> None:
    assert minimum_java([section(version) for version in versions]) == java


def test_each_path_is_counted_once_and_releases_need_room_to_be_unpacked() -> None:
    found = disk_needs([section("3.9.2", writable=("/srv/kafka/data", "/log")), section("3.9.2", writable=("/log",))])
    assert found == {"/opt/3.9.2": ARTIFACT_BYTES, "/srv/kafka/data": FREE_BYTES, "/log": FREE_BYTES}
    assert next(iter(found)) == "/opt/3.9.2"
