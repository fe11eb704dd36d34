"""The part `kafka`: jars and licences of each release; commands are added where it is unpacked."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hiera_kafka.dist import artifact, cache, disk, lock, pack, tarball
from hiera_kafka.dist.bundle.contents import BundleRequest, PartContents, Unpacked
from hiera_kafka.dist.pack import Content
from hiera_kafka.dist.progress import Progress
from hiera_kafka.dist.source import LOCAL, MAVEN
from hiera_kafka.errors import Diagnostic, DistError

_IDENTITY = re.compile(rf"{MAVEN}|{LOCAL}|sha512:[0-9a-f]{{128}}")
_SOURCE_LENGTH = 300


def collect(request: BundleRequest, staging: Path, progress: Progress) -> PartContents:
    """Have each release in the cache, and return its jars and licences.

    Raises:
        DistError: A release could not be had, or the disk is full.
    """
    files: dict[str, Content] = {}
    about: list[dict[str, str]] = []
    for version, source in request.releases:
        made = artifact.fetch(version, source, progress=progress)
        disk.require(staging, made.path.stat().st_size)
        target = staging / version
        with tarfile.open(made.path, "r:") as tar:
            members = [member for member in tar if member.isreg() and tarball.belongs(member.name)]
            tar.extractall(target, members, filter="data")
        files |= {f"{version}/{member.name}": Content.of_path(target / member.name) for member in members}
        about.append({"version": version, "identity": made.identity, "source": made.source})
    return PartContents(files, about)


def take(part: Unpacked, cache_directory: Path, progress: Progress) -> list[str]:
    """Make an artifact of each release and put it into the cache.

    Of a version that has a lock file, jars that are said to come from Maven must be those of the lock.

    Raises:
        DistError: The files are not those of the release, or the version is not known here.
        OSError: The cache cannot be written.
    """
    releases: list[tuple[str, str, str, dict[str, Content]]] = []
    left = set(part.files)
    for entry in part.about:
        version, identity, source = _entry(entry, part.archive)
        prefix = f"{version}/"
        files = {
            path.removeprefix(prefix): Content(part.directory / path, sha256)
            for path, sha256 in part.files.items()
            if path.startswith(prefix) and tarball.belongs(path.removeprefix(prefix))
        }
        left -= {prefix + path for path in files}
        if identity == MAVEN:
            _require_locked(version, files, part.archive)
        releases.append((version, identity, source, pack.contents(version, files)))
    if left:
        raise DistError(_unknown_file(part.archive, min(left)))
    done: list[str] = []
    for version, identity, source, contents in releases:
        progress.say(f"Kafka {version}: {len(contents)} files, from {source}")
        tar, _ = cache.add(cache_directory, version, source, identity, contents)
        done.append(f"Kafka {version}: {tar}")
    return done


def _entry(entry: Mapping[str, Any], archive: Path) -> tuple[str, str, str]:
    version, identity, source = (entry.get(name) for name in ("version", "identity", "source"))
    if not (isinstance(version, str) and isinstance(identity, str) and isinstance(source, str)):
        raise DistError(_misdescribed(archive, "an entry without version, identity and source"))
    lock.check_version(version)
    if not _IDENTITY.fullmatch(identity):
        raise DistError(_misdescribed(archive, f"the identity {identity[:80]!r}"))
    return version, identity, source[:_SOURCE_LENGTH]


def _require_locked(version: str, files: Mapping[str, Content], archive: Path) -> None:
    locked = {f"libs/{jar.filename}": jar.sha256 for jar in lock.load(version).jars}
    found = {path: content.sha256 for path, content in files.items() if path.startswith("libs/")}
    wrong = sorted(path for path in locked.keys() | found.keys() if locked.get(path) != found.get(path))
    if wrong:
        raise DistError(
            Diagnostic(
                "artifact-checksum-wrong",
                f"{archive} says that Kafka {version} in it is from Maven, but {wrong[0]} "
                + ("is missing" if wrong[0] not in found else "is not the one of the lock file"),
                note=f"{len(wrong)} of {len(locked)} jars differ; nothing of it was used",
                hint="copy the bundle again, and compare its SHA-256 with the one that `dist bundle` printed",
            )
        )


def _misdescribed(archive: Path, what: str) -> Diagnostic:
    return Diagnostic(
        "archive-unreadable",
        f"{archive} describes its releases of Kafka with {what}",
        hint="make the bundle again with `hiera-kafka dist bundle`",
    )


def _unknown_file(archive: Path, path: str) -> Diagnostic:
    return Diagnostic(
        "archive-unsafe",
        f"{archive} holds kafka/{path}, which belongs to no release that it describes; "
        "a release has jars below libs/ and licences only",
        note="nothing of it was used",
        hint="make the bundle again with `hiera-kafka dist bundle`",
    )
