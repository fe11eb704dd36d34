"""Takes a bundle apart: everything in it is compared with its manifest before anything is used.

A bundle is not trusted. It holds plain files under names of the manifest, and its jars are those of the lock files
where it says so. Who can exchange the file can exchange the manifest in it: against that there is the SHA-256 of the
whole file, which is printed where it is made.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from hiera_kafka.dist import archives, cache, digest, disk, pack
from hiera_kafka.dist.bundle.contents import DESCRIPTION, FORMAT, Unpacked
from hiera_kafka.dist.bundle.parts import PARTS
from hiera_kafka.dist.progress import Progress, silent
from hiera_kafka.errors import Diagnostic, DistError

_KIND = archives.ArchiveKind(
    rule="a bundle holds plain files and directories, each named in its manifest",
    hint="make it again with `hiera-kafka dist bundle`, and compare the SHA-256 that is printed there",
    unpacked=16 << 30,
    members=20_000,
    compressed=False,
    link=lambda _: False,
)
_MAX_TEXT = 8 << 20
"""Bytes that the manifest or the description may have; they are read into memory."""

_LISTED = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>[A-Za-z0-9][A-Za-z0-9_.+!/ -]*)")
_STAGING = ".staging-bundle"


@dataclass
class _Walked:
    """What was seen of a bundle so far."""

    room: Path
    manifest: dict[str, str] = field(default_factory=dict)
    description: bytes = b""
    seen: set[str] = field(default_factory=set)

    def visit(self, member: tarfile.TarInfo, source: IO[bytes]) -> None:
        path = member.name.removeprefix("./")
        if path in self.seen:
            raise archives.UnsafeError(f"holds {member.name!r} twice")
        self.seen.add(path)
        if path == pack.MANIFEST:
            self.manifest = _manifest(_text(member, source))
            return
        expected = self.manifest.get(path)
        if expected is None:
            raise archives.UnsafeError(f"holds {member.name!r}, which its manifest does not name before it")
        if path == DESCRIPTION:
            self.description = _text(member, source)
            found = digest.sha256_of(self.description)
        else:
            found = self._keep(path, source) if _is_taken(path) else hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]  # its stub asks for more than is used
        if found != expected:
            raise archives.UnsafeError(f"holds {member.name!r} with SHA-256 {found}, where its manifest has {expected}")

    def _keep(self, path: str, source: IO[bytes]) -> str:
        place = self.room / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as stream:
            shutil.copyfileobj(source, stream)
        return digest.of_file(place)


def _is_taken(path: str) -> bool:
    part = PARTS.get(path.partition("/")[0])
    return part is not None and part.take is not None


def unpack(
    archive: Path, *, sha256: str | None = None, cache_directory: Path | None = None, progress: Progress = silent
) -> list[str]:
    """Put what a bundle holds into the cache, so that runs fetch nothing.

    Args:
        archive: The bundle.
        sha256: SHA-256 that the file must have, as lower-case hexadecimal; None takes any.
        cache_directory: The cache, None for the user's.
        progress: Receives what is done.

    Returns:
        A sentence for each thing that is in the cache now.

    Raises:
        DistError: The bundle is damaged, unsafe, not the expected one or too new; or the cache cannot be written.
    """
    if not archive.is_file():
        raise DistError(_unreadable(archive, "is no file"))
    if sha256 is not None:
        progress.say(f"comparing the SHA-256 of {archive}")
        _require_sha256(archive, sha256)
    directory = cache.directory(cache_directory)
    with cache.locked(directory, progress):
        staging = directory / _STAGING
        try:
            disk.remove(staging)
            staging.mkdir()
            disk.require(directory, archive.stat().st_size)
            progress.say(f"unpacking {archive}")
            return _take(archive, _read(archive, staging), directory, progress)
        except OSError as error:
            if disk.is_full(error):
                raise disk.full(directory, archive.stat().st_size) from error
            raise cache.unusable(directory, error) from error
        finally:
            disk.remove(staging)


def _read(archive: Path, staging: Path) -> _Walked:
    walked = _Walked(staging)
    archives.walk(archive, _KIND, staging, walked.visit)
    missing = sorted(walked.manifest.keys() - walked.seen)
    if not walked.manifest or DESCRIPTION in missing or DESCRIPTION not in walked.seen:
        raise DistError(_unreadable(archive, f"is no bundle: it has no {pack.MANIFEST} or {DESCRIPTION}"))
    if missing:
        raise DistError(_unreadable(archive, f"is not whole: {missing[0]} is missing"))
    return walked


def _take(archive: Path, walked: _Walked, directory: Path, progress: Progress) -> list[str]:
    done: list[str] = []
    described = _described(archive, walked.description)
    for name, about in described.items():
        part = PARTS.get(name)
        if part is None:
            raise DistError(_unreadable(archive, f"has a part {name[:40]!r}, which this release does not know"))
        if part.take is not None:
            prefix = f"{name}/"
            files = {
                path.removeprefix(prefix): sha256
                for path, sha256 in walked.manifest.items()
                if path.startswith(prefix)
            }
            done += part.take(Unpacked(walked.room / name, files, about, archive), directory, progress)
    return done


def _described(archive: Path, text: bytes) -> Mapping[str, list[dict[str, Any]]]:
    try:
        described = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DistError(_unreadable(archive, f"has a {DESCRIPTION} that is no JSON")) from error
    if not isinstance(described, dict) or not isinstance(described.get("parts"), dict):
        raise DistError(_unreadable(archive, f"has a {DESCRIPTION} without parts"))
    if described.get("format") != FORMAT:
        found = str(described.get("format"))[:20]
        raise DistError(_unreadable(archive, f"has the form {found}, and this release reads {FORMAT}"))
    parts: dict[str, list[dict[str, Any]]] = described["parts"]
    for name, about in parts.items():
        if not isinstance(about, list) or not all(isinstance(entry, dict) for entry in about):
            raise DistError(_unreadable(archive, f"has a {DESCRIPTION} whose part {name[:40]!r} is no list of hashes"))
    return parts


def _text(member: tarfile.TarInfo, source: IO[bytes]) -> bytes:
    if member.size > _MAX_TEXT:
        raise archives.UnsafeError(f"holds {member.name!r} of {member.size} bytes, where {_MAX_TEXT} are allowed")
    return source.read()


def _manifest(text: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.decode("utf-8", "replace").splitlines():
        match = _LISTED.fullmatch(line)
        if match is None or ".." in match["path"].split("/"):
            raise archives.UnsafeError(f"has a manifest with the line {line[:100]!r}")
        found[match["path"]] = match["sha256"]
    return found


def _require_sha256(archive: Path, expected: str) -> None:
    found = digest.of_file(archive)
    if found != expected:
        raise DistError(
            Diagnostic(
                "artifact-checksum-wrong",
                f"{archive} has SHA-256 {found}; only {expected} is allowed",
                note="nothing of it was used",
                hint="copy the bundle again; when it stays so, it is not the one whose SHA-256 you have",
            )
        )


def _unreadable(archive: Path, what: str) -> Diagnostic:
    return Diagnostic(
        "archive-unreadable",
        f"{archive} {what}",
        note="nothing of it was used",
        hint="make it again with `hiera-kafka dist bundle` of the same release, or copy it again",
    )
