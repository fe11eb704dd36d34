"""The artifact: same inputs, same bytes; one checked copy in the cache, whatever happens to it."""

from __future__ import annotations

import concurrent.futures
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from hiera_kafka.dist import launchers
from hiera_kafka.dist.artifact import SourceConfig, cached, fetch
from hiera_kafka.errors import DistError

VERSION = "3.9.77"

KILLED = """
import sys
from pathlib import Path
from hiera_kafka.dist.artifact import SourceConfig, fetch
fetch("3.9.77", SourceConfig("tarball", url=sys.argv[1], sha512=sys.argv[2]), cache=Path(sys.argv[3]))
"""


@pytest.fixture
def from_maven(locked, site) -> SourceConfig:
    return SourceConfig(repository=site.url)


@pytest.fixture
def from_tarball(tarball, site) -> SourceConfig:
    data = tarball()
    site.files[f"/{VERSION}/kafka.tgz"] = data
    return SourceConfig(url=f"{site.url}/{{version}}/kafka.tgz", sha512=hashlib.sha512(data).hexdigest().upper())


def test_the_same_lock_makes_the_same_bytes(from_maven, tmp_path, monkeypatch):
    first = fetch(VERSION, from_maven, cache=tmp_path / "one")
    old_mask = os.umask(0o077)
    try:
        second = fetch(VERSION, from_maven, cache=tmp_path / "two")
    finally:
        os.umask(old_mask)
    assert first.path.read_bytes() == second.path.read_bytes()
    assert (first.sha256, first.manifest_sha256) == (second.sha256, second.manifest_sha256)
    assert first.sha256 == hashlib.sha256(first.path.read_bytes()).hexdigest()
    assert first.path.name == f"kafka-{VERSION}-{first.manifest_sha256[:12]}.tar"
    assert first.source == "Maven"


def test_an_artifact_holds_jars_commands_and_a_manifest_that_sha256sum_reads(from_maven, jars, tmp_path):
    made = fetch(VERSION, from_maven, cache=tmp_path / "cache")
    home = tmp_path / "kafka"
    with tarfile.open(made.path, "r:") as tar:
        assert {(member.uid, member.gid, member.mtime) for member in tar} == {(0, 0, 0)}
        tar.extractall(home, filter="data")
    manifest = (home / "MANIFEST.sha256").read_bytes()
    assert hashlib.sha256(manifest).hexdigest() == made.manifest_sha256
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "MANIFEST.sha256"], cwd=home, check=True)
    listed = [line.partition("  ")[2] for line in manifest.decode().splitlines()]
    there = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
    assert listed == sorted(listed)
    assert set(listed) == there - {"MANIFEST.sha256"}
    assert {f"libs/{name}" for name in jars} < there
    assert os.access(home / "bin/kafka-topics", os.X_OK)
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == sorted(
        [".lock", made.path.name, made.path.with_suffix(".json").name]
    )


def test_a_second_fetch_asks_nobody(from_maven, site, tmp_path):
    first = fetch(VERSION, from_maven, cache=tmp_path)
    site.asked.clear()
    assert fetch(VERSION, from_maven, cache=tmp_path) == first
    assert cached(VERSION, tmp_path) == first
    assert site.asked == []


def test_an_empty_or_missing_cache_has_nothing(tmp_path):
    assert cached("3.9.2", tmp_path) is None
    assert cached("3.9.2", tmp_path / "missing") is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda tar: tar.write_bytes(b"x" * tar.stat().st_size),
        lambda tar: tar.write_bytes(tar.read_bytes()[:-1]),
        lambda tar: tar.unlink(),
        lambda tar: tar.with_suffix(".json").write_text("{"),
    ],
    ids=["other bytes", "too short", "missing", "description damaged"],
)
def test_a_damaged_entry_is_none_and_is_made_again(from_maven, tmp_path, damage):
    made = fetch(VERSION, from_maven, cache=tmp_path)
    damage(made.path)
    assert cached(VERSION, tmp_path) is None
    assert fetch(VERSION, from_maven, cache=tmp_path) == made
    assert hashlib.sha256(made.path.read_bytes()).hexdigest() == made.sha256


def test_an_entry_that_was_only_touched_is_compared_once_and_kept(from_maven, site, tmp_path):
    made = fetch(VERSION, from_maven, cache=tmp_path)
    os.utime(made.path, ns=(1, 1))
    assert cached(VERSION, tmp_path) == made
    assert json.loads(made.path.with_suffix(".json").read_text())["mtime_ns"] == 1


def test_commands_of_another_release_of_ours_are_replaced_without_fetching_jars(
    from_maven, site, tmp_path, monkeypatch
):
    old = fetch(VERSION, from_maven, cache=tmp_path)
    changed = {**launchers.files(VERSION), "bin/kafka-new": (b"#!/bin/sh\n", 0o755)}
    monkeypatch.setattr(launchers, "files", lambda version: changed)
    assert cached(VERSION, tmp_path) is None
    site.asked.clear()
    new = fetch(VERSION, from_maven, cache=tmp_path)
    assert new.manifest_sha256 != old.manifest_sha256
    assert site.asked == []


def test_a_tarball_is_fetched_checked_and_normalised(from_tarball, site, told, tmp_path):
    made = fetch(VERSION, from_tarball, progress=told, cache=tmp_path)
    assert made.source == f"tarball {site.url}/{VERSION}/kafka.tgz"
    with tarfile.open(made.path) as tar:
        names = tar.getnames()
    assert "LICENSE" in names
    assert "bin/kafka-topics" in names
    assert not [name for name in names if name.endswith((".sh", ".asc"))]


def test_a_tarball_by_url_on_disk_and_unpacked_make_the_same_manifest(from_tarball, tarball, tmp_path):
    by_url = fetch(VERSION, from_tarball, cache=tmp_path / "one")
    archive = tmp_path / "kafka.tgz"
    archive.write_bytes(tarball())
    local = fetch(VERSION, SourceConfig("local", path=archive), cache=tmp_path / "two")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "unpacked", filter="data")
    directory = tmp_path / "unpacked" / f"kafka_2.13-{VERSION}"
    unpacked = fetch(VERSION, SourceConfig(path=directory), cache=tmp_path / "three")
    assert by_url.manifest_sha256 == local.manifest_sha256 == unpacked.manifest_sha256
    assert by_url.path.read_bytes() == unpacked.path.read_bytes()


def test_a_local_directory_is_read_again_when_it_has_changed(jars, tmp_path):
    place = tmp_path / "jars"
    place.mkdir()
    for name, data in jars.items():
        (place / name).write_bytes(data)
    config = SourceConfig("local", path=place)
    first = fetch(VERSION, config, cache=tmp_path / "cache")
    assert fetch(VERSION, config, cache=tmp_path / "cache") == first
    (place / "more-1.0.jar").write_bytes(b"PK")
    second = fetch(VERSION, config, cache=tmp_path / "cache")
    assert second.manifest_sha256 != first.manifest_sha256
    assert cached(VERSION, tmp_path / "cache", config) == second
    assert cached(VERSION, tmp_path / "cache", SourceConfig("local", path=tmp_path)) is None


def test_jars_of_another_version_are_refused(jars, tmp_path):
    (tmp_path / "kafka_2.13-3.9.1.jar").write_bytes(b"PK")
    with pytest.raises(DistError, match=r"asked for Kafka 3\.9\.77, but found Kafka 3\.9\.1") as caught:
        fetch(VERSION, SourceConfig(path=tmp_path), cache=tmp_path / "cache")
    assert caught.value.diagnostics[0].id == "artifact-not-kafka"


def test_auto_goes_on_to_maven_when_the_tarball_cannot_be_had(locked, site, told, unused_port, tmp_path):
    config = SourceConfig(url=f"http://127.0.0.1:{unused_port}/k.tgz", sha512="0" * 128, repository=site.url)
    made = fetch(VERSION, config, progress=told, cache=tmp_path)
    assert made.source == "Maven"
    assert told.said[0] == f"Kafka {VERSION}: trying tarball http://127.0.0.1:{unused_port}/k.tgz"
    assert "no connection" in told.said[1]
    assert told.said[2] == f"Kafka {VERSION}: trying Maven"


def test_auto_says_everything_it_tried_when_nothing_helps(locked, unused_port, tmp_path):
    dead = f"http://127.0.0.1:{unused_port}"
    config = SourceConfig(url=f"{dead}/k.tgz?token=geheim", sha512="0" * 128, repository=dead)
    with pytest.raises(DistError) as caught:
        fetch(VERSION, config, cache=tmp_path)
    assert [d.id for d in caught.value.diagnostics] == ["kafka-unavailable", "download-failed", "maven-unreachable"]
    assert f"tried the cache, tarball {dead}/k.tgz, Maven" in caught.value.diagnostics[0].message
    assert "geheim" not in str(caught.value)


def test_auto_says_that_it_left_the_tarball_out(locked, site, told, tmp_path):
    fetch(VERSION, SourceConfig(repository=site.url), progress=told, cache=tmp_path)
    assert told.said[0] == "tarball left out: its SHA-512 was not given (--sha512)"


def test_a_named_source_is_not_replaced_by_what_another_left_in_the_cache(from_maven, from_tarball, tmp_path):
    maven = fetch(VERSION, from_maven, cache=tmp_path)
    tarball = fetch(VERSION, SourceConfig("tarball", url=from_tarball.url, sha512=from_tarball.sha512), cache=tmp_path)
    assert tarball.manifest_sha256 != maven.manifest_sha256
    from_maven_only = SourceConfig("maven", repository=from_maven.repository)
    assert fetch(VERSION, from_maven_only, cache=tmp_path) == maven
    assert cached(VERSION, tmp_path, from_maven_only) == maven
    assert cached(VERSION, tmp_path, SourceConfig("tarball", sha512=from_tarball.sha512)) == tarball
    assert cached(VERSION, tmp_path, SourceConfig("tarball", sha512="0" * 128)) is None


def test_a_run_killed_while_downloading_leaves_no_entry_and_the_next_one_goes_on(from_tarball, site, tmp_path):
    site.stall_after = 400_000
    url = from_tarball.url
    child = subprocess.Popen([sys.executable, "-c", KILLED, url, from_tarball.sha512, tmp_path])
    assert site.stalled.wait(60)
    while not [part for part in tmp_path.rglob("*.part") if part.stat().st_size]:
        assert child.poll() is None
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert cached(VERSION, tmp_path) is None
    site.stall_after = None
    site.go_on.set()
    fetch(VERSION, SourceConfig("tarball", url=url, sha512=from_tarball.sha512), cache=tmp_path)
    assert site.asked[-1][1] is not None, "only the rest was asked for"
    assert not list(tmp_path.glob(".staging-*"))


def test_runs_at_the_same_time_do_the_work_once(from_maven, site, tmp_path):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: fetch(VERSION, from_maven, cache=tmp_path), range(4)))
    assert len(made) == 1
    assert len([path for path, _ in site.asked if path.endswith(".jar")]) == 3


@pytest.fixture(scope="session")
def small_disk() -> list[str]:
    """Command that runs another one in a mount namespace of its own."""
    command = ["unshare", "--user", "--map-root-user", "--mount"]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk")
    return command


@pytest.mark.parametrize("size", ["100k", "900k", "1400k"], ids=["downloading", "unpacking", "writing the artifact"])
def test_a_full_disk_is_reported_and_leaves_nothing_half_written(small_disk, from_tarball, tmp_path, size):
    script = f"""
import sys
from pathlib import Path
from hiera_kafka.dist.artifact import SourceConfig, fetch
from hiera_kafka.errors import DistError
cache = Path({str(tmp_path)!r})
try:
    fetch("3.9.77", SourceConfig("tarball", url={from_tarball.url!r}, sha512={from_tarball.sha512!r}), cache=cache)
except DistError as error:
    print(error.diagnostics[0].id, *(path.name for path in cache.iterdir()))
"""
    done = subprocess.run(
        [*small_disk, "sh", "-c",
         'mount -t tmpfs -o size="$1" none "$2" && exec "$3" -c "$4"', "sh", size, tmp_path, sys.executable, script],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout == "disk-full .lock\n"


@pytest.mark.parametrize(
    ("version", "config", "expected"),
    [
        ("3.9.5", SourceConfig(), "kafka-version-unknown"),
        ("../3.9", SourceConfig(), "kafka-version-invalid"),
        ("3.9.2", SourceConfig("local"), "dist-option-missing"),
        ("3.9.2", SourceConfig("tarball"), "dist-option-missing"),
        ("3.9.2", SourceConfig("tarball", sha512="abc"), "dist-option-invalid"),
        ("3.9.2", SourceConfig(path=Path("/nonexistent/kafka.tgz")), "artifact-path-missing"),
    ],
)
def test_what_cannot_work_is_refused_with_its_diagnostic(tmp_path, version, config, expected):
    with pytest.raises(DistError) as caught:
        fetch(version, config, cache=tmp_path)
    assert caught.value.diagnostics[0].id == expected


def test_a_cache_that_cannot_be_made_is_reported(from_maven, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DistError) as caught:
        fetch(VERSION, from_maven, cache=tmp_path / "file" / "cache")
    assert caught.value.diagnostics[0].id == "cache-unusable"


@pytest.mark.network
def test_kafka_from_maven_central_is_what_the_lock_says(tmp_path, told):
    made = fetch("3.9.2", SourceConfig("maven"), progress=told, cache=tmp_path)
    with tarfile.open(made.path) as tar:
        assert "libs/kafka_2.13-3.9.2.jar" in tar.getnames()
