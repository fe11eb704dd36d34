"""All facts of a host together; tests/local looks at hosts where services run."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.look import facts
from lib.machine.silent_mount import silent_mount


@pytest.fixture
def request_of(tmp_path: Path) -> Any:
    def made(**wanted: Any) -> dict[str, Any]:
        return {"root": str(tmp_path), "service_manager": "supervisor", "facts": wanted}

    return made


def test_only_what_is_asked_for_is_read(request_of: Any) -> None:
    assert facts.read(request_of()) == {"unread": {}}
    assert facts.read(request_of(java=None, data=[], held={}, services=[])) == {"services": {}, "unread": {}}
    assert set(facts.read(request_of(clock=True, addresses=True))) == {"clock", "addresses", "unread"}


def test_the_clock_frames_all_that_is_read(request_of: Any) -> None:
    clock = facts.read(request_of(clock=True, addresses=True, listeners=True))["clock"]
    assert clock["began"] < clock["ended"]


def test_a_listener_is_told_with_the_process_that_has_it(request_of: Any) -> None:
    with socket.create_server(("127.7.1.1", 0)) as server:
        port = server.getsockname()[1]
        assert ["127.7.1.1", port, os.getpid()] in facts.read(request_of(listeners=True))["listeners"]


def test_kernel_settings_are_told_and_those_that_the_kernel_lacks(request_of: Any) -> None:
    found = facts.read(request_of(sysctls=["vm.swappiness", "vm.no_such_setting"]))["sysctls"]
    assert found["vm.swappiness"]["value"].isdecimal()
    assert found["vm.no_such_setting"] == {"value": None, "settable": False}


def test_releases_upgrades_and_data_are_told_by_their_path(request_of: Any, tmp_path: Path) -> None:
    file = tmp_path / "release"
    file.write_text("a\n")
    paths = {str(file): "b\n", str(tmp_path / "none"): "b\n"}
    found = facts.read(request_of(releases={str(tmp_path): None}, held=paths, data=[str(tmp_path)]))
    assert found["releases"] == {str(tmp_path): False}
    assert [one["path"] for one in found["upgrades"]] == [str(file)]
    assert found["data"] == {str(tmp_path): {"properties": {}, "detail": ""}}
    assert "held" not in found


def test_sections_are_told_by_what_a_run_would_change(request_of: Any, tmp_path: Path) -> None:
    bundle = {
        "format": 1,
        "host": "k1",
        "section": "kafka",
        "root": str(tmp_path),
        "service_manager": "supervisor",
        "links": [{"path": str(tmp_path / "current"), "target": "srv"}],
    }
    odd = {"bundle": {**bundle, "links": [{"path": "/etc/passwd", "target": "srv"}]}, "digests": {}, "key": ""}
    section = {"bundle": bundle, "digests": {}, "key": "00"}
    found = facts.read(request_of(sections={"kafka": section, "odd": odd}))

    assert found["differs"] == {"kafka": [f"link {tmp_path}/current"]}
    assert "/etc/passwd" in found["unread"]["sections odd"]
    assert "sections" not in found


def test_a_fact_that_cannot_be_read_stops_no_other(request_of: Any, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run/supervisor.sock").write_text("no socket")
    held = {str(tmp_path): "x"}
    found = facts.read(request_of(services=[{"name": "kafka"}, {"name": "../x"}], held=held, addresses=True))

    assert "services" not in found
    assert found["unread"]["services"]
    assert found["unread"][f"held {tmp_path}"].endswith("only a regular file is read")
    assert found["addresses"]


def test_what_lies_on_a_filesystem_that_does_not_answer_is_unread_and_the_rest_is_read(
    request_of: Any, tmp_path: Path
) -> None:
    for name in ("silent", "data"):
        (tmp_path / name).mkdir()
    silent, there = f"{tmp_path}/silent/data", f"{tmp_path}/data"
    bundles = {
        role: {
            "format": 1,
            "host": "k1",
            "section": role,
            "root": str(tmp_path),
            "service_manager": "supervisor",
            "links": [{"path": f"{place}/current", "target": "srv"}],
        }
        for role, place in (("kafka", silent), ("zookeeper", there))
    }
    wanted = request_of(
        addresses=True,
        data=[silent, there],
        filesystems=["/", silent],
        held={f"{silent}/release": "a\n"},
        java={"home": f"{silent}/java", "user": None},
        releases={silent: None, there: None},
        sections={role: {"bundle": bundle, "digests": {}, "key": "00"} for role, bundle in bundles.items()},
    )
    with silent_mount(tmp_path / "silent"):
        found = facts.read(wanted)

    assert found["addresses"]
    assert set(found["data"]) == {there}
    assert set(found["filesystems"]) == {"/"}
    assert set(found["releases"]) == {there}
    assert found["differs"] == {"zookeeper": [f"link {there}/current"]}
    assert not {"java", "upgrades"} & set(found)
    unread = found["unread"]
    names = ("data", "filesystems", "releases")
    assert set(unread) == {*(f"{name} {silent}" for name in names), f"held {silent}/release", "sections kafka", "java"}
    assert f"mounted at {tmp_path}/silent (fuse.silent) has not answered within 3 s" in unread[f"data {silent}"]
