"""`hiera-kafka lint`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from hiera_kafka.lint.formats import FORMATS
from lib.data.project_trees import HOST, PAGE

from .conftest import Run

LAST = PAGE.count("\n")
"""Number of the last line of the page's data."""


@pytest.fixture
def faulty(tree: Path, tmp_path: Path) -> Path:
    """The page's data with a warning in it."""
    file = tmp_path / "hieradata/data/common.yaml"
    file.write_text(f"{file.read_text()}service::country: no\n")
    return tree


def test_good_data_has_no_findings(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lint", "-i", tree, "--strict")

    assert result.code == 0
    assert "warning[" not in result.stdout


def test_warnings_are_reported_and_count_only_when_strict(hiera_kafka: Run, faulty: Path) -> None:
    assert hiera_kafka("lint", "-i", faulty, "--select", "yaml-*").code == 0
    result = hiera_kafka("lint", "-i", faulty, "--select", "yaml-*", "--strict")

    assert result.code == 1
    assert f"common.yaml:{LAST + 1}:19: warning[yaml-boolean]" in result.stdout


def test_errors_end_with_code_1(hiera_kafka: Run, tree: Path, tmp_path: Path) -> None:
    (tmp_path / "hieradata/data/common.yaml").write_text("a: [\n")

    assert hiera_kafka("lint", "-i", tree).code == 1


def test_without_arguments_the_current_directory_is_linted(hiera_kafka: Run, faulty: Path) -> None:
    assert "yaml-boolean" in hiera_kafka("lint").stdout


def test_the_configuration_says_what_is_linted(hiera_kafka: Run, faulty: Path, tmp_path: Path) -> None:
    (tmp_path / ".hiera-kafka-lint.yaml").write_text("paths: [inventories]\nignore: [yaml-boolean]\n")

    assert "yaml-boolean" not in hiera_kafka("lint").stdout


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_holds_the_finding(hiera_kafka: Run, faulty: Path, form: str) -> None:
    assert "yaml-boolean" in hiera_kafka("lint", "-i", faulty, "--format", form).stdout


def test_output_json_is_the_json_format(hiera_kafka: Run, faulty: Path) -> None:
    rows = hiera_kafka("lint", "-i", faulty, "--output", "json", "--select", "yaml-*").json["findings"]

    assert [row["id"] for row in rows] == ["yaml-boolean"]


def test_an_unknown_id_is_a_usage_error(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lint", "-i", tree, "--ignore", "yaml-bolean")

    assert result.code == 3
    assert "did you mean 'yaml-boolean'?" in result.stderr


def test_a_path_that_is_not_there_is_a_usage_error(hiera_kafka: Run, tree: Path) -> None:
    assert hiera_kafka("lint", "nope").code == 3


def test_one_node_can_be_asked_for_and_not_with_all(hiera_kafka: Run, faulty: Path) -> None:
    assert "yaml-boolean" in hiera_kafka("lint", "-i", faulty, "--node", HOST).stdout
    assert hiera_kafka("lint", "-i", faulty, "--node", HOST, "--all-nodes").code == 3
    assert hiera_kafka("lint", "-i", faulty, "--node", "nope").code == 3


def test_a_baseline_makes_old_findings_known(hiera_kafka: Run, faulty: Path, tmp_path: Path) -> None:
    written = hiera_kafka("lint", "-i", faulty, "--baseline", "known.json", "--write-baseline", "--select", "yaml-*")
    assert (written.code, written.stdout) == (0, "known.json: 1 finding recorded\n")

    result = hiera_kafka("lint", "-i", faulty, "--baseline", "known.json", "--strict", "--select", "yaml-*")
    assert (result.code, result.stdout) == (0, "no findings in 3 files, 1 known from the baseline\n")


def test_only_files_that_differ_from_a_revision_are_reported(hiera_kafka: Run, faulty: Path, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "all")
    assert hiera_kafka("lint", "-i", faulty, "--changed-since", "HEAD").stdout.startswith("no findings")

    file = tmp_path / "hieradata/data/common.yaml"
    file.write_text(f"{file.read_text()}service::b: off\n")
    found = json.loads(hiera_kafka("lint", "-i", faulty, "--changed-since", "HEAD", "--format", "json").stdout)
    assert [row["where"][0]["line"] for row in found["findings"] if row["id"] == "yaml-boolean"] == [LAST + 1, LAST + 2]
    assert hiera_kafka("lint", "-i", faulty, "--changed-since", "nope").code == 3


def test_diff_shows_what_fix_would_write_and_writes_nothing(hiera_kafka: Run, faulty: Path, tmp_path: Path) -> None:
    file = tmp_path / "hieradata/data/common.yaml"
    before = file.read_text()
    result = hiera_kafka("lint", "-i", faulty, "--diff", "--select", "yaml-*")

    assert "--- a/hieradata/data/common.yaml\n+++ b/hieradata/data/common.yaml\n" in result.stdout
    assert "-service::country: no\n+service::country: false\n" in result.stdout
    assert file.read_text() == before


def test_fix_writes_and_reports_what_is_left(hiera_kafka: Run, faulty: Path, tmp_path: Path) -> None:
    file = tmp_path / "hieradata/data/common.yaml"
    before = file.read_text()
    result = hiera_kafka("lint", "-i", faulty, "--fix", "--strict", "--select", "yaml-*")

    assert (result.code, result.stdout, result.stderr) == (0, "no findings in 3 files\n", "fixed 1 in 1 file\n")
    assert file.read_text() == before.replace("country: no", "country: false")


def test_rules_can_be_listed(hiera_kafka: Run) -> None:
    assert "yaml-boolean " in hiera_kafka("lint", "--list-rules").stdout
