"""Writes files of the repository: never through a link, whole or not at all, and with the mode and owner they have."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.files import atomic

_DIRECTORY = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC


def replace(border: Border, path: Path, content: bytes, permitted: Callable[[bytes | None], str | None]) -> None:
    """Write a file anew.

    Args:
        border: The trees that may be written to.
        path: The file; neither it nor a directory between it and its tree may be a link.
        content: What it is to hold.
        permitted: Is given what it holds now, None when there is no such file, and returns what speaks against it.

    Raises:
        ProjectError: `file-not-writable`.
    """
    tree, parts = below(border, path)
    if tree is None:
        raise refusal(path, f"it lies outside the repository {border.trees[0]}")
    try:
        with _opened(tree, parts[:-1]) as directory:
            _replace(directory, parts[-1], content, path, permitted)
    except OSError as error:
        linked = is_linked(border, path)
        raise refusal(path, "a link is on its path" if linked else error.strerror or str(error)) from error


def below(border: Border, path: Path) -> tuple[str | None, tuple[str, ...]]:
    """Return the outermost tree that a path lies below as it is written, and the rest of it; None when in none."""
    whole = Path(os.path.normpath(path.absolute()))
    for directory in reversed(whole.parents):
        real = os.path.realpath(directory)
        if real in border.trees:
            return real, whole.relative_to(directory).parts
    return None, ()


def is_linked(border: Border, path: Path) -> bool:
    """Return whether a file, or a directory between it and its tree, is a link."""
    tree, parts = below(border, path)
    places = (Path(tree or "/", *parts[:count]) for count in range(1, len(parts) + 1))
    return any(place.is_symlink() for place in places)


def refusal(path: Path, why: str) -> ProjectError:
    """Return the error of a file that is not written."""
    hint = "see that it is a file of the repository that may be written, and run again"
    return ProjectError(
        Diagnostic("file-not-writable", f"cannot write the file: {why}", (Position(str(path)),), hint=hint)
    )


@contextlib.contextmanager
def _opened(tree: str, directories: tuple[str, ...]) -> Iterator[int]:
    at = os.open(tree, _DIRECTORY)
    try:
        for directory in directories:
            above, at = at, os.open(directory, _DIRECTORY, dir_fd=at)
            os.close(above)
        yield at
    finally:
        os.close(at)


def _replace(
    directory: int, name: str, content: bytes, path: Path, permitted: Callable[[bytes | None], str | None]
) -> None:
    try:
        with os.fdopen(os.open(name, _READ, dir_fd=directory), "rb") as file:
            found: os.stat_result | None = os.fstat(file.fileno())
            before = file.read() if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    except FileNotFoundError:
        found, before = None, None
    problem = permitted(before) if found is None or before is not None else "it is not a regular file"
    if problem is not None:
        raise refusal(path, problem)
    mode = None if found is None else stat.S_IMODE(found.st_mode)
    owner = None if found is None else (found.st_uid, found.st_gid)
    atomic.write(Path(name), content, mode=mode, owner=owner, directory=directory)
