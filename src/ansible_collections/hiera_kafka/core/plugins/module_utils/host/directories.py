"""Makes directories and gives them to their owners, without taking what belongs to somebody else."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import stat
from collections.abc import Collection
from dataclasses import dataclass

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import paths
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.files import Attributes, set_attributes
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.owners import user_name
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError

OPTION = "hiera_kafka_take_over"
"""Extra variable of Ansible that names directories to be taken over, and whose they are."""

OF_A_FILE_SYSTEM = "lost+found"
"""Directory that a file system begins with."""


@dataclass(frozen=True)
class Present:
    """A directory that is there.

    Attributes:
        path: Where it really lies: links of root's are followed.
        foreign: Whether it belongs to a user that was not expected, and holds more than a new file system does.
    """

    path: str
    attributes: Attributes
    foreign: bool


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
                with found.readable() as descriptor:
                    foreign = _occupied(descriptor)
            return Present(found.path, attributes, foreign)
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
    with paths.last(path, make=True) as descriptor:
        # Looked at again, since it may be another one than was made.
        _give(descriptor, path, attributes, expected)


def change(path: str, attributes: Attributes, expected: Collection[int]) -> None:
    """Set owner and mode of the directory that `path` leads to.

    Args:
        path: Absolute.
        attributes: What it is to have.
        expected: As for `look`.

    Raises:
        ProblemError: `directory-of-another-user`, when it is not the one any more that was looked at.
    """
    with paths.directory(path) as found, found.readable() as descriptor:
        _give(descriptor, path, attributes, expected)


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


def _occupied(descriptor: int) -> bool:
    with os.scandir(descriptor) as entries:
        return any(entry.name != OF_A_FILE_SYSTEM for entry in entries)
