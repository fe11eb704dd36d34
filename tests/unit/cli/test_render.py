"""`hiera-kafka render`."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from .conftest import PLANTED, Run

HOST = "kafka1.analytics.eqiad1.wikimedia.cloud"


def files_below(directory: Path) -> dict[str, Path]:
    return {str(path.relative_to(directory)): path for path in directory.rglob("*") if path.is_file()}


def test_each_host_gets_a_directory_that_stands_for_its_root(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("render", "-i", tree, "--out", "out")

    files = files_below(Path("out") / HOST)
    assert result.stdout == f"out/{HOST}  {len(files)} files\n"
    assert "broker.id=1\n" in files["etc/kafka/server.properties"].read_text()
    assert "etc/systemd/system/kafka.service" in files
    assert stat.S_IMODE(files["usr/local/bin/kafka"].stat().st_mode) == 0o755


def test_paths_of_local_hosts_are_below_their_root(hiera_kafka: Run, local_tree: Path) -> None:
    hiera_kafka("render", "kafka1", "-i", local_tree, "--out", "out")

    assert "etc/kafka/server.properties" in files_below(Path("out") / HOST)


def test_json_lists_files_and_modes(hiera_kafka: Run, secret_tree: Path) -> None:
    data = hiera_kafka("render", "-i", secret_tree, "--out", "out", "--output", "json").json

    entries = {entry["path"]: entry for entry in data["hosts"][HOST]}
    assert entries["/etc/kafka/server.properties"] == {
        "path": "/etc/kafka/server.properties",
        "mode": "0640",
        "secret": True,
    }


def test_a_secret_is_in_its_file_alone_and_that_is_not_for_everybody(hiera_kafka: Run, secret_tree: Path) -> None:
    before = os.umask(0)
    try:
        result = hiera_kafka("render", "-i", secret_tree, "--out", "out")
    finally:
        os.umask(before)

    holding = [path for path in files_below(Path("out")).values() if PLANTED in path.read_text()]
    assert [path.name for path in holding] == ["server.properties"]
    assert stat.S_IMODE(holding[0].stat().st_mode) == 0o640
    assert PLANTED not in result.stdout + result.stderr


def test_a_directory_that_holds_something_is_refused(hiera_kafka: Run, tree: Path) -> None:
    Path("out").mkdir()
    Path("out/mine").write_text("mine")

    result = hiera_kafka("render", "-i", tree, "--out", "out")

    assert result.code == 3
    assert "error[directory-not-empty]" in result.stderr
    assert [path.name for path in Path("out").iterdir()] == ["mine"]


def test_force_replaces_files_of_the_same_names_and_never_follows_links(hiera_kafka: Run, tree: Path) -> None:
    target = Path("out") / HOST / "etc/kafka/server.properties"
    target.parent.mkdir(parents=True)
    Path("elsewhere").write_text("mine")
    target.symlink_to(Path("elsewhere").absolute())

    assert hiera_kafka("render", "-i", tree, "--out", "out", "--force").code == 0
    assert Path("elsewhere").read_text() == "mine"
    assert not target.is_symlink()


def test_nothing_is_written_when_the_data_is_wrong(hiera_kafka: Run, tree: Path) -> None:
    data = tree.parents[2] / "hieradata/data/common.yaml"
    data.write_text(data.read_text().replace('id: "1"', "id: one"))

    assert hiera_kafka("render", "-i", tree, "--out", "out").code == 3
    assert not Path("out").exists()


def test_a_place_that_cannot_be_written_is_named(hiera_kafka: Run, tree: Path) -> None:
    Path("out").mkdir()
    (Path("out") / HOST).write_text("a file where a directory must be")

    result = hiera_kafka("render", "-i", tree, "--out", "out", "--force")

    assert result.code == 3
    assert "error[file-not-writable]" in result.stderr


def test_an_unknown_host_is_refused(hiera_kafka: Run, tree: Path) -> None:
    assert "error[unknown-host]" in hiera_kafka("render", "nope", "-i", tree, "--out", "out").stderr
