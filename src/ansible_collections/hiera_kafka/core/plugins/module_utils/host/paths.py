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
from contextlib import AbstractContextManager
from typing import BinaryIO, NamedTuple

from ansible_collections.hiera_kafka.core.plugins.module_utils.host.owners import user_name
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError

_STEP = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC
_MOST_LINKS = 40


class OpenDirectory(NamedTuple):
    """A directory that is held open while it is used.

    Attributes:
        descriptor: For functions that take a `dir_fd`; it can neither be listed nor synced, see `listable`.
        path: Where it really lies, for messages.
        trusted: Whether it and all above it belong to root or the caller, and nobody else can rename what is in them.
        owners: Path and owner of each directory from the one below `/` to this one.
    """

    descriptor: int
    path: str
    trusted: bool
    owners: tuple[tuple[str, int], ...] = ()

    def readable(self) -> AbstractContextManager[int]:
        """Return a descriptor that it can be listed and synced by."""
        return listable(self.descriptor, self.path or "/")


class Place(NamedTuple):
    """A name in a directory that is held open; whether there is something of that name is not said."""

    directory: OpenDirectory
    name: str
    path: str

    @property
    def descriptor(self) -> int:
        """Descriptor of the directory."""
        return self.directory.descriptor


class Leaf(NamedTuple):
    """What a path leads to, a directory or not, held open without having been opened for reading.

    Attributes:
        descriptor: Says nothing of the content; `/proc/self/fd` opens it for reading.
        status: What was there when it was opened.
    """

    descriptor: int
    status: os.stat_result

    @property
    def target(self) -> str:
        """Where a link leads."""
        return os.readlink("", dir_fd=self.descriptor)

    def open(self) -> BinaryIO:
        """Open a regular file for reading, that one and not what bears its name by now."""
        return os.fdopen(os.open(f"/proc/self/fd/{self.descriptor}", os.O_RDONLY | os.O_CLOEXEC), "rb")


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
def directory(path: str, *, make: bool = False) -> Iterator[OpenDirectory]:
    """Open the directory `path`; arguments and errors are those of `parent`."""
    opened: list[int] = []
    try:
        yield _walk(path, opened, make=make)
    finally:
        for descriptor in opened:
            os.close(descriptor)


@contextlib.contextmanager
def last(path: str, *, make: bool) -> Iterator[int]:
    """Open the directory `path` itself, to list and change it; if its name is a link, that is not followed.

    Args:
        path: Absolute and normal.
        make: Make it when it is missing, 0700, and those above as `parent` does.
    """
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    with parent(path, make=make) as place:
        with named(path):
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(place.name, 0o700, dir_fd=place.descriptor)
            descriptor = os.open(place.name, flags, dir_fd=place.descriptor)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def step(name: str, above: int, path: str) -> Iterator[Leaf]:
    """Hold on to what has a name in a directory, links not followed; `path` is what errors name."""
    with named(path):
        descriptor = os.open(name, _STEP, dir_fd=above)
    try:
        yield Leaf(descriptor, os.fstat(descriptor))
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def leaf(path: str) -> Iterator[Leaf]:
    """Hold on to what `path` leads to; errors are those of `parent`, and FileNotFoundError when there is nothing."""
    wanted = path
    with contextlib.ExitStack() as opened:
        for _ in range(_MOST_LINKS):
            place = opened.enter_context(parent(wanted))
            found = opened.enter_context(step(place.name, place.descriptor, wanted))
            if not stat.S_ISLNK(found.status.st_mode):
                yield found
                return
            if not (place.directory.trusted and trusted(found.status.st_uid)):
                raise ProblemError(foreign_link(wanted, found.status.st_uid))
            # Nobody else can change the directories on the way, so they may be walked once more.
            target = found.target.rstrip("/")
            wanted = target if target.startswith("/") else f"{place.directory.path}/{target}"
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)


@contextlib.contextmanager
def listable(directory: int, path: str) -> Iterator[int]:
    """Open a directory that was walked to once more, to list or sync it; `path` is what errors name."""
    with named(path):
        descriptor = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=directory)
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
    """Return what a file is by its mode: `file`, `directory`, `link`, `pipe`, `socket` or `device`."""
    kinds = {
        stat.S_IFREG: "file",
        stat.S_IFDIR: "directory",
        stat.S_IFLNK: "link",
        stat.S_IFIFO: "pipe",
        stat.S_IFSOCK: "socket",
    }
    return kinds.get(stat.S_IFMT(mode), "device")


def taken(path: str, kind: str, uid: int, wanted: str) -> Problem:
    """Return the problem that something of another kind is where `wanted`, with its article, must be."""
    found = "symbolic link" if kind == "link" else kind
    return Problem(
        "path-taken",
        f"{path} is a {found} of the user {user_name(uid)}, wanted is {wanted}",
        note="nothing on the host was changed",
        hint=f"look at it, then move it away: mv {shlex.quote(path)} {shlex.quote(path + '.old')}",
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


def _walk(path: str, opened: list[int], *, make: bool) -> OpenDirectory:
    """Return the directory, and add all descriptors that its caller closes to `opened`."""
    opened.append(os.open("/", _STEP))
    steps = [OpenDirectory(opened[0], "", trusted=True)]
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
        try:
            descriptor = _step(name, here.descriptor, make=make)
        except OSError as error:
            raise OSError(error.errno, error.strerror, full) from None
        opened.append(descriptor)
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
            steps.append(OpenDirectory(descriptor, full, safe, (*here.owners, (full, status.st_uid))))
        else:
            raise ProblemError(taken(full, kind_of(status.st_mode), status.st_uid, "a directory"))
    return steps[-1]


def _step(name: str, above: int, *, make: bool) -> int:
    try:
        # Asked for a directory, the kernel mounts what is to be mounted there when it is first used.
        return os.open(name, _STEP | os.O_DIRECTORY, dir_fd=above)
    except NotADirectoryError:
        return os.open(name, _STEP, dir_fd=above)
    except FileNotFoundError:
        if not make:
            raise
    # By the umask, since a chmod could hit what somebody has put in place of the new directory meanwhile.
    before = os.umask(0o022)
    try:
        with contextlib.suppress(FileExistsError):
            os.mkdir(name, 0o755, dir_fd=above)
    finally:
        os.umask(before)
    return _step(name, above, make=False)
