"""Nothing of a section is lost on its way to the host without a word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from hiera_kafka.catalog.resources import (
    Absent,
    Directory,
    File,
    Line,
    Link,
    Owned,
    Port,
    Section,
    Sysctl,
    Unit,
    User,
)
from hiera_kafka.catalog.resources.wire import Resource
from hiera_kafka.catalog.shipping import bundle_content, parameters_of
from hiera_kafka.errors import CatalogError


def nothing(resource: Resource) -> Mapping[str, Any]:
    return {}


def content(**resources: Any) -> dict[str, list[dict[str, Any]]]:
    return bundle_content("k1", Section("kafka_broker", "main", **resources), nothing)


def test_a_bundle_has_the_fields_that_say_so() -> None:
    assert content(
        users=(User("kafka", "Apache Kafka"),), links=(Link("/a", "b"),), sysctls=(Sysctl("vm.swappiness", 1),)
    ) == {
        "users": [{"name": "kafka", "comment": "Apache Kafka", "home": "/nonexistent", "uid": None}],
        "links": [{"path": "/a", "target": "b"}],
        "sysctls": [{"name": "vm.swappiness", "value": 1}],
    }


def test_what_rendering_makes_is_added_and_replaces() -> None:
    file = File("/a", "a.j2", {}, "root", "root", mode=None)
    section = Section("kafka_broker", "main", files=(file,))
    assert bundle_content("k1", section, lambda _: {"mode": "0644", "content": "x"}) == {
        "files": [{"path": "/a", "owner": "root", "group": "root", "mode": "0644", "hold": False, "content": "x"}]
    }


def test_what_goes_to_a_module_is_not_in_the_bundle() -> None:
    port = Port(None, 9092, "kafka", "clients")
    assert content(ports=(port,)) == {}
    assert parameters_of(port, "preflight") == {
        "address": None,
        "port": 9092,
        "service": "kafka",
        "purpose": "clients",
    }


@pytest.mark.parametrize(
    ("resources", "message"),
    [
        ({"absent": (Absent("/a"),)}, "has absent /a, and nothing on a host acts on resources of this kind"),
        ({"owned": (Owned("/a", "root", "root"),)}, "has owner /a, and nothing on a host"),
        ({"lines": (Line("/a", "x=", "x=1"),)}, "has line /a x=, and nothing on a host"),
        (
            {"directories": (Directory("/a", "root", "root", purge=True),)},
            "has directory /a with purge True, allowed is False alone, since nothing on a host acts on it",
        ),
        (
            {"directories": (Directory("/a", "root", "root", mode=None),)},
            "has directory /a with mode None, which a bundle cannot say",
        ),
        ({"units": (Unit("kafka", masked=True),)}, "has unit kafka with masked True, allowed is False alone"),
        ({"packages": ("jdk",)}, "has packages ('jdk',), allowed is () alone"),
    ],
)
def test_what_no_host_acts_on_is_refused(resources: dict[str, Any], message: str) -> None:
    with pytest.raises(CatalogError) as caught:
        content(**resources)
    (problem,) = caught.value.diagnostics
    assert problem.id == "resource-not-shipped"
    assert f"the section kafka_broker of k1 {message}" in problem.message


def test_all_that_is_refused_is_said_at_once() -> None:
    with pytest.raises(CatalogError) as caught:
        content(units=(Unit("kafka", running=False, enabled=None),), absent=(Absent("/a"), Absent("/b")))
    assert len(caught.value.diagnostics) == 4
