"""Fetching from a Maven repository."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from hiera_kafka.dist import maven
from hiera_kafka.errors import DistError

KILLED = """
import sys
from pathlib import Path
from hiera_kafka.dist import maven
from hiera_kafka.dist.lock import ReleaseLock
maven.fetch(ReleaseLock.loads(sys.stdin.read()), Path(sys.argv[1]), repository=sys.argv[2])
"""


def test_every_jar_of_the_lock_is_fetched_and_counted(locked, site, told, tmp_path):
    found = maven.fetch(locked, tmp_path, repository=site.url, progress=told)
    assert [jar.filename for jar, _ in found] == [jar.filename for jar in locked.jars]
    assert all(path.read_bytes() == site.files[_path(jar)] for jar, path in found)
    assert told.counted == locked.size
    assert told.started == [(f"Kafka {locked.version}: 3 of 3 jars", locked.size)]


def test_a_jar_that_is_there_and_right_is_not_fetched_again(locked, site, tmp_path):
    first, damaged, gone = maven.fetch(locked, tmp_path, repository=site.url)
    damaged[1].write_bytes(b"x" * damaged[0].size)
    gone[1].unlink()
    site.asked.clear()
    maven.fetch(locked, tmp_path, repository=site.url)
    fetched = {path for path, _ in site.asked if path.endswith(".jar")}
    assert fetched == {_path(damaged[0]), _path(gone[0])}
    assert damaged[1].read_bytes() == site.files[_path(damaged[0])]
    assert first[1].is_file()


@pytest.mark.parametrize("more", [0, 1_000_000, -1], ids=["same size", "longer", "shorter"])
def test_a_jar_with_another_checksum_is_refused_and_leaves_nothing(locked, site, tmp_path, more):
    jar = locked.jars[0]
    site.files[_path(jar)] = b"y" * (jar.size + more)
    target = tmp_path / "jars"
    target.mkdir()
    with pytest.raises(DistError) as caught:
        maven.fetch(locked, target, repository=site.url)
    assert caught.value.diagnostics[0].id == "artifact-checksum-wrong"
    assert jar.sha256 in str(caught.value)
    assert not (target / maven.stored(jar)).exists()
    assert not list(target.glob(".fetching-*"))


def test_a_repository_without_the_jar_is_named_without_its_password(locked, site, tmp_path):
    del site.files[_path(locked.jars[0])]
    with pytest.raises(DistError) as caught:
        maven.fetch(locked, tmp_path, repository=site.url.replace("//", "//me:geheim@"))
    assert caught.value.diagnostics[0].id == "maven-unreachable"
    assert "geheim" not in str(caught.value)


def test_a_refused_connection_is_reported(locked, unused_port, tmp_path):
    with pytest.raises(DistError) as caught:
        maven.fetch(locked, tmp_path, repository=f"http://127.0.0.1:{unused_port}")
    assert caught.value.diagnostics[0].id == "maven-unreachable"


def test_a_run_killed_in_the_middle_leaves_no_jar_and_the_next_one_goes_on(locked, site, tmp_path):
    target = tmp_path / "jars"
    target.mkdir()
    site.stall_after = 1000
    child = subprocess.Popen([sys.executable, "-c", KILLED, target, site.url], stdin=subprocess.PIPE)
    assert child.stdin
    with child.stdin:
        child.stdin.write(locked.dumps().encode())
    assert site.stalled.wait(60)
    while not list(target.glob(".fetching-*")):
        assert child.poll() is None
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    assert not list(target.glob("*.jar"))
    assert list(target.glob(".fetching-*")), "it was killed while fetching"
    site.stall_after = None
    site.go_on.set()
    found = maven.fetch(locked, target, repository=site.url)
    assert all(path.read_bytes() == site.files[_path(jar)] for jar, path in found)
    assert not list(target.glob(".fetching-*"))


def _path(jar) -> str:
    return f"/{jar.group.replace('.', '/')}/{jar.artifact}/{jar.version}/{jar.filename}"
