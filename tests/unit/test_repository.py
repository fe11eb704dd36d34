"""Where the border of a repository is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from hiera_kafka.repository import root_of, top_level
from lib.machine import second_user


@pytest.mark.parametrize("kind", ["directory", "file"])
def test_the_top_level_is_the_nearest_directory_with_git_data(tmp_path, kind):
    inner = tmp_path / "outer/inner"
    (inner / "data").mkdir(parents=True)
    (tmp_path / "outer/.git").mkdir()
    if kind == "directory":
        (inner / ".git").mkdir()
    else:
        (inner / ".git").write_text("gitdir: ../.git/worktrees/inner\n")

    assert top_level(inner / "data/missing.yaml") == inner
    assert root_of(inner / "hiera.yaml") == inner


def test_a_file_outside_git_has_its_own_directory_as_repository(tmp_path):
    assert top_level(tmp_path / "hiera.yaml") is None
    assert root_of(tmp_path / "hiera.yaml") == tmp_path


def test_the_repository_is_where_a_link_leads(tmp_path):
    (tmp_path / "real/.git").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/link").symlink_to(tmp_path / "real")

    assert root_of(tmp_path / "elsewhere/link/hiera.yaml") == tmp_path / "real"


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
def test_a_directory_that_may_not_be_searched_has_no_git_data_to_be_seen():
    module = Path(sys.modules[top_level.__module__].__file__ or "").read_text()
    with second_user.open_directory() as directory:
        (directory / "closed/inner").mkdir(parents=True)
        (directory / "closed/inner/.git").mkdir()
        (directory / "closed").chmod(0o700)
        (directory / "module.py").write_text(module)
        program = "import sys, pathlib, module; print(module.top_level(pathlib.Path(sys.argv[1])))"
        run = second_user.run(
            ["python3", "-c", program, directory / "closed/inner"],
            env={"PYTHONPATH": str(directory), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        )

    assert run.stdout == "None\n"
