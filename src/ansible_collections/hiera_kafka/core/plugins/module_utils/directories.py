"""Makes directories and gives them to their owners, without taking what belongs to somebody else."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ansible_collections.hiera_kafka.core.plugins.module_utils import paths, processes
from ansible_collections.hiera_kafka.core.plugins.module_utils.files import Attributes, set_attributes
from ansible_collections.hiera_kafka.core.plugins.module_utils.owners import user_name
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.texts import one_line

OPTION = "hiera_kafka_take_over"
"""Extra variable of Ansible that names directories to be taken over, and whose they are."""

_OF_A_FILE_SYSTEM = "lost+found"
_DEEPEST = 20
_NOTED = 3


@dataclass(frozen=True)
class Present:
    """A directory that is there.

    Attributes:
        path: Where it really lies: links of root's are followed.
        foreign: Whether it belongs to a user that was not expected, and holds more than a new file system does.
        owners: Path and owner of each directory above it and of itself.
    """

    path: str
    attributes: Attributes
    foreign: bool
    owners: tuple[tuple[str, int], ...]


def look(path: str, expected: Collection[int]) -> Present | None:
    """Return the directory that `path` leads to, None when there is nothing.

    Args:
        path: Absolute.
        expected: Users whose directories may change hands with all that is in them.

    Raises:
        ProblemError: `path-taken` or `link-not-followed`.
    """
    try:
        with paths.directory(path) as found:
            status = os.fstat(found.descriptor)
            attributes = Attributes(stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid)
            foreign = False
            if status.st_uid not in expected:
                with paths.readable(found) as descriptor:
                    foreign = _occupied(descriptor)
            return Present(found.path, attributes, foreign, found.owners)
    except FileNotFoundError:
        return None


def owners_above(path: str) -> tuple[tuple[str, int], ...]:
    """Return path and owner of each directory above `path`, as far as there are any."""
    while True:
        path = path.rpartition("/")[0]
        with contextlib.suppress(FileNotFoundError), paths.directory(path or "/") as found:
            return found.owners


def make(path: str, attributes: Attributes, expected: Collection[int]) -> None:
    """Make a directory, and those above it (owned by the caller, 0755) when they are missing; else as `change`."""
    with paths.parent(path, make=True) as place:
        with paths.named(path), contextlib.suppress(FileExistsError):
            os.mkdir(place.name, 0o700, dir_fd=place.descriptor)
        # Looked at again, since it may be another one already.
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        with paths.named(path):
            descriptor = os.open(place.name, flags, dir_fd=place.descriptor)
        try:
            _give(descriptor, path, attributes, expected)
        finally:
            os.close(descriptor)


def change(path: str, attributes: Attributes, expected: Collection[int]) -> None:
    """Set owner and mode of the directory that `path` leads to.

    Args:
        path: Absolute.
        attributes: What it is to have.
        expected: As for `look`.

    Raises:
        ProblemError: `directory-of-another-user`, when it is not the one any more that was looked at.
    """
    with paths.directory(path) as found, paths.readable(found) as descriptor:
        _give(descriptor, path, attributes, expected)


def take_over(path: str, attributes: Attributes, present: int) -> list[str]:
    """Give a directory and what is in it to another user, itself last: a run that was killed is done once more.

    Only files and directories of `present` on the same file system change hands, and none behind a link.

    Args:
        path: Absolute.
        attributes: What the directory is to have; what is in it gets the user and group alone.
        present: User that it belongs to now.

    Returns:
        What was left alone, three paths at most.
    """
    left: list[str] = []
    with paths.directory(path) as found, paths.readable(found) as descriptor:
        device = os.fstat(descriptor).st_dev
        _give_below(descriptor, path, device, attributes, present, left, 0)
        _give(descriptor, path, attributes, {present})
    return left


def foreign(path: str, present: Present, wanted: str) -> Problem:
    """Return the problem that a directory belongs to somebody else and holds something."""
    owner = user_name(present.attributes.uid)
    option = shlex.quote(json.dumps({OPTION: {path: owner}}))
    return Problem(
        "directory-of-another-user",
        f"{path} belongs to {owner} and is not empty, it is wanted for {wanted}",
        note="nothing on the host was changed",
        hint=f"name another directory in the data; a directory of a stopped broker is taken over with: -e {option}",
    )


def below_service(path: str, above: str, owner: str) -> Problem:
    """Return the problem that a service can put anything in place of a directory, since it owns one above."""
    return Problem(
        "directory-below-service",
        f"{path} is below {above}, which belongs to the service user {owner}",
        note="the service could put a link in its place, and root would act on what that leads to",
        hint="name a directory in the data that has directories of root alone above it",
    )


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
    """Return what people are told of a directory that was taken over with less than all that is in it."""
    return one_line(
        f"{path} was taken over, but not {', '.join(left)} in it, which are of other owners, kinds or file systems; "
        f"where {owner} needs all of it: chown -Rh {owner}:{group} {shlex.quote(path)}"
    )


def _give(descriptor: int, path: str, attributes: Attributes, expected: Collection[int]) -> None:
    if os.fstat(descriptor).st_uid not in {attributes.uid, *expected} and _occupied(descriptor):
        raise ProblemError(
            Problem(
                "directory-of-another-user",
                f"another user put {path} there while this run went on; it is left alone",
                hint="see who writes there (ls -ld, lsof), then run again",
            )
        )
    with paths.named(path):
        set_attributes(descriptor, attributes)


def _give_below(
    descriptor: int, path: str, device: int, attributes: Attributes, present: int, left: list[str], depth: int
) -> None:
    for name in os.listdir(descriptor):
        inner = f"{path}/{name}"
        with contextlib.suppress(FileNotFoundError), paths.step(name, descriptor, inner) as entry:
            status = entry.status
            directory = stat.S_ISDIR(status.st_mode)
            # A file system of its own has a directory of root's.
            if name == _OF_A_FILE_SYSTEM and depth == 0:
                continue
            if (
                status.st_uid != present
                or status.st_dev != device
                or depth > _DEEPEST
                or not (directory or stat.S_ISREG(status.st_mode))
            ):
                left += [inner] if len(left) < _NOTED else []
                continue
            if directory:
                with paths.named(inner):
                    below = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=entry.descriptor)
                try:
                    _give_below(below, inner, device, attributes, present, left, depth + 1)
                finally:
                    os.close(below)
            # By what was looked at, whatever bears the name now.
            with paths.named(inner):
                os.chown(f"/proc/self/fd/{entry.descriptor}", attributes.uid, attributes.gid)


def _occupied(descriptor: int) -> bool:
    with os.scandir(descriptor) as entries:
        return any(entry.name != _OF_A_FILE_SYSTEM for entry in entries)
