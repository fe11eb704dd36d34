"""Walks paths directory by directory, so that nothing that another user planted leads root elsewhere.

Each component is opened relative to the one before it and never through a link, but for links that only root (or, where
the caller is somebody else, the caller) could have made: administrators put data on other disks by links. What was
opened is what is acted on, so that swapping a directory for a link while a run goes on gains nothing.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shlex
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from ansible_collections.hiera_kafka.core.plugins.module_utils.owners import user_name
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError

_STEP = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC
_MOST_LINKS = 40


@dataclass(frozen=True)
class Directory:
    """A directory that is held open while it is used.

    Attributes:
        descriptor: For functions that take a `dir_fd`; it can neither be listed nor synced, see `readable`.
        path: Where it really lies, for messages.
        uid: Its owner.
        trusted: Whether it and all above it belong to root or the caller, and nobody else can rename what is in them.
        owners: Users that it, or a directory above it, belongs to.
    """

    descriptor: int
    path: str
    uid: int
    trusted: bool
    owners: frozenset[int]


@dataclass(frozen=True)
class Place:
    """A name in a directory that is held open; whether there is something of that name is not said."""

    directory: Directory
    name: str
    path: str

    @property
    def descriptor(self) -> int:
        """Descriptor of the directory."""
        return self.directory.descriptor


def trusted(uid: int) -> bool:
    """Return whether what a user did is as good as done by the caller: root may do anything anyway."""
    return uid in {0, os.geteuid()}


@contextlib.contextmanager
def parent(path: str, *, make: bool = False) -> Iterator[Place]:
    """Open the directory that `path` lies in.

    Args:
        path: Absolute and normal.
        make: Make the directories above `path` that are missing, 0755 whatever the umask says.

    Raises:
        FileNotFoundError: A directory above is missing, and none was to be made.
        ProblemError: `path-taken`, something above is no directory; `link-not-followed`, it is a link of somebody else.
    """
    above, _, name = path.rpartition("/")
    with directory(above or "/", make=make) as found:
        yield Place(found, name, path)


@contextlib.contextmanager
def directory(path: str, *, make: bool = False) -> Iterator[Directory]:
    """Open the directory `path`; arguments and errors are those of `parent`."""
    with contextlib.ExitStack() as opened:
        yield _walk(path, opened, make=make)


@contextlib.contextmanager
def readable(found: Directory) -> Iterator[int]:
    """Open a directory that was walked to once more, to list or sync it."""
    descriptor = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=found.descriptor)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def named(path: str) -> Iterator[None]:
    """Have errors of the operating system name the whole `path`, and not only its last part."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from None


def kind_of(mode: int) -> str:
    """Return what a file is in words, by its mode."""
    kinds = {
        stat.S_IFREG: "a file",
        stat.S_IFDIR: "a directory",
        stat.S_IFLNK: "a symbolic link",
        stat.S_IFIFO: "a pipe",
        stat.S_IFSOCK: "a socket",
    }
    return kinds.get(stat.S_IFMT(mode), "a device")


def taken(path: str, mode: int, uid: int, wanted: str) -> Problem:
    """Return the problem that something of another kind is where `wanted` must be."""
    return Problem(
        "path-taken",
        f"{path} is {kind_of(mode)} of the user {user_name(uid)}, wanted is {wanted}",
        note="nothing on the host was changed",
        hint=f"look at it, then move it away: mv {shlex.quote(path)} {shlex.quote(path)}.old",
    )


def foreign_link(path: str, uid: int) -> Problem:
    """Return the problem that a link may lead wherever another user wants."""
    quoted = shlex.quote(path)
    return Problem(
        "link-not-followed",
        f"{path} is a symbolic link that {user_name(uid)} made, or that others than root can replace; "
        "links are followed only where they and all directories above them belong to root",
        note="its owner could make it lead to any file of the host",
        hint=f"see where it leads: readlink {quoted}; replace it by a directory, or bind-mount what it leads to",
    )


def _walk(path: str, opened: contextlib.ExitStack, *, make: bool) -> Directory:
    root = os.open("/", _STEP)
    opened.callback(os.close, root)
    steps = [Directory(root, "", 0, trusted=True, owners=frozenset({0}))]
    links = 0
    waiting = path.split("/")[::-1]
    while waiting:
        name = waiting.pop()
        here = steps[-1]
        if name in {"", "."}:
            continue
        if name == "..":
            del steps[max(1, len(steps) - 1) :]
            continue
        full = f"{here.path}/{name}"
        with named(full):
            descriptor = _step(name, here.descriptor, make=make)
        opened.callback(os.close, descriptor)
        status = os.fstat(descriptor)
        if stat.S_ISLNK(status.st_mode):
            if not (here.trusted and trusted(status.st_uid)):
                raise ProblemError(foreign_link(full, status.st_uid))
            links += 1
            if links > _MOST_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
            target = os.readlink("", dir_fd=descriptor)
            if target.startswith("/"):
                del steps[1:]
            waiting += target.split("/")[::-1]
        elif stat.S_ISDIR(status.st_mode):
            replaceable = status.st_mode & stat.S_IWOTH and not status.st_mode & stat.S_ISVTX
            safe = here.trusted and trusted(status.st_uid) and not replaceable
            steps.append(Directory(descriptor, full, status.st_uid, safe, here.owners | {status.st_uid}))
        else:
            raise ProblemError(taken(full, status.st_mode, status.st_uid, "a directory"))
    return steps[-1]


def _step(name: str, above: int, *, make: bool) -> int:
    try:
        return os.open(name, _STEP, dir_fd=above)
    except FileNotFoundError:
        if not make:
            raise
    # By the umask, since a chmod could hit what somebody has put in place of the new directory meanwhile.
    before = os.umask(0o022)
    try:
        os.mkdir(name, 0o755, dir_fd=above)
    except FileExistsError:
        pass
    finally:
        os.umask(before)
    return os.open(name, _STEP, dir_fd=above)
