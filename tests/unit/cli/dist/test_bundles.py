"""`dist bundle`, `unbundle` and `packages` as the program runs them."""

from __future__ import annotations

import hashlib
import os
import pty
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from hiera_kafka.model.releases import DEFAULT_VERSION
from lib.data.project_trees import project_tree


@pytest.fixture(autouse=True)
def release(tmp_path, monkeypatch) -> str:
    """Lines of an inventory file whose release is one jar; its cache is the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("HIERA_KAFKA_INVENTORY", raising=False)
    monkeypatch.chdir(tmp_path)
    jars = tmp_path / "jars"
    jars.mkdir()
    with zipfile.ZipFile(jars / f"kafka_2.13-{DEFAULT_VERSION}.jar", "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", "")
    return f"dist: {{path: {jars}}}\n"


@pytest.fixture
def inventory(tmp_path, release) -> Path:
    return project_tree(tmp_path / "tree", more=release)


def test_the_releases_of_an_inventory_are_carried_over(hiera_kafka, inventory, tmp_path, monkeypatch):
    made = hiera_kafka("dist", "bundle", "kafka.tar", "-i", inventory, "--part", "kafka")
    assert made.code == 0, made.stderr
    digest = hashlib.sha256((tmp_path / "kafka.tar").read_bytes()).hexdigest()
    assert made.stdout.splitlines() == [
        f"kafka.tar: {made.stdout.split(': ')[1].split(',')[0]}, SHA-256 {digest}",
        "  kafka  1 Kafka releases",
    ]
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "there"))
    done = hiera_kafka("dist", "unbundle", "kafka.tar", "--sha256", digest.upper(), "--output", "json")
    (cached,) = done.json["cached"]
    assert cached.startswith(f"Kafka {DEFAULT_VERSION}: {tmp_path}/there/hiera-kafka/kafka-{DEFAULT_VERSION}-")


def test_json_says_what_is_in_it(hiera_kafka, inventory, tmp_path):
    found = hiera_kafka("dist", "bundle", "kafka.tar", "-i", inventory, "--part", "kafka", "--output", "json").json
    assert sorted(found) == ["format", "hiera_kafka", "parts", "path", "sha256", "size"]
    assert found["path"] == str(tmp_path / "kafka.tar")
    assert [entry["version"] for entry in found["parts"]["kafka"]] == [DEFAULT_VERSION]


def test_a_file_that_is_there_is_replaced_only_when_somebody_says_so(hiera_kafka, inventory, tmp_path):
    target = tmp_path / "kafka.tar"
    target.write_bytes(b"old")
    command = ["dist", "bundle", "kafka.tar", "-i", str(inventory), "--part", "kafka"]
    refused = hiera_kafka(*command)
    assert refused.code == 3
    assert "confirmation-needed" in refused.stderr
    assert target.read_bytes() == b"old"
    leader, follower = pty.openpty()
    try:
        os.write(leader, b"n\n")
        run = [sys.executable, "-m", "hiera_kafka", *command]
        done = subprocess.run(run, stdin=follower, capture_output=True, text=True, check=False)
    finally:
        os.close(leader)
        os.close(follower)
    assert "kafka.tar exists. Replace it? [y/N]" in done.stderr
    assert target.read_bytes() == b"old"
    assert hiera_kafka(*command, "--yes").code == 0
    assert tarfile.is_tarfile(target)


def test_a_version_alone_needs_no_inventory_and_comes_from_the_given_repository(hiera_kafka):
    made = hiera_kafka("dist", "bundle", "k.tar", "--version", "3.9.2", "--part", "kafka", "--repository", "ftp://x/maven")
    assert made.code == 3
    assert "from ftp://x/maven in 3 attempts: only http:// and https:// are fetched" in made.stderr


def test_a_bundle_that_is_none_is_reported(hiera_kafka, tmp_path):
    (tmp_path / "k.tar").write_bytes(b"no archive")
    done = hiera_kafka("dist", "unbundle", "k.tar")
    assert done.code == 3
    assert "error[archive-unreadable]" in done.stderr


def test_an_inventory_of_this_machine_has_no_packages(hiera_kafka, tmp_path, release):
    local = project_tree(tmp_path / "local", local=True, more=release)
    done = hiera_kafka("dist", "packages", "-i", local, "--output", "json")
    assert done.json == {"wanted": [], "releases": {}}


def test_a_mirror_that_is_not_there_is_reported(hiera_kafka, inventory, monkeypatch, tmp_path):
    config = tmp_path / "apt.conf"
    config.write_text('Acquire::Retries "0";\nAcquire::http::Proxy "false";\n')
    monkeypatch.setenv("APT_CONFIG", str(config))
    done = hiera_kafka("dist", "packages", "-i", inventory, "--mirror", "http://127.0.0.1:1/debian")
    assert done.code == 3
    assert "error[packages-unresolved]: versions of default-jre-headless for Debian" in done.stderr
