"""Whether a release is there with all of its files."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import release_files


@pytest.fixture
def release(tmp_path: Path) -> Path:
    contents = {"bin/kafka-topics": b"#!/bin/sh\n", "libs/a.jar": b"PK", "empty": b""}
    lines = []
    for name, content in contents.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
    (tmp_path / release_files.MANIFEST).write_text("".join(lines))
    return tmp_path


def test_a_whole_release_is_installed_by_its_own_manifest_or_by_the_one_that_is_named(release: Path) -> None:
    digest = hashlib.sha256((release / release_files.MANIFEST).read_bytes()).hexdigest()
    assert release_files.installed(str(release), None)
    assert release_files.installed(str(release), digest)
    assert not release_files.installed(str(release), "0" * 64)


@pytest.mark.parametrize("damage", ["missing", "empty", "manifest"])
def test_a_release_that_lacks_something_is_not(release: Path, damage: str) -> None:
    jar = release / "libs/a.jar"
    if damage == "missing":
        jar.unlink()
    elif damage == "empty":
        jar.write_bytes(b"")
    else:
        (release / release_files.MANIFEST).write_text("no digest\n")
    assert not release_files.installed(str(release), None)


def test_a_directory_without_a_manifest_or_with_something_else_in_its_place_is_not(tmp_path: Path) -> None:
    assert not release_files.installed(str(tmp_path / "none"), None)
    (tmp_path / release_files.MANIFEST).mkdir()
    assert not release_files.installed(str(tmp_path), None)
