"""Which files of a running service are not the ones it was started with."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils import records


@pytest.mark.parametrize("name", ["a", "with blank", "with\nbreak", "back\\slash", "back\\n", "*star"])
def test_what_sha256sum_writes_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("x")
    for mode in ("--text", "--binary"):
        written = subprocess.run(["sha256sum", mode, str(path)], capture_output=True, text=True, check=True).stdout
        assert records.parse(written) == {str(path): records.digest(str(path))}


def test_lines_that_sha256sum_does_not_write_are_left_out() -> None:
    assert records.parse("# a comment\n\n1234  short\n") == {}


def test_a_missing_file_has_no_digest(tmp_path: Path) -> None:
    assert records.digest(str(tmp_path / "missing")) is None
    assert records.digest(str(tmp_path)) is None
