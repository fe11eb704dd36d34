"""Where the border of a repository is."""

from __future__ import annotations

import pytest

from hiera_kafka.repository import root_of, top_level


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
