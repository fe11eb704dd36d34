"""Tar archives that are not trusted: members are looked at before they are followed, and counted.

Sizes, counts and names are the archive's word. What leads elsewhere, is no plain file or directory, or is more than
such an archive can hold ends the walk.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from hiera_kafka.dist import disk
from hiera_kafka.errors import Diagnostic, DistError

MAX_HEADER = 1 << 20
"""Bytes that the name or the attributes of a member may have; they are read into memory as a whole."""

Visit = Callable[[tarfile.TarInfo, IO[bytes]], None]
"""Is given each plain file with its content."""


@dataclass(frozen=True, slots=True)
class ArchiveKind:
    """A kind of archive: what it can hold at most, and how messages speak of it.

    Attributes:
        rule: What such an archive holds; completes a message.
        hint: What to do about one that holds something else.
        unpacked: Bytes that all its members may have.
        members: How many there may be.
        compressed: Whether it may be compressed.
        link: Whether a symbolic link of that name is passed over; others are refused.
    """

    rule: str
    hint: str
    unpacked: int
    members: int
    compressed: bool
    link: Callable[[str], bool]


class UnsafeError(Exception):
    """A member that no such archive has; `visit` may raise it too."""


def walk(archive: Path, kind: ArchiveKind, room: Path, visit: Visit) -> None:
    """Give each plain file of an archive to `visit`, in the order of the archive.

    Args:
        archive: The archive.
        kind: What it can hold.
        room: Directory that `visit` writes to, named when its disk is full.
        visit: Receives the files.

    Raises:
        DistError: `archive-unsafe`, `archive-unreadable` or `disk-full`.
    """
    total = 0
    try:
        with tarfile.open(archive, "r:*" if kind.compressed else "r:", tarinfo=_member_class(kind)) as tar:
            for count, member in enumerate(tar, start=1):
                total += member.size
                _check(member, count, total, kind)
                if not member.isreg():
                    continue
                source = tar.extractfile(member)
                if source is None:
                    raise UnsafeError(f"holds {member.name!r}, which has no content")
                with source:
                    visit(member, source)
    except UnsafeError as error:
        raise unsafe(archive, kind, str(error)) from None
    except RecursionError:  # tarfile reads a header that follows a header inside of that
        raise unsafe(archive, kind, "holds too many headers of one member") from None
    except (tarfile.TarError, EOFError, OSError, ValueError, OverflowError, MemoryError) as error:
        if disk.is_full(error):
            raise disk.full(room, archive.stat().st_size) from error
        raise DistError(
            Diagnostic(
                "archive-unreadable",
                f"{archive} is no whole tar archive: {error or type(error).__name__}",
                hint="download or copy it again, and compare its checksum with the published one",
            )
        ) from error


def unsafe(archive: Path, kind: ArchiveKind, what: str) -> DistError:
    """Return the error for an archive with something that no archive of its kind has."""
    return DistError(
        Diagnostic(
            "archive-unsafe",
            f"{archive} {what}; {kind.rule}",
            note="nothing of it was used",
            hint=kind.hint,
        )
    )


def _check(member: tarfile.TarInfo, count: int, total: int, kind: ArchiveKind) -> None:
    parts = PurePosixPath(member.name).parts
    if member.name.startswith("/") or ".." in parts:
        raise UnsafeError(f"holds {member.name!r}, a path that leads out of it")
    if not (member.isreg() or member.isdir() or member.issym()):
        raise UnsafeError(f"holds {member.name!r}, which is a link to another member or a device")
    if member.issym() and not kind.link(member.name):
        raise UnsafeError(f"holds {member.name!r}, which is a link where a file must be")
    if member.size < 0:
        raise UnsafeError(f"holds {member.name!r} of {member.size} bytes")
    if count > kind.members or total > kind.unpacked:
        raise UnsafeError(_too_much(kind))


def _too_much(kind: ArchiveKind) -> str:
    return f"holds more than {kind.members} files or {kind.unpacked >> 30} GiB"


_HEADERS = (
    *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
    *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
)
_SPARSE = "holds a file with holes"


def _member_class(kind: ArchiveKind) -> type[tarfile.TarInfo]:
    class Member(tarfile.TarInfo):
        """A member whose headers are looked at before they are followed."""

        def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
            if self.type == tarfile.GNUTYPE_SPARSE:
                raise UnsafeError(_SPARSE)
            if self.type in _HEADERS and not 0 <= self.size <= MAX_HEADER:
                raise UnsafeError(f"holds a header of {self.size} bytes, where {MAX_HEADER} are allowed")
            if tar.offset > kind.unpacked:
                raise UnsafeError(_too_much(kind))
            return super()._proc_member(tar)  # type: ignore[misc, no-any-return]  # meant to be extended, says tarfile

        def _refuse_sparse(self, *_: object) -> None:
            raise UnsafeError(_SPARSE)

        # The three forms of a file with holes that newer headers can have.
        _proc_gnusparse_00 = _proc_gnusparse_01 = _proc_gnusparse_10 = _refuse_sparse

    return Member
