"""What lies in a data directory: how many partitions, or files of ZooKeeper, and how large they are."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from dataclasses import dataclass

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import paths
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.placed import BROKER, ZOOKEEPER

MOST = 20_000
"""Files whose size is asked for; what is beyond is only said to be there, so that a look ends in time."""
_PARTITION = re.compile(r".+-[0-9]+")
"""Directory of a partition; what Kafka is deleting, or has given up, has an ending behind it."""
_FILES = re.compile(r"(?:log|snapshot)\.[0-9a-f]+(?:\.\w+)?")
_BLOCK = 512
_UNITS = ("KiB", "MiB", "GiB", "TiB", "PiB")


@dataclass(frozen=True)
class DataThere:
    """What was found in a data directory.

    Attributes:
        word: What is counted, in the singular.
        count: How many there are.
        size_bytes: What they take on disk.
        whole: Whether the size is of all, and not only of the first files.
    """

    word: str
    count: int = 0
    size_bytes: int = 0
    whole: bool = True

    @property
    def text(self) -> str:
        """Return it in words: `12 partitions (3.1 MiB)`."""
        size = f"{'' if self.whole else 'at least '}{_size(self.size_bytes)}"
        return f"{self.count} {self.word}{'' if self.count == 1 else 's'} ({size})"


def data_there(role: str, directory: str, kinds: Collection[str] = ()) -> DataThere:
    """Return what a broker or ZooKeeper has in a directory of its own; nothing where there is no such directory.

    Args:
        role: The role of the service.
        directory: One of its directories.
        kinds: Which files of ZooKeeper count, `snapshot` or `log`; all of them if empty.

    Raises:
        ProblemError: Something above it is no directory, or a link of another user.
        OSError: It cannot be read.
    """
    if role == BROKER:
        return _partitions(directory)
    return _of_zookeeper(directory, kinds) if role == ZOOKEEPER else DataThere("file")


def same_place(one: str, other: str) -> bool:
    """Return whether two paths lead to the same directory, which is there."""
    if one == other:
        return True
    try:
        with paths.directory(one) as first, paths.directory(other) as second:
            found, wanted = os.fstat(first.descriptor), os.fstat(second.descriptor)
    except FileNotFoundError:
        return False
    return (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino)


def _partitions(directory: str) -> DataThere:
    count = size = files = 0
    try:
        with paths.directory(directory) as found, found.readable() as top, os.scandir(top) as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False) or not _PARTITION.fullmatch(entry.name):
                    continue
                count += 1
                if files <= MOST:
                    more, taken = _files(entry.name, top)
                    files, size = files + more, size + taken
    except FileNotFoundError:
        return DataThere("partition")
    return DataThere("partition", count, size, whole=files <= MOST)


def _files(name: str, above: int) -> tuple[int, int]:
    """Return number and size of the files in a directory of a partition, which may vanish meanwhile."""
    files = size = 0
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=above)
    except FileNotFoundError:
        return 0, 0
    try:
        with os.scandir(descriptor) as entries:
            for entry in entries:
                files += 1
                if files > MOST:
                    break
                size += _taken(entry)
    finally:
        os.close(descriptor)
    return files, size


def _of_zookeeper(directory: str, kinds: Collection[str]) -> DataThere:
    count = size = 0
    try:
        with paths.directory(f"{directory}/version-2") as found, found.readable() as top, os.scandir(top) as entries:
            for entry in entries:
                if _FILES.fullmatch(entry.name) and (not kinds or entry.name.partition(".")[0] in kinds):
                    count += 1
                    size += _taken(entry) if count <= MOST else 0
    except FileNotFoundError:
        return DataThere("file")
    return DataThere("file", count, size, whole=count <= MOST)


def _taken(entry: os.DirEntry[str]) -> int:
    """Return the bytes that a file takes: indexes are made far larger than what is in them."""
    try:
        return entry.stat(follow_symlinks=False).st_blocks * _BLOCK
    except FileNotFoundError:
        return 0


def _size(count: int) -> str:
    amount = float(count)
    for unit in _UNITS:
        amount /= 1024
        if amount < 1000 or unit == _UNITS[-1]:
            return f"{amount:.1f} {unit}"
    raise AssertionError(count)
