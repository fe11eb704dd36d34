"""The kinds of readiness, and what the module takes for them together."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness import registry
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.kinds import OPTIONS as BY_KIND
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.mirror import MirrorProcess

OPTIONS = registry.options()


def entry(kind: str, **given: Any) -> dict[str, Any]:
    """Return a check as Ansible hands it to the module: every option of every kind, defaults filled in."""
    return {**{name: option.get("default") for name, option in OPTIONS.items()}, "kind": kind, **given}


@pytest.mark.parametrize("kind", BY_KIND)
def test_a_check_reads_options_of_its_kind_alone(kind: str) -> None:
    assert {one.name for one in fields(registry.KINDS[kind])} <= BY_KIND[kind].keys()
    assert registry.check_of(entry(kind)).service is None


def test_kinds_that_share_an_option_share_its_type() -> None:
    for kind in BY_KIND.values():
        for name, option in kind.items():
            assert {**OPTIONS[name], "required": True} == {**option, "required": True}


def test_what_one_kind_needs_is_not_needed_of_others() -> None:
    assert {name for name, option in OPTIONS.items() if option.get("required")} == {"kind", "service", "own"}
    assert registry.needed() == [
        ("kind", "zookeeper", ("address", "port")),
        ("kind", "kafka", ("address", "port")),
        ("kind", "kafka-mirror", ("engine", "group")),
    ]


def test_the_processes_of_a_mirror_are_read() -> None:
    process = {"service": "m@0", "record_file": "/run/m@0", "records": ["/f"]}
    check = registry.check_of(entry("kafka-mirror", group="g", engine=1, processes=[process]))
    assert check.processes == [MirrorProcess("m@0", "/run/m@0", ["/f"])]
