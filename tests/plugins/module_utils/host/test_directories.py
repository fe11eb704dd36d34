"""Directories are made and change hands, but for what somebody else has put there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import directories
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.files import Attributes
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from lib.machine import second_user

GAMES = second_user.user_id()
WANTED = Attributes(0o750, GAMES, GAMES)

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives directories away")


def test_a_missing_directory_is_none(tmp_path: Path) -> None:
    assert directories.look(str(tmp_path / "a/b"), ()) is None


def test_a_directory_is_made_with_those_above_it(tmp_path: Path) -> None:
    directories.make(str(tmp_path / "a/b"), WANTED, ())
    found = directories.look(str(tmp_path / "a/b"), {GAMES})
    assert found is not None
    assert found.attributes == WANTED
    above = directories.owners_above(str(tmp_path / "a/b/c/d"))
    assert above[-2:] == ((str(tmp_path / "a"), 0), (str(tmp_path / "a/b"), GAMES))


def test_a_directory_that_came_about_meanwhile_is_taken_only_when_it_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    directories.make(str(tmp_path / "a"), WANTED, ())
    assert (tmp_path / "a").owner() == second_user.NAME
    for change in (directories.make, directories.change):
        (tmp_path / "b").mkdir(exist_ok=True)
        (tmp_path / "b/c").touch()
        with pytest.raises(ProblemError, match=f"another user put {tmp_path}/b there while this run went on"):
            change(str(tmp_path / "b"), WANTED, {GAMES})
        assert (tmp_path / "b").owner() == "root"


def test_whose_directory_is_expected_is_not_foreign_whatever_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    for expected, foreign in (((), True), ({0}, False)):
        found = directories.look(str(tmp_path), expected)
        assert found is not None
        assert found.foreign is foreign
