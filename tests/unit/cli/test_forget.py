"""`hiera-kafka forget`, as far as it touches no host; the rest: tests/local/test_refusals.py."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from hiera_kafka.cli.main import run
from hiera_kafka.errors import ExitCode
from lib.data.project_trees import PAGE, project_tree


@pytest.mark.parametrize("host", ["kafka1,kafka2", "-", "all:!x", "{{ x }}"])
def test_what_is_no_name_of_a_host_does_not_reach_ansible(
    host: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project_tree(tmp_path, PAGE)
    assert run(["forget", "--yes", "-i", str(path), "--", host]) == ExitCode.USAGE
    assert "error[host-name-invalid]" in capsys.readouterr().err


def test_it_asks_before_anything_is_forgotten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    path = project_tree(tmp_path, PAGE)
    assert run(["forget", "kafka9.example.org", "kafka", "-i", str(path)]) == ExitCode.USAGE
    assert "cannot ask whether kafka of kafka9.example.org may be forgotten" in capsys.readouterr().err
