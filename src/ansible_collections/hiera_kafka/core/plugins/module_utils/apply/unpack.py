"""Unpacks a release's tar, of which nothing is trusted but the digest, and checks it file by file."""

from __future__ import annotations

import hashlib
import os
import posixpath
import tarfile
from io import BufferedReader
from pathlib import Path
from typing import IO

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import files
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.release_files import MANIFEST
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import restart_records

SIZE_LIMIT = 2 * 1024**3
"""Bytes of all files together."""
COUNT_LIMIT = 10_000
HEADER_LIMIT = 1024 * 1024
"""Bytes of a member's name or attributes, which are read into memory as a whole."""
_CHUNK = 1024 * 1024


_HEADERS = (
    *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
    *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
)


class _Member(tarfile.TarInfo):
    """A member whose headers are looked at before they are followed: their sizes and counts are the archive's word."""

    def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type == tarfile.GNUTYPE_SPARSE:
            raise _unsafe("a file in it has holes")
        if self.type in _HEADERS and not 0 <= self.size <= HEADER_LIMIT:
            raise _unsafe(f"a header in it has {self.size} bytes, where {HEADER_LIMIT} are allowed")
        return super()._proc_member(tar)  # type: ignore[misc, no-any-return]  # meant to be extended, says tarfile

    def _refuse_sparse(self, *_: object) -> None:
        raise _unsafe("a file in it has holes")

    # The three forms of a file with holes that newer headers can have.
    _proc_gnusparse_00 = _proc_gnusparse_01 = _proc_gnusparse_10 = _refuse_sparse


def verify_digest(stream: BufferedReader, sha256: str) -> None:
    """Read the tar to its end and go back to its start.

    Raises:
        ProblemError: `artifact-corrupt`, when its SHA-256 is another.
    """
    found = hashlib.file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    if found != sha256:
        raise corrupt(f"the tar's SHA-256 is {found}, expected is {sha256}")


def unpack(stream: BufferedReader, directory: Path, *, manifest_sha256: str, uid: int, gid: int) -> None:
    """Unpack the tar into the empty `directory` and check every file against the manifest.

    Args:
        stream: The tar, not compressed.
        directory: Made by the caller, who removes it when this raises.
        manifest_sha256: SHA-256 of the file MANIFEST.sha256 in the tar.
        uid: Owner of everything; -1 leaves it to the calling user.
        gid: Group of everything; -1 leaves it to the calling user.

    Raises:
        ProblemError: `artifact-unsafe` or `artifact-corrupt`.
    """
    digests: dict[str, str] = {}
    total = count = 0
    try:
        with tarfile.open(fileobj=stream, mode="r:", tarinfo=_Member) as archive:
            for member in archive:
                total += member.size
                count += 1
                if count > COUNT_LIMIT or total > SIZE_LIMIT or member.size < 0:
                    raise _unsafe(f"more than {COUNT_LIMIT} files, or more than {SIZE_LIMIT} bytes")
                name = _safe_name(member)
                if member.isdir():
                    continue
                source = archive.extractfile(member)
                if source is None or name in digests:
                    raise _unsafe(f"{name} is in it twice" if name in digests else f"{name} has no content")
                digests[name] = _write(source, directory / name, uid=uid, gid=gid)
    except RecursionError:  # tarfile reads a header that follows a header inside of that
        raise _unsafe("a member in it has too many headers") from None
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise corrupt(f"it is no tar: {error}") from None
    if digests.pop(MANIFEST, None) != manifest_sha256:
        raise corrupt(f"its {MANIFEST} is not the expected one")
    listed = restart_records.parse((directory / MANIFEST).read_text(encoding="utf-8"))
    wrong = sorted(name for name in {*listed, *digests} if listed.get(name) != digests.get(name))
    if wrong:
        raise corrupt(f"not as its {MANIFEST} says: {', '.join(wrong[:5])}{' …' if len(wrong) > 5 else ''}")
    for place in (directory, *(path for path in directory.rglob("*") if path.is_dir())):
        os.chown(place, uid, gid)
        place.chmod(0o755)  # a release is for everybody to read, and services of several users run it
        files.sync_directory(place)


def corrupt(reason: str) -> ProblemError:
    """Return the error for a release that is not what was sent."""
    return ProblemError(
        Problem(
            "artifact-corrupt",
            f"the release is refused: {reason}",
            note="nothing was installed",
            hint="run again; when it happens again, remove the release from the control node's cache",
        )
    )


def _safe_name(member: tarfile.TarInfo) -> str:
    name = posixpath.normpath(member.name)
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or (name == "." and not member.isdir()):
        raise _unsafe(f"{member.name!r} lies outside of its directory")
    if any(part.startswith(files.PREFIX) or "\0" in part for part in parts):
        raise _unsafe(f"{member.name!r} is no name for a file of a release")
    if not (member.isreg() or member.isdir()):
        raise _unsafe(f"{member.name!r} is neither a regular file nor a directory")
    return name


def _write(source: IO[bytes], target: Path, *, uid: int, gid: int) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(target, flags, 0o600), "wb") as stream:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            stream.write(chunk)
        stream.flush()
        os.fchown(stream.fileno(), uid, gid)
        os.fchmod(stream.fileno(), 0o755 if target.parent.name == "bin" else 0o644)
        os.fsync(stream.fileno())
    return digest.hexdigest()


def _unsafe(reason: str) -> ProblemError:
    return ProblemError(
        Problem(
            "artifact-unsafe",
            f"the release is refused: {reason}",
            note="nothing was installed; allowed are regular files and directories below its own directory",
            hint="look where the release came from: hiera-kafka dist list",
        )
    )
