"""A directory changes hands with what its owner has in it, and with nothing else."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import directories
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.files import Attributes
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.takeover import TakeOver
from lib.machine import second_user

GAMES, NEWS = second_user.user_id(), second_user.user_id(second_user.OTHER)
WANTED = Attributes(0o750, GAMES, GAMES)

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives directories away")


def taken(place: Path) -> list[str]:
    taking = TakeOver(str(place), WANTED, NEWS)
    taking.run()
    return taking.left


def test_files_and_directories_of_the_old_owner_change_hands_and_keep_their_modes(tmp_path: Path) -> None:
    place = tmp_path / "data"
    (place / "topic-0").mkdir(parents=True)
    (place / "topic-0/0.log").touch(0o600)
    (place / "lost+found").mkdir()
    (place / "link").symlink_to(tmp_path)
    os.mkfifo(place / "pipe")
    for path in (place, *place.rglob("*")):
        os.chown(path, NEWS, NEWS, follow_symlinks=False)
    (place / "of-root").touch()
    os.chown(place / "lost+found", 0, 0)
    (place / "topic-0").chmod(0o2750)
    left = taken(place)
    assert sorted(left) == [f"{place}/{name}" for name in ("link", "of-root", "pipe")]
    owners = {path.name: path.lstat().st_uid for path in (place, *place.rglob("*"))}
    moved = {name for name, uid in owners.items() if uid == GAMES}
    assert moved == {"data", "topic-0", "0.log"}
    assert (owners["link"], owners["pipe"], owners["of-root"], owners["lost+found"]) == (NEWS, NEWS, 0, 0)
    assert stat.S_IMODE((place / "topic-0/0.log").stat().st_mode) == 0o600
    assert stat.S_IMODE(place.stat().st_mode) == 0o750


def test_no_more_than_three_of_what_is_left_is_named(tmp_path: Path) -> None:
    for name in "abcde":
        (tmp_path / name).touch()
    shutil.chown(tmp_path, second_user.OTHER)
    assert len(taken(tmp_path)) == 3


def test_a_take_over_that_was_killed_is_done_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "data"
    place.mkdir()
    (place / "a").touch()
    for path in (place, place / "a"):
        shutil.chown(path, second_user.OTHER, second_user.OTHER)
    with monkeypatch.context() as patch:
        patch.setattr(directories, "set_attributes", _die)
        with pytest.raises(KeyboardInterrupt):
            taken(place)
    assert (place.owner(), (place / "a").owner()) == (second_user.OTHER, second_user.NAME)
    # The caller finds the same owner as before, and what is done already is not his any more.
    assert taken(place) == []
    assert place.owner() == second_user.NAME


def _die(descriptor: int, attributes: Attributes) -> None:
    raise KeyboardInterrupt
