"""A host is locked where nobody but the caller can lock it, and free again when the holder is gone."""

from __future__ import annotations

import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import locks
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError


def test_the_directory_is_open_to_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with locks.held(str(tmp_path)):
            pass
    finally:
        os.umask(before)
    modes = {name: stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("run", "run/hiera-kafka")}
    assert modes == {"run": 0o755, "run/hiera-kafka": 0o700}
    assert stat.S_IMODE((tmp_path / "run/hiera-kafka/host").stat().st_mode) == 0o600


def test_a_directory_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "run/hiera-kafka"
    place.mkdir(parents=True)
    place.chmod(0o755)
    with pytest.raises(ProblemError, match=r"lock-directory-unsafe.*has mode 0755"), locks.held(str(tmp_path)):
        raise AssertionError("an open directory was used")


@pytest.mark.parametrize("name", ["hiera-kafka", "hiera-kafka/host"])
def test_a_link_is_not_followed(tmp_path: Path, name: str) -> None:
    (tmp_path / "elsewhere").mkdir(0o700)
    (tmp_path / "run/hiera-kafka").parent.mkdir()
    if name.endswith("host"):
        (tmp_path / "run/hiera-kafka").mkdir(0o700)
    (tmp_path / "run" / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=f"run/{name}'"), locks.held(str(tmp_path)):
        raise AssertionError("a link was followed")


def test_a_check_run_makes_nothing_and_waits_for_a_run_that_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_WAIT_S", 0.0)
    with locks.held(str(tmp_path / "new"), check=True):
        assert list(tmp_path.iterdir()) == []
    with (
        locks.held(str(tmp_path)),
        pytest.raises(ProblemError, match="host-busy"),
        locks.held(str(tmp_path), check=True),
    ):
        raise AssertionError("the lock was given twice")


def test_locks_of_different_names_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with locks.held(str(tmp_path), locks.HOST), locks.held(str(tmp_path), locks.RELEASES):
        assert sorted(place.name for place in (tmp_path / "run/hiera-kafka").iterdir()) == ["host", "releases"]


def test_a_second_run_on_the_same_host_is_refused_until_the_first_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_WAIT_S", 0.2)
    context = multiprocessing.get_context("fork")
    held, release = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(str(tmp_path), held, release))
    holder.start()
    held.wait()
    with pytest.raises(ProblemError, match="host-busy"), locks.held(str(tmp_path)):
        raise AssertionError("the lock was given twice")
    assert holder.pid is not None
    os.kill(holder.pid, 9)
    holder.join()
    with locks.held(str(tmp_path)):
        assert [place.name for place in (tmp_path / "run/hiera-kafka").iterdir()] == ["host"]


def _hold(root: str, held: object, release: object) -> None:
    with locks.held(root):
        held.set()  # type: ignore[attr-defined]  # multiprocessing has no public name for its events
        release.wait()  # type: ignore[attr-defined]  # as above
