"""Files that no host reads."""

from __future__ import annotations

from pathlib import Path

from lib.data.control_trees import HIERA as CONTROL
from lib.data.control_trees import rows
from lib.data.linting import found, lint_tree
from lib.data.project_trees import HIERA, HOST

RULE = "unread-file"


def test_a_file_that_no_level_can_read_is_a_warning(tmp_path: Path) -> None:
    files = {"hieradata/data/host/k1.yaml": "a: 1\n", "hieradata/data/commmon.yaml": "a: 1\n"}

    assert [row[1] for row in found(lint_tree(tmp_path, select=RULE, files=files))] == ["commmon.yaml", "k1.yaml"]


def test_a_file_of_a_host_that_is_not_known_is_an_info_with_the_nearest(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, select=RULE, hosts={HOST.replace("analytics", "analytcs"): "a: 1\n"})

    assert found(report) == []
    assert [finding.diagnostic.hint for finding in report.findings] == [f"did you mean {HOST!r}?"]


def test_files_that_hosts_read_are_fine(tmp_path: Path) -> None:
    assert lint_tree(tmp_path, select=RULE, hosts={HOST: "a: 1\n"}).findings == ()


def test_files_of_another_hierarchy_beside_it_are_fine(tmp_path: Path) -> None:
    files = {
        "hieradata/hiera-cloud.yaml": HIERA.replace("common.yaml", "cloud.yaml"),
        "hieradata/data/cloud.yaml": "a: 1\n",
    }

    assert lint_tree(tmp_path, select=RULE, files=files).findings == ()


def test_what_plans_read_is_fine(tmp_path: Path) -> None:
    plans = f"{CONTROL}plan_hierarchy:\n- {{name: static, path: static.yaml}}\n"
    files = {"hiera.yaml": plans, "data/static.yaml": "a: 1\n", "data/statics.yaml": "a: 1\n", "data/c.yaml": "b: 1\n"}

    assert [row[2] for row in rows(tmp_path, files, RULE)] == ["data/statics.yaml"]
