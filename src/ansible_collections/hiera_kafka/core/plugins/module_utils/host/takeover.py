"""Takes a directory over from another user, with what is in it, where the caller has named both."""

from __future__ import annotations

import contextlib
import os
import shlex
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field

from ansible_collections.hiera_kafka.core.plugins.module_utils.cleaned import one_line
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import directories, paths, processes
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.files import Attributes
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem

_DEEPEST = 20
_NAMED = 3


@dataclass
class TakeOver:
    """One directory on its way to another user.

    Attributes:
        path: The directory.
        attributes: What it is to have; what is in it gets the user and group alone.
        present: User that it belongs to now.
        left: What was left alone, three paths at most.
    """

    path: str
    attributes: Attributes
    present: int
    left: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Give away what is in the directory, itself last: a run that was killed is done once more.

        Only files and directories of the present owner on the same file system change hands, and none behind a link.
        """
        with paths.directory(self.path) as found, found.readable() as descriptor:
            self._below(descriptor, self.path, os.fstat(descriptor).st_dev, 0)
        directories.change(self.path, self.attributes, {self.present})

    def _below(self, descriptor: int, path: str, device: int, depth: int) -> None:
        with os.scandir(descriptor) as entries:
            names = [entry.name for entry in entries]
        for name in names:
            if depth == 0 and name == directories.OF_A_FILE_SYSTEM:
                continue
            inner = f"{path}/{name}"
            with contextlib.suppress(FileNotFoundError), paths.step(name, descriptor, inner) as entry:
                if entry.status.st_uid == self.attributes.uid:
                    continue
                if entry.status.st_dev != device or depth > _DEEPEST or not self._changes(entry.status):
                    self.left += [inner] if len(self.left) < _NAMED else []
                    continue
                if stat.S_ISDIR(entry.status.st_mode):
                    with paths.listable(entry.descriptor, inner) as below:
                        self._below(below, inner, device, depth + 1)
                # By what was looked at, whatever bears the name now.
                with paths.named(inner):
                    os.chown(f"/proc/self/fd/{entry.descriptor}", self.attributes.uid, self.attributes.gid)

    def _changes(self, status: os.stat_result) -> bool:
        return status.st_uid == self.present and (stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode))


def used(path: str, used_by: Sequence[int]) -> Problem:
    """Return the problem that a directory is to be taken over from processes that run."""
    shown = ", ".join(f"{pid} ({processes.command(pid)})" for pid in used_by[:5])
    return Problem(
        "directory-in-use",
        f"{path} is to be taken over, and is used by the processes {shown}",
        note="nothing on the host was changed",
        hint="stop the service that they belong to, then run again",
    )


def left_alone(path: str, left: Sequence[str], owner: str, group: str) -> str:
    """Return what is reported of a directory that was taken over with less than all that is in it."""
    return one_line(
        f"{path} was taken over, but not {', '.join(left)} in it, which are of other owners, kinds or file systems; "
        f"where {owner} needs all of it: chown -Rh {owner}:{group} {shlex.quote(path)}"
    )
