"""Words of keys that stand nowhere else."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.errors import Severity
from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.runner import LintRequest, run
from lib.data.control_trees import HIERA, control_tree, rows

FILES = {
    "hiera.yaml": HIERA,
    "data/nodes/a.yaml": "apt::kernel: 1\napt::other: {ensure: present}\n",
    "data/c.yaml": "apt::remove_kernnel: 1\napt::more:\n  x: {ensrue: present}\n  ensure: 1\n# kernel\n",
}


def test_a_slip_in_a_key_of_a_class_that_is_not_here_is_an_info(tmp_path: Path) -> None:
    assert rows(tmp_path, FILES, "unusual-word") == [
        ("unusual-word", Severity.INFO, "data/c.yaml", 1),
        ("unusual-word", Severity.INFO, "data/c.yaml", 3),
    ]


def test_keys_that_code_looks_up_and_single_files_are_left_alone(tmp_path: Path) -> None:
    code = {"site/role/manifests/init.pp": "class role { lookup('apt::remove_kernnel') }\n"}

    assert [row[3] for row in rows(tmp_path, {**FILES, **code}, "unusual-word")] == [3]
    top = control_tree(tmp_path, FILES)
    assert run(LintRequest((top / "data/c.yaml",), Settings(top, select=("unusual-word",)))).findings == ()
