"""`hiera-kafka init`."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import ExitCode

from .conftest import Run


@pytest.mark.parametrize("example", ["local", "three", "multi-dc"])
def test_what_is_written_lints_without_errors_and_warnings(example: str, hiera_kafka: Run, tmp_path: Path) -> None:
    hiera_kafka("init", str(tmp_path / "new"), "--example", example)

    report = hiera_kafka("lint", str(tmp_path / "new"), "--strict", "--format", "json").json
    assert report["summary"]["error"] == report["summary"]["warning"] == 0
    assert {finding["id"] for finding in report["findings"]} <= {
        "acls-off",
        "listener-without-tls",
        "one-node-ensemble",
    }


def test_it_says_what_was_written_and_what_comes_next(hiera_kafka: Run, tmp_path: Path) -> None:
    result = hiera_kafka("init", str(tmp_path / "new"))

    assert str(tmp_path / "new" / "data" / "project.yaml") in result.stdout
    assert result.stdout.endswith(f"Next:\n  cd {tmp_path}/new\n  hiera-kafka lint .\n  hiera-kafka local up\n")


def test_a_second_run_writes_nothing(hiera_kafka: Run, tmp_path: Path) -> None:
    hiera_kafka("init", str(tmp_path / "new"))
    (tmp_path / "new" / "hiera.yaml").write_text("changed", "utf-8")

    result = hiera_kafka("init", str(tmp_path / "new"), "--example", "three")

    assert result.code == ExitCode.USAGE
    assert "error[file-exists]" in result.stderr
    assert (tmp_path / "new" / "hiera.yaml").read_text("utf-8") == "changed"


def test_data_outside_is_named_for_the_setting_that_allows_it(hiera_kafka: Run, tmp_path: Path) -> None:
    control = tmp_path / "control"
    control.mkdir()
    (control / "hiera.yaml").write_text("version: 5\n", "utf-8")

    result = hiera_kafka("init", str(tmp_path / "new"), "--puppet", str(control), "--output", "json")

    assert result.json["allow_outside"] == [str(control)]


def test_an_example_and_data_of_puppet_exclude_each_other(hiera_kafka: Run, tmp_path: Path) -> None:
    result = hiera_kafka("init", str(tmp_path / "new"), "--puppet", str(tmp_path), "--example", "three")

    assert result.code == ExitCode.USAGE
    assert "give one of them" in result.stderr
    assert not (tmp_path / "new").exists()
