"""Filesystems that may never answer, since another machine or another process serves them.

Whoever asks such a filesystem for anything waits for as long as it takes, and where the question has been taken up the
kernel may let nothing end that wait, not even SIGKILL: a process with one thread in it never goes away, and keeps open
what it has open. So a process of its own asks, which has nothing open that anybody waits for, and is left behind where
no answer comes.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem

WITHIN_S = 3.0
"""How long a filesystem is given to say how large it is; all of them are asked at once."""
TABLE = Path("/proc/self/mountinfo")

_OWN = frozenset(
    {
        *("bcachefs", "btrfs", "erofs", "exfat", "ext2", "ext3", "ext4", "f2fs", "iso9660", "jfs", "nilfs2", "ntfs3"),
        *("overlay", "reiserfs", "squashfs", "udf", "vfat", "xfs", "zfs"),
        *("devtmpfs", "hugetlbfs", "ramfs", "rootfs", "tmpfs"),
        *("binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "efivarfs", "fusectl", "mqueue"),
        *("nsfs", "proc", "pstore", "securityfs", "selinuxfs", "sysfs", "tracefs"),
    }
)
"""Kinds that the kernel answers for itself, from memory or a disk; the others are asked before they are used."""
_OCTAL = re.compile(r"\\([0-7]{3})")
_MOST_LINKS = 40
_ANSWERED = b"+"


class Mount(NamedTuple):
    """A filesystem at its place, with its kind as the kernel calls it, such as `nfs4` or `fuse.sshfs`."""

    place: str
    kind: str


def silent(
    paths: Iterable[str], table: Path = TABLE, answering: Callable[[list[str]], set[str]] | None = None
) -> dict[str, Problem]:
    """Return what is wrong with each path that leads onto, or across, a filesystem that does not answer.

    Nothing is asked, and no process made, where all filesystems on the way are of kinds that answer by themselves.

    Args:
        paths: Absolute; they need not be there.
        table: In the form of `/proc/self/mountinfo`.
        answering: Returns those of some places whose filesystems answer.

    Returns:
        Path to `filesystem-silent`.
    """
    mounts = parse_table(table.read_text(encoding="utf-8", errors="surrogateescape"))
    if not any(_doubtful(mount) for mount in mounts.values()):
        return {}
    asked: dict[str, bool] = {}
    todo = dict.fromkeys(paths)
    found: dict[str, Problem] = {}
    while todo:
        met = {path: _met(path, mounts, asked) for path in todo}
        found.update({path: _problem(path, mount) for path, mount in met.items() if mount and mount.place in asked})
        new = sorted({mount.place for mount in met.values() if mount and mount.place not in asked})
        answers = (answering or _answering)(new) if new else set()
        asked.update({place: place in answers for place in new})
        todo = dict.fromkeys(path for path, mount in met.items() if mount and mount.place in new)
    return found


def parse_table(text: str) -> dict[str, Mount]:
    """Return each filesystem by its place; of several at one place the one that is seen, which was mounted last."""
    found = {}
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        columns, kind = before.split(" "), after.partition(" ")[0]
        if len(columns) > 5 and kind:
            place = _OCTAL.sub(lambda match: chr(int(match[1], 8)), columns[4])
            found[place] = Mount(place, kind)
    return found


def _met(path: str, mounts: dict[str, Mount], asked: dict[str, bool]) -> Mount | None:
    """Return the first filesystem on the way of a path that does not answer, or was not asked yet.

    The way is gone without asking such a filesystem anything, links included.
    """
    waiting, place, links = path.split("/")[::-1], "/", 0
    while waiting:
        part = waiting.pop()
        if part in {"", "."}:
            continue
        if part == "..":
            place = os.path.dirname(place)  # noqa: PTH120  # text
            continue
        following = f"{place.rstrip('/')}/{part}"
        mount = _of(following, mounts)
        if mount is not None and _doubtful(mount) and not asked.get(mount.place, False):
            return mount
        try:
            target = os.readlink(following)  # noqa: PTH115  # text
        except OSError:  # no link, or nothing at all: what is below is looked for by its name
            place = following
            continue
        links += 1
        if links > _MOST_LINKS:
            return None  # it leads nowhere, and whoever follows it is told so
        waiting += target.split("/")[::-1]
        place = "/" if target.startswith("/") else place
    return None


def _of(path: str, mounts: dict[str, Mount]) -> Mount | None:
    while path not in mounts:
        if path == "/":
            return None
        path = os.path.dirname(path)  # noqa: PTH120  # text
    return mounts[path]


def _doubtful(mount: Mount) -> bool:
    return mount.kind not in _OWN


def _answering(places: list[str]) -> set[str]:
    """Return the places whose filesystems answer in time, be it with an error."""
    children = {_asked(place): place for place in places}
    waiting = {pipe: (process, place) for (process, pipe), place in children.items()}
    found = set()
    deadline = time.monotonic() + WITHIN_S
    try:
        while waiting and (left := deadline - time.monotonic()) > 0:
            for pipe in select.select(list(waiting), [], [], left)[0]:
                process, place = waiting.pop(pipe)
                if os.read(pipe, 1) == _ANSWERED:
                    found.add(place)
                os.close(pipe)
                os.waitpid(process, 0)  # all that it had to ask was answered
    finally:
        for pipe, (process, _) in waiting.items():
            os.close(pipe)
            os.kill(process, signal.SIGKILL)
            # It ends at once or, where the kernel lets nobody end it, when the filesystem is there again.
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process, os.WNOHANG)
    return found


def _asked(place: str) -> tuple[int, int]:
    """Return a process that asks a filesystem, and what it writes to once that has answered."""
    reads, writes = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            # Were they left open, whoever reads what this program prints would wait with it.
            for descriptor in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208  # plain names
                if descriptor != writes:
                    with contextlib.suppress(OSError):  # the one that the list was read by
                        os.close(descriptor)
            with contextlib.suppress(OSError):  # an error is an answer
                os.statvfs(place)
            os.write(writes, _ANSWERED)
        finally:
            os._exit(0)
    os.close(writes)
    return process, reads


def _problem(path: str, mount: Mount) -> Problem:
    on = "it" if path == mount.place else mount.place
    return Problem(
        "filesystem-silent",
        f"{path}: the filesystem that is mounted at {on} ({mount.kind}) has not answered within {WITHIN_S:g} s",
        note="whatever reads or writes there waits until it does, a broker whose data lies there as well",
        hint="see that the machine or process that serves it runs and can be reached, or unmount it",
    )
