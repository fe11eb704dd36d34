"""Locks that runs hold on a host, in a directory that nobody else can enter: who can open a file can lock it.

The kernel frees a lock when the process that holds it dies, however it dies.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import stat
import time
from collections.abc import Iterator

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import paths
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.owners import user_name
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError

DIRECTORY = "/run/hiera-kafka"
"""Below the directory that stands for the host's `/`."""
HOST = "host"
"""Name of the lock for whatever changes files or services of the host."""
RELEASES = "releases"
"""Name of the lock for what is unpacked, which takes longer than other runs wait."""

_WAIT_S = 60.0


@contextlib.contextmanager
def directory(root: str, *, make: bool = True, below: str = DIRECTORY) -> Iterator[int]:
    """Open the directory of locks, and give a descriptor for `dir_fd`.

    Args:
        root: Directory that stands for the host's `/`, empty for `/` itself.
        make: Make it when it is missing.
        below: Where it is below `root`.

    Raises:
        FileNotFoundError: It is missing, and was not to be made.
        ProblemError: `lock-directory-unsafe`, when others than the calling user can enter it.
    """
    path = f"{root}{below}"
    with paths.last(path, make=make) as descriptor:
        status = os.fstat(descriptor)
        if status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) & 0o077:
            raise ProblemError(_unsafe(path, status))
        yield descriptor


@contextlib.contextmanager
def held(root: str, name: str = HOST, *, check: bool = False) -> Iterator[None]:
    """Keep other runs away from what the lock `name` of a host stands for.

    Args:
        root: Directory that stands for the host's `/`, empty for `/` itself.
        name: File name of the lock.
        check: Whether this run writes nothing; then it goes on without a lock where no run has ever made one.

    Raises:
        ProblemError: `host-busy`, when another run holds it for a minute; `lock-directory-unsafe`.
    """
    with contextlib.ExitStack() as opened:
        try:
            place = opened.enter_context(directory(root, make=not check))
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            with paths.named(f"{root}{DIRECTORY}/{name}"):
                descriptor = os.open(name, flags, 0o600, dir_fd=place)
            opened.callback(os.close, descriptor)
            _take(descriptor, root)
        except FileNotFoundError:
            if not check:
                raise
        yield


def _take(descriptor: int, root: str) -> None:
    deadline = time.monotonic() + _WAIT_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise ProblemError(_busy(root)) from None
            select.select([], [], [], 0.1)
        else:
            return


def _busy(root: str) -> Problem:
    return Problem(
        "host-busy",
        f"another run has been changing the host at {root or '/'} for {_WAIT_S:.0f} s",
        hint="wait until it has ended, then run again",
    )


def _unsafe(path: str, status: os.stat_result) -> Problem:
    return Problem(
        "lock-directory-unsafe",
        f"{path} belongs to {user_name(status.st_uid)} and has mode {stat.S_IMODE(status.st_mode):04o}; "
        f"it must belong to {user_name(os.geteuid())} and have mode 0700",
        note="any user who can open a lock can hold it, and so stop every run",
        hint=f"remove it, the next run makes it anew: rm -r {path}",
    )
