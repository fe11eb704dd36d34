"""What a preflight finds of all kinds together."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import examination
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Status
from lib.look_request import request
from lib.machine.known_services import Known
from lib.machine.silent_mount import silent_mount


def java(home: Path) -> str:
    program = home / "bin/java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\ntouch {home}/ran\necho 'openjdk version \"17.0.15\"' >&2\n")
    program.chmod(0o755)
    (home / "release").write_text('IMPLEMENTOR="Debian"\nJAVA_VERSION="17.0.15"\n')
    return str(home)


def test_all_that_stands_in_the_way_is_said_once(tmp_path: Path) -> None:
    wanted = request(
        str(tmp_path), java_home=str(tmp_path), disk=[{"path": str(tmp_path / "data"), "needed_bytes": 2**60}]
    )

    with pytest.raises(ProblemError) as caught:
        examination.examine(wanted["preflight"], Known())

    assert [problem.id for problem in caught.value.problems] == ["java-not-found", "disk-full"]


def test_no_java_is_started_where_the_services_run_already(tmp_path: Path) -> None:
    wanted = request(str(tmp_path), java_home=java(tmp_path / "java"), services=["kafka"])["preflight"]

    found = examination.examine(wanted, Known(kafka=Status("running", os.getpid())))

    assert found["java_found"] is True
    assert found["states"] == {"kafka": "running"}
    assert not (tmp_path / "java/ran").exists()
    examination.examine(wanted, Known(kafka=Status("stopped")))
    assert (tmp_path / "java/ran").exists()


def test_a_filesystem_that_does_not_answer_is_in_the_way_and_nothing_waits_for_it(tmp_path: Path) -> None:
    place = tmp_path / "silent"
    place.mkdir()
    guard = {"kind": "kafka-broker-id", "directories": [f"{place}/data"], "file": f"{tmp_path}/x", "expected": ["1"]}
    wanted = request(str(tmp_path), guards=[guard])["preflight"]

    with silent_mount(place), pytest.raises(ProblemError) as caught:
        examination.examine(wanted, Known())

    (problem,) = caught.value.problems
    assert problem.id == "filesystem-silent"
    assert problem.message.startswith(f"{place}/data: the filesystem that is mounted at {place} (fuse.silent) ")


def test_a_root_that_no_run_has_made_yet_is_looked_at(tmp_path: Path) -> None:
    found = [examination.examine(request(f"{tmp_path}/{name}")["preflight"], Known()) for name in ("a", "b")]

    assert found[0]["machine"] != found[1]["machine"]
    assert list(tmp_path.iterdir()) == []
