"""Release tarballs, from a server or this machine, and directories that were unpacked from one.

A tarball is not trusted: from it only jars and licences are taken, as plain files, under names that were checked, and
at most as many of them as a release can have.
"""

from __future__ import annotations

import re
import shutil
import tarfile
from pathlib import Path, PurePosixPath
from typing import IO

from hiera_kafka.dist import archives, digest, disk
from hiera_kafka.dist.pack import Content
from hiera_kafka.dist.progress import Progress, silent
from hiera_kafka.errors import Diagnostic, DistError

MAX_ARCHIVE = 1 << 30
"""Bytes that a tarball may have; releases have about 120 MiB."""

_JAR = re.compile(r"libs/[A-Za-z0-9_][A-Za-z0-9_.+-]*\.jar")
_LICENCE = re.compile(r"LICENSE|NOTICE|licenses/[A-Za-z0-9_][A-Za-z0-9_. +-]*")
# Jars that start nothing: signatures are no jars, and these hold sources and tests.
_IDLE = re.compile(r"-(test|sources|test-sources|scaladoc|javadoc)\.jar$")


def download(
    url: str,
    sha512: str,
    staging: Path,
    *,
    shown: str,
    timeout_s: tuple[float, float],
    progress: Progress = silent,
) -> Path:
    """Return the tarball at `url`, downloaded to `staging` and checked.

    Raises:
        DistError: `download-failed`, `artifact-checksum-wrong` or `disk-full`.
    """
    # Brings requests, which is slow to import, and most runs find their artifact in the cache.
    from hiera_kafka.dist import http  # noqa: PLC0415

    part = staging / f"{sha512[:32]}.part"
    resumed = part.is_file()
    http.download(url, part, shown=shown, limit=MAX_ARCHIVE, timeout_s=timeout_s, progress=progress)
    try:
        check_sha512(part, sha512, shown)
    except DistError:
        part.unlink()
        if not resumed:
            raise
        # The beginning may have been of another file; only a whole download shows whether the server is right.
        progress.say(f"{shown} does not fit what was there from an earlier run: downloading it again")
        http.download(url, part, shown=shown, limit=MAX_ARCHIVE, timeout_s=timeout_s, progress=progress)
        try:
            check_sha512(part, sha512, shown)
        except DistError:
            part.unlink()
            raise
    return part


def unpack(archive: Path, staging: Path) -> dict[str, Content]:
    """Take jars and licences out of a release tarball.

    Args:
        archive: Any tar, compressed with gzip, bzip2 or xz, or not.
        staging: Directory that is made anew below this one.

    Returns:
        Relative path, such as `libs/kafka-clients-3.9.2.jar`, to content.

    Raises:
        DistError: `archive-unsafe`, `archive-unreadable` or `disk-full`.
    """
    target = staging / "unpacked"
    disk.remove(target)
    target.mkdir()
    found: dict[str, Content] = {}

    def take(member: tarfile.TarInfo, source: IO[bytes]) -> None:
        path = _wanted(member.name)
        if path is None:
            return
        if path in found:
            raise archives.UnsafeError(f"holds {member.name!r} twice")
        place = target / path
        place.parent.mkdir(exist_ok=True)
        with place.open("xb") as stream:
            shutil.copyfileobj(source, stream)
        found[path] = Content.of_path(place)

    archives.walk(archive, _RELEASE, staging, take)
    return found


def local(path: Path, sha512: str | None, staging: Path) -> dict[str, Content]:
    """Return the files of a tarball or directory on this machine.

    Args:
        path: A tarball; or a directory with `libs/`, or with jars.
        sha512: Digest that a tarball must have, None to trust it.
        staging: Where a tarball is unpacked.

    Raises:
        DistError: `artifact-path-missing`, `artifact-checksum-wrong`, or what `unpack` raises.
    """
    if path.is_file():
        if sha512 is not None:
            check_sha512(path, sha512, str(path))
        return unpack(path, staging)
    jars = path / "libs" if (path / "libs").is_dir() else path
    found = {f"libs/{jar.name}": jar for jar in sorted(jars.glob("*.jar"))}
    for licence in sorted([path / "LICENSE", path / "NOTICE", *path.glob("licenses/*")]):
        found[licence.relative_to(path).as_posix()] = licence
    files = {name: Content.of_path(file) for name, file in found.items() if _wanted(f"./{name}") and file.is_file()}
    if not files:
        what = "holds no jars" if path.is_dir() else "does not exist"
        raise DistError(
            Diagnostic(
                "artifact-path-missing",
                f"{path} {what}; it must be a Kafka release tarball, or a directory with libs/*.jar or *.jar",
                hint="give the path of one with --path",
            )
        )
    return files


def check_sha512(path: Path, expected: str, shown: str) -> None:
    """Compare a tarball with its published digest.

    Raises:
        DistError: `artifact-checksum-wrong`.
    """
    found = digest.of_file(path, "sha512")
    if found != expected:
        raise DistError(
            Diagnostic(
                "artifact-checksum-wrong",
                f"{shown} has SHA-512 {found}; only {expected} is allowed",
                note="nothing of it was used",
                hint="compare your digest with the published one; when they agree, the file is not the release",
            )
        )


def belongs(path: str) -> bool:
    """Return whether a file at this path below the top-level directory belongs into an artifact."""
    return bool((_JAR.fullmatch(path) and not _IDLE.search(path)) or _LICENCE.fullmatch(path))


def _wanted(name: str) -> str | None:
    """Return the path below the top-level directory when that file belongs into an artifact."""
    inner = "/".join(PurePosixPath(name).parts[1:]) if not name.startswith("./") else name.removeprefix("./")
    return inner if belongs(inner) else None


_RELEASE = archives.ArchiveKind(
    rule="a Kafka release holds plain files and directories below one directory only",
    hint="take the release from Apache, and compare its SHA-512 with the published one",
    unpacked=2 << 30,
    members=20_000,
    compressed=True,
    link=lambda name: _wanted(name) is None,
)
