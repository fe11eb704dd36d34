"""`hiera-kafka dist` as a real process sees it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from hiera_kafka.cli.dist.commands import dist

MAIN = "from hiera_kafka.cli.dist.commands import dist; dist()"


@pytest.fixture
def jars(tmp_path) -> Path:
    """A directory with one jar that passes for Kafka 3.9.2."""
    place = tmp_path / "jars"
    place.mkdir()
    with zipfile.ZipFile(place / "kafka_2.13-3.9.2.jar", "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", "")
    return place


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "hiera-kafka"


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", MAIN, *arguments], capture_output=True, text=True, check=True)


def test_fetch_prints_the_path_on_standard_output_and_what_it_did_on_the_other(jars, cache):
    done = _run("fetch", "3.9.2", "--path", str(jars))
    assert Path(done.stdout.strip()).parent == cache
    assert f"Kafka 3.9.2: trying local {jars}" in done.stderr.splitlines()


def test_fetch_as_json_has_the_digests(jars, cache):
    found = json.loads(_run("fetch", "3.9.2", "--source", "local", "--path", str(jars), "--output", "json").stdout)
    assert sorted(found) == ["manifest_sha256", "path", "sha256", "source", "version"]
    assert Path(found["path"]).is_file()


def test_list_shows_locks_and_cache(jars, cache):
    _run("fetch", "3.9.2", "--path", str(jars))
    assert _run("list").stdout.splitlines() == [
        "3.9.1      lock file     not in the cache",
        f"3.9.2      lock file     in the cache, from local {jars}",
    ]
    found = json.loads(_run("list", "--output", "json").stdout)
    assert [(entry["version"], entry["locked"], entry["artifact"] is not None) for entry in found] == [
        ("3.9.1", True, False),
        ("3.9.2", True, True),
    ]


def test_on_a_terminal_progress_is_drawn(jars):
    leader, follower = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-c", MAIN, "fetch", "3.9.2", "--path", str(jars)],
            stderr=follower, stdout=subprocess.PIPE, check=True, env={**os.environ, "TERM": "xterm"},
        )  # fmt: skip
        assert b"trying local" in os.read(leader, 65536)
    finally:
        os.close(leader)
        os.close(follower)


@pytest.mark.parametrize("command", [[], ["fetch"], ["list"], ["lock"]])
def test_help_explains_to_a_stranger_what_each_command_does(command):
    done = CliRunner().invoke(dist, [*command, "--help"])
    assert done.exit_code == 0
    assert "Usage:" in done.output


def test_java_names_the_home_that_local_clusters_run_on() -> None:
    done = CliRunner().invoke(dist, ["java", "--output", "json"])

    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (Path(found["home"]) / "bin" / "java").exists()
    assert found["version"] >= 11
