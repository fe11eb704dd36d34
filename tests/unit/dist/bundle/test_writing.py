"""Bundles that are made: whole, checked, and the same bytes from the same contents."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile

import pytest

from hiera_kafka.dist.bundle import writing
from hiera_kafka.errors import DistError

KILLED = """
import signal, os, sys
from pathlib import Path
from hiera_kafka.dist import pack
from hiera_kafka.dist.bundle import writing
from hiera_kafka.dist.bundle.contents import BundleRequest
from hiera_kafka.dist.source import SourceConfig
write = pack.write
def interrupted(stream, files):
    write(stream, files)
    os.kill(os.getpid(), signal.SIGKILL)
pack.write = interrupted
writing.write(Path(sys.argv[1]), BundleRequest(()), ())
"""


def test_a_bundle_is_a_plain_tar_that_sha256sum_checks(bundle, jars, tmp_path):
    home = tmp_path / "out"
    with tarfile.open(bundle, "r:") as tar:
        assert {(member.uid, member.gid, member.mtime) for member in tar} == {(0, 0, 0)}
        tar.extractall(home, filter="data")
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "MANIFEST.sha256"], cwd=home, check=True)
    assert sorted(path.name for path in (home / "kafka/3.9.77/libs").iterdir()) == sorted(jars)
    described = json.loads((home / "bundle.json").read_text())
    assert described["parts"] == {"kafka": [{"version": "3.9.77", "identity": "maven", "source": "Maven"}]}


def test_the_same_contents_are_the_same_bytes_and_replace_the_file(request_, bundle, tmp_path):
    again = writing.write(tmp_path / "again.tar", request_, ("kafka",))
    assert again.path.read_bytes() == bundle.read_bytes()
    assert again.sha256 == hashlib.sha256(bundle.read_bytes()).hexdigest()
    assert again.size == bundle.stat().st_size
    bundle.write_bytes(b"old")
    writing.write(bundle, request_, ("kafka",))
    assert bundle.read_bytes() == again.path.read_bytes()


def test_what_cannot_be_had_leaves_the_file_as_it_was(request_, site, tmp_path):
    target = tmp_path / "kafka.tar"
    target.write_bytes(b"old")
    site.files.clear()
    with pytest.raises(DistError, match="maven-unreachable"):
        writing.write(target, request_, ("kafka",))
    assert target.read_bytes() == b"old"
    assert not list(tmp_path.glob(".kafka.tar*"))


def test_a_run_that_is_killed_leaves_the_file_as_it_was(tmp_path):
    target = tmp_path / "kafka.tar"
    target.write_bytes(b"old")
    assert subprocess.run([sys.executable, "-c", KILLED, target], check=False).returncode < 0
    assert target.read_bytes() == b"old"


def test_a_directory_that_is_missing_is_reported(request_, tmp_path):
    with pytest.raises(DistError, match=r"cannot write .*kafka\.tar: No such file or directory"):
        writing.write(tmp_path / "missing" / "kafka.tar", request_, ("kafka",))
