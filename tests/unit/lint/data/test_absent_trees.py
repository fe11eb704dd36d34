"""Why something may well be missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.lint.data.absent_trees import why_absent
from lib.data.control_trees import control_tree

SUBMODULE = '[submodule "p"]\n\tpath = hieradata/nodes\n\turl = ../p.git\n'


@pytest.mark.parametrize(
    ("files", "path", "words"),
    [
        ({".gitmodules": SUBMODULE}, "hieradata/nodes/a", "submodule"),
        ({".gitignore": "secrets.yaml\n"}, "data/secrets.yaml", "gitignore"),
        ({"data/.gitignore": "/keys/\n"}, "data/keys/all.yaml", "gitignore"),
        ({}, "data/private/common.yaml", "apart"),
        ({}, "hieradata-private", "apart"),
    ],
)
def test_what_is_kept_apart_is_said(tmp_path: Path, files: dict[str, str], path: str, words: str) -> None:
    top = control_tree(tmp_path, files)

    assert words in str(why_absent(str(top / path)))


def test_a_link_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    top = control_tree(tmp_path, {})
    (top / "data").symlink_to("../elsewhere/data")

    assert "'../elsewhere/data', which is not there" in str(why_absent(str(top / "data/common.yaml")))


def test_other_names_should_be_there(tmp_path: Path) -> None:
    top = control_tree(tmp_path, {".gitmodules": SUBMODULE, ".gitignore": "*.swp\n"})

    assert why_absent(str(top / "data/common.yaml")) is None
    assert why_absent(str(top / "data/privates.yaml")) is None
