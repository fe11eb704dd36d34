"""Notes of who has which addresses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hiera_kafka.compiler.local_record import Recorded, write_recorded
from hiera_kafka.errors import HieraKafkaError, ProjectError
from hiera_kafka.ops.local.subnets import Subnets, locked


def state(tmp_path: Path, name: str, subnet: str, *hosts: str) -> Path:
    directory = tmp_path / name
    write_recorded(directory, Recorded(subnet))
    for host in hosts:
        (directory / host).mkdir()
    return directory


def ended_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_a_cluster_keeps_its_subnet_as_long_as_it_has_hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = ended_process()
    monkeypatch.setattr(os, "getpid", lambda: ended)
    mine, other = state(tmp_path, "mine", "127.0.1", "k1"), state(tmp_path, "other", "127.0.0", "k1")
    notes = Subnets(tmp_path / "subnets.json")
    notes.reserve(mine, "127.0.1")
    notes.reserve(other, "127.0.0")
    assert notes.others(mine) == {"127.0.0": str(other)}
    (other / "k1").rmdir()
    assert notes.others(mine) == {}


def test_a_cluster_that_is_being_built_has_its_subnet_already(tmp_path: Path) -> None:
    other = state(tmp_path, "other", "127.0.0")
    notes = Subnets(tmp_path / "subnets.json")
    notes.reserve(other, "127.0.0")
    assert notes.others(tmp_path / "mine") == {"127.0.0": str(other)}


@pytest.mark.parametrize(
    "record", [None, "{", '{"format": 1, "subnet": "127.0.7", "addresses": {}, "java_home": null}']
)
def test_a_note_that_its_cluster_does_not_bear_out_is_none(tmp_path: Path, record: str | None) -> None:
    other = state(tmp_path, "other", "127.0.0", "k1")
    notes = Subnets(tmp_path / "subnets.json")
    notes.reserve(other, "127.0.0")
    if record is None:
        (other / "local.json").unlink()
    else:
        (other / "local.json").write_text(record)
    assert notes.others(tmp_path / "mine") == {}


def test_notes_that_cannot_be_read_are_made_anew(tmp_path: Path) -> None:
    (tmp_path / "subnets.json").write_text('[{"what": 1}]')
    other = state(tmp_path, "other", "127.0.0", "k1")
    notes = Subnets(tmp_path / "subnets.json")
    assert notes.others(tmp_path) == {}
    notes.reserve(other, "127.0.0")
    assert notes.others(tmp_path) == {"127.0.0": str(other)}


def test_a_state_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with (
        pytest.raises(ProjectError, match=r"error\[state-home-unusable\].*state/hiera-kafka"),
        locked({"XDG_STATE_HOME": str(tmp_path / "state")}),
    ):
        pass


def test_notes_of_releases_that_named_no_format_are_kept(tmp_path: Path) -> None:
    other = state(tmp_path, "other", "127.0.0", "k1")
    file = tmp_path / "subnets.json"
    file.write_text(json.dumps([{"state_dir": str(other), "subnet": "127.0.0", "pid": 1}]))
    mine = state(tmp_path, "mine", "127.0.1", "k1")
    Subnets(file).reserve(mine, "127.0.1")
    assert json.loads(file.read_text())["format"] == 2
    assert Subnets(file).others(tmp_path) == {"127.0.0": str(other), "127.0.1": str(mine)}


def test_notes_of_a_later_release_are_refused_and_stay(tmp_path: Path) -> None:
    file = tmp_path / "hiera-kafka/subnets.json"
    file.parent.mkdir()
    file.write_text('{"format": 3}')
    with pytest.raises(HieraKafkaError, match="record-newer"), locked({"XDG_STATE_HOME": str(tmp_path)}):
        pass
    assert file.read_text() == '{"format": 3}'


def test_a_cluster_of_a_later_release_keeps_its_subnet(tmp_path: Path) -> None:
    other = state(tmp_path, "other", "127.0.0", "k1")
    notes = Subnets(tmp_path / "subnets.json")
    notes.reserve(other, "127.0.0")
    (other / "local.json").write_text('{"format": 2}')
    assert notes.others(tmp_path / "mine") == {"127.0.0": str(other)}
