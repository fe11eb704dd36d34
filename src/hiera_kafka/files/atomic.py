"""Writes files whole or not at all: readers find the old content or the new one, and never a part of it.

The new content goes into a temporary file in the same directory, which is renamed when it is complete. A symbolic link
in place of the file is replaced and not followed: callers that want its target resolve the path first. The temporary
file is removed after an error; after a kill or a loss of power it may stay, as `.NAME.` and 16 digits.
"""

from __future__ import annotations

import contextlib
import enum
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_NAME_LENGTH = 50
"""Characters of the name that the temporary file's own begins with: most file systems allow 255 bytes, of 4 each."""


class Durability(enum.Enum):
    """What a written file survives."""

    PROCESS = "process"
    """The end of this process, however it ends. After a loss of power the file may be empty or the old one."""
    POWER_LOSS = "power loss"
    """Also a loss of power, after which there is the old content or the new one."""
    ON_DISK = "on disk"
    """When the call returns, the new content is there, and no loss of power takes it away again."""


@contextlib.contextmanager
def replacing(
    path: Path,
    *,
    mode: int | None = None,
    owner: tuple[int, int] | None = None,
    durability: Durability = Durability.POWER_LOSS,
    directory: int | None = None,
) -> Iterator[BinaryIO]:
    """Give a stream whose content becomes that of the file when the block ends without an error.

    Args:
        path: The file; its directory exists.
        mode: Exact permissions. Until the content is complete, only the caller can read it. None: for a file without
            secrets, what the umask leaves of 0666.
        owner: Numbers of the user and group that it is to belong to, where the caller may give it away; None leaves
            it to the caller.
        durability: What it must outlive.
        directory: Descriptor that a relative `path` begins at; None: the current directory.

    Raises:
        OSError: It cannot be written, or the disk is full.
    """
    new = path.with_name(f".{path.name[:_NAME_LENGTH]}.{secrets.token_hex(8)}")
    # The umask is applied by the kernel: to ask for it would change it for every thread.
    descriptor = os.open(new, _NEW, 0o666 if mode is None else 0o600, dir_fd=directory)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            if owner is not None:
                with contextlib.suppress(PermissionError):  # who may write a file need not own it
                    os.fchown(stream.fileno(), *owner)
            yield stream
            stream.flush()
            if mode is not None:
                os.fchmod(stream.fileno(), mode)
            if durability is not Durability.PROCESS:
                os.fsync(stream.fileno())
        os.replace(new, path, src_dir_fd=directory, dst_dir_fd=directory)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(new, dir_fd=directory)
        raise
    if durability is Durability.ON_DISK:
        _sync_directory(path.parent, directory)


def write(
    path: Path,
    content: bytes,
    *,
    mode: int | None = None,
    owner: tuple[int, int] | None = None,
    durability: Durability = Durability.POWER_LOSS,
    directory: int | None = None,
) -> None:
    """Give a file new content; everything else as `replacing`.

    Raises:
        OSError: As `replacing`.
    """
    with replacing(path, mode=mode, owner=owner, durability=durability, directory=directory) as stream:
        stream.write(content)


def _sync_directory(path: Path, directory: int | None) -> None:
    """Put the name of a file on disk, which is part of its directory."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=directory)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
