"""The trees that a repository's data may be read from; what a stranger's branch names beyond them is not opened.

Where a path really leads decides, whatever it is called: links count by their targets, and a file is opened from the
top of its tree, component by component without following any link, so that none can be put there meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from hiera_kafka import repository
from hiera_kafka.errors import Diagnostic, HieraError, Position

ID = "outside-repository"
"""The id of the message about a file outside."""

_DIRECTORY = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_DEEPEST = 100
_NO_NAMES = frozenset({"", ".", ".."})
_PLACE = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC  # opening a pipe would wait for a writer
_FILE = _READ | os.O_NOFOLLOW


class Border:
    """Some trees of directories, and all files in them.

    Attributes:
        trees: Their absolute paths without links; the first is the repository itself.
    """

    def __init__(self, trees: Iterable[Path | str]) -> None:
        self.trees = tuple(dict.fromkeys(os.path.realpath(tree) for tree in trees))
        self._directories: dict[str, str] = {}

    def holds(self, path: Path | str) -> bool:
        """Return whether a path leads into one of the trees, a file being there or not. Nothing is opened."""
        directory, name = os.path.split(path)
        if name in _NO_NAMES or os.path.islink(path):  # noqa: PTH114 - a Path takes several times as long
            return self._tree_of(os.path.realpath(path)) is not None
        return self._tree_of(f"{self._real(directory)}/{name}") is not None

    def open(self, path: Path | str, where: Position | None = None) -> int:
        """Open a file of the trees for reading, and return its descriptor.

        Args:
            path: Links in it are followed while they stay in the trees.
            where: What names the file, for the message; the file itself when it is None.

        Raises:
            HieraError: `outside-repository`, without a look at what is there.
            OSError: It cannot be opened, or a link was put in its place just now.
        """
        directory, name = os.path.split(path)
        if name not in _NO_NAMES and self._tree_of(expected := f"{self._real(directory)}/{name}") is not None:
            found = _if_it_is(expected)
            if found is not None:
                return found
        real = os.path.realpath(path)
        tree = self._tree_of(real)
        if tree is None:
            raise self.refusal(path, where)
        directory, name = os.path.split(real)
        at = _descend(tree, directory)
        try:
            return os.open(name, _FILE, dir_fd=at)
        finally:
            os.close(at)

    def check(self, path: Path | str, where: Position | None = None) -> None:
        """Refuse a path that leads out of the trees.

        Raises:
            HieraError: `outside-repository`.
        """
        if not self.holds(path):
            raise self.refusal(path, where)

    def refusal(self, path: Path | str, where: Position | None = None) -> HieraError:
        """Return the message about a path outside: it has the path's name, and nothing of what is there."""
        place = Position(str(path)) if where is None else where
        return HieraError(outside(path, self.trees[0] if self.trees else "of the data", place))

    def _real(self, directory: str) -> str:
        """Return where a directory really is, `/` as nothing. Most paths lie in few directories, so it is kept."""
        known = self._directories.get(directory)
        if known is None:
            above, name = os.path.split(directory)
            if name in _NO_NAMES or directory.count("/") > _DEEPEST or os.path.islink(directory):  # noqa: PTH114
                known = os.path.realpath(directory).rstrip("/")
            else:
                known = f"{self._real(above)}/{name}"
            self._directories[directory] = known
        return known

    def _tree_of(self, real: str) -> str | None:
        return next((tree for tree in self.trees if _is_below(real, tree)), None)


def _if_it_is(expected: str) -> int | None:
    """Open a file for reading if the kernel says that it is where it is expected; without having opened another one.

    Args:
        expected: Its path, in which no link was when it was resolved.
    """
    try:
        found = os.open(expected, _PLACE)
    except OSError:
        return None  # the caller that opens it gets the reason
    try:
        opened = f"/proc/self/fd/{found}"
        return os.open(opened, _READ) if os.readlink(opened) == expected else None  # noqa: PTH115 - as above, and this is the text of a link
    except OSError:
        return None
    finally:
        os.close(found)


def _descend(tree: str, directory: str) -> int:
    """Open a directory of a tree, component by component and through no link."""
    at = os.open(tree, _DIRECTORY)
    try:
        for name in os.path.relpath(directory, tree).split("/"):
            above, at = at, os.open(name, _DIRECTORY, dir_fd=at)
            os.close(above)
    except OSError:
        os.close(at)
        raise
    return at


def outside(path: Path | str, tree: Path | str, where: Position) -> Diagnostic:
    """Return the Diagnostic of a path that leads out of a tree."""
    return Diagnostic(
        ID,
        f"{str(path)!r} leads out of the repository {tree}, so it is not read",
        (where,),
        note="who may change the data does not decide which files of this machine are read",
        hint="move the file into the repository, or name its directory yourself: --allow-outside DIR, "
        "HIERA_KAFKA_ALLOW_OUTSIDE, or allow_outside of ~/.config/hiera-kafka/config.toml",
    )


def named(path: Path, trees: Iterable[Path] = ()) -> Path:
    """Return where a path that the caller names really is; a link that lies in a repository must not lead out of it.

    Links outside of repositories are the caller's own, for instance those of the directory /tmp.

    Args:
        path: Need not exist.
        trees: Where links may lead besides.

    Raises:
        HieraError: `outside-repository`.
    """
    allowed = [tree.resolve() for tree in trees]
    at = Path("/")
    for part in path.absolute().parts[1:]:
        step = at.parent if part == ".." else at / part
        if step.is_symlink():
            target, home = step.resolve(), repository.top_level(at)
            if home is not None and not any(target.is_relative_to(tree) for tree in (home, *allowed)):
                raise HieraError(outside(path, home, Position(str(path))))
            step = target
        at = step
    return at


def _is_below(path: str, tree: str) -> bool:
    return path == tree or path.startswith(tree if tree == "/" else f"{tree}/")
