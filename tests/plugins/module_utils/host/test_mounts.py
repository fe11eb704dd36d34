"""Filesystems that do not answer, on the way of paths."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import mounts
from lib.machine.silent_mount import silent_mount

TABLE = """\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
30 22 0:40 / /srv/far rw,relatime shared:9 - nfs4 nas:/far rw,hard
31 22 0:41 / /srv/with\\040blank rw - fuse.sshfs user@other: rw
32 22 0:42 / /srv/over rw - nfs4 nas:/over rw
33 22 254:2 / /srv/over rw - xfs /dev/vdb1 rw
34 30 254:3 / /srv/far/disk rw - xfs /dev/vdc1 rw
"""


class Answering:
    """Notes what is asked; of all those places only some answer."""

    def __init__(self, *answer: str) -> None:
        self.answer = set(answer)
        self.asked: list[list[str]] = []

    def __call__(self, places: list[str]) -> set[str]:
        self.asked.append(places)
        return self.answer & set(places)


def silent(tmp_path: Path, answering: Answering, *paths: str, table: str = TABLE) -> dict[str, str]:
    file = tmp_path / "mountinfo"
    file.write_text(table)
    return {path: one.message for path, one in mounts.silent(paths, file, answering).items()}


def test_paths_on_and_across_it_are_told_and_no_others(tmp_path: Path) -> None:
    answering = Answering()
    paths = ("/srv/far", "/srv/far/a/b", "/srv/far/disk/a", "/srv/with blank/x", "/srv/over/a", "/srv/farther", "/")

    found = silent(tmp_path, answering, *paths)

    assert set(found) == set(paths[:4])
    assert found["/srv/far"] == ("/srv/far: the filesystem that is mounted at it (nfs4) has not answered within 3 s")
    assert "mounted at /srv/far (nfs4) " in found["/srv/far/disk/a"]
    assert answering.asked == [["/srv/far", "/srv/with blank"]]


def test_nothing_is_asked_where_the_kernel_answers_for_all(tmp_path: Path) -> None:
    answering = Answering()
    assert silent(tmp_path, answering, "/srv/far/a", table=TABLE.splitlines()[0]) == {}
    assert silent(tmp_path, answering, "/etc/kafka", "/srv/over/a") == {}
    assert answering.asked == []


def test_one_that_answers_is_asked_once_and_what_is_behind_it_too(tmp_path: Path) -> None:
    answering = Answering("/srv/far")
    inner = TABLE + "40 34 0:50 / /srv/far/disk/nas rw - cifs //nas/x rw\n"

    found = silent(tmp_path, answering, "/srv/far/a", "/srv/far/b", "/srv/far/disk/nas/a", table=inner)

    assert set(found) == {"/srv/far/disk/nas/a"}
    assert answering.asked == [["/srv/far"], ["/srv/far/disk/nas"]]


def test_links_are_followed_as_far_as_something_answers(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/data").symlink_to("../other")
    (tmp_path / "other").symlink_to("/srv/far/data")
    (tmp_path / "loop").symlink_to("loop")
    answering = Answering()

    found = silent(tmp_path, answering, f"{tmp_path}/real/./data/x", f"{tmp_path}/loop/x", f"{tmp_path}/none/x")

    assert set(found) == {f"{tmp_path}/real/./data/x"}


@pytest.mark.parametrize("text", ["", "\n", "garbage", "1 2 3 - \n", "1 2 3 4 5 6 -"])
def test_a_table_in_another_form_has_no_mounts(text: str) -> None:
    assert mounts.parse_table(text) == {}


@pytest.mark.parametrize("takes", [False, True], ids=["stopped", "takes questions"])
def test_a_real_one_costs_its_time_and_what_runs_ends_and_is_not_held_open(tmp_path: Path, *, takes: bool) -> None:
    """Whoever reads what the program prints sees its end at once, whatever became of the process that asked."""
    place = tmp_path / "silent"
    place.mkdir()
    program = (
        "import sys\n"
        "from ansible_collections.hiera_kafka.core.plugins.module_utils.host import mounts\n"
        "print(*mounts.silent(sys.argv[1:]))\n"
    )
    with silent_mount(place, takes=takes):
        begun = time.monotonic()
        command = [sys.executable, "-c", program, f"{place}/data", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
        took = time.monotonic() - begun

    assert done.stdout.split() == [f"{place}/data"]
    assert mounts.WITHIN_S <= took < mounts.WITHIN_S + 3
