"""The Java of services."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.look import java


@pytest.fixture
def home(tmp_path: Path) -> Path:
    program = tmp_path / "bin/java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\necho 'openjdk version \"17.0.15\" 2025-04-15' >&2\n")
    program.chmod(0o755)
    return tmp_path


def test_a_version_that_a_file_says_is_read_and_nothing_is_run(home: Path) -> None:
    (home / "release").write_text('JAVA_VERSION="21.0.2"\n')
    assert java.read(str(home), None) == {"home": str(home), "version": "21.0.2", "detail": ""}
    assert not (home / "ran").exists()


def test_a_java_without_that_file_is_asked(home: Path) -> None:
    assert java.read(str(home), None) == {"home": str(home), "version": "17", "detail": ""}
    assert (home / "ran").exists()


def test_a_file_without_a_program_is_no_java(home: Path) -> None:
    (home / "release").write_text('JAVA_VERSION="21.0.2"\n')
    (home / "bin/java").unlink()
    found = java.read(str(home), None)
    assert found["version"] is None
    assert found["detail"] == f"{home}/bin/java does not run: No such file or directory"
