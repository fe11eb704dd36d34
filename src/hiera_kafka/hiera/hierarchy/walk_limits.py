"""Limits on the walk through a tree of files: the author of the data must not decide how long it takes."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator

from hiera_kafka.errors import Position
from hiera_kafka.hiera.values.failures import failure

MAX_NAMES = 100_000
"""Files and directories that are looked at for the data of one hierarchy; the largest known has some thousand."""
MAX_NAMES_BELOW = 1_000_000
"""Files and directories below a directory that the caller names: any repository."""
MAX_PATHS = 100_000
"""Levels and paths of one hierarchy for one host."""


class Names:
    """Counts the names that were met on a walk.

    Attributes:
        limit: How many there may be.
    """

    def __init__(self, limit: int = MAX_NAMES) -> None:
        self.limit = limit
        self._count = 0

    def add(self, number: int, where: Position | None = None) -> None:
        """Count names.

        Args:
            number: How many there are.
            where: The place for the message, None where the caller knows it.

        Raises:
            HieraError: `too-many-files`.
        """
        self._count += number
        if self._count > self.limit:
            raise failure(
                "too-many-files",
                f"more than {self.limit} files and directories would be visited",
                where,
                hint="narrow 'datadir' or the glob to where the data is, or name a smaller directory",
            )


def walk(directory: str, names: Names, left_out: Collection[str] = ()) -> Iterator[tuple[str, list[str]]]:
    """Yield each directory at and below one with the sorted names of what is no directory in it.

    Links to directories are not followed; hidden directories and those that may not be listed are left out.

    Args:
        directory: Where to begin.
        names: Counts what is met.
        left_out: Names of directories that are not entered.

    Raises:
        HieraError: `too-many-files`.
    """
    waiting = [directory]
    while waiting:
        here = waiting.pop()
        directories: list[str] = []
        others: list[str] = []
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    names.add(1, Position(directory))
                    (directories if entry.is_dir(follow_symlinks=False) else others).append(entry.name)
        except OSError:
            continue
        yield here, sorted(others)
        entered = (name for name in directories if not name.startswith(".") and name not in left_out)
        waiting += [os.path.join(here, name) for name in sorted(entered, reverse=True)]  # noqa: PTH118 - much faster


def check_paths(number: int, level: str, where: Position | None) -> None:
    """Refuse a hierarchy with more paths than anybody could mean.

    Args:
        number: Levels and paths so far.
        level: Name of the last level.
        where: Where that stands.

    Raises:
        HieraError: `too-many-paths`.
    """
    if number > MAX_PATHS:
        raise failure(
            "too-many-paths",
            f"with the level {level!r} the hierarchy of a host has more than {MAX_PATHS} levels and paths",
            where,
            hint="look at the variable of 'mapped_paths', and at how many levels hiera.yaml has",
        )
