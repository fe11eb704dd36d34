"""The cache of artifacts: one tar and one small description each, below the user's cache directory.

    kafka-<version>-<first 12 digits of the manifest's digest>.tar
    kafka-<version>-<first 12 digits of the manifest's digest>.json

A tar counts only with its description, which is written last; so a run that was killed leaves no entry.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from hiera_kafka.dist import digest, disk, launchers, pack
from hiera_kafka.dist.progress import Progress, silent
from hiera_kafka.errors import Diagnostic, DistError
from hiera_kafka.files import atomic, locks, user_directories

MODE = 0o644
"""Mode of what is in the cache: releases that everyone can fetch."""


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """Description of one artifact in the cache.

    Attributes:
        version: Version of Kafka.
        source: Where it came from, for people.
        identity: What was asked for: `maven`, `sha512:<digest of the release tarball>`, or `local`.
        launchers: Fingerprint of the commands in it.
        sha256: Digest of the tar.
        manifest_sha256: Digest of the manifest in it.
        size: Bytes of the tar.
        mtime_ns: Time of change of the tar when it was last compared with `sha256`.
    """

    version: str
    source: str
    identity: str
    launchers: str
    sha256: str
    manifest_sha256: str
    size: int
    mtime_ns: int

    @property
    def stem(self) -> str:
        """Name of its files without ending."""
        return f"kafka-{self.version}-{self.manifest_sha256[:12]}"

    @property
    def current(self) -> bool:
        """Whether its commands are those of this release of hiera-kafka."""
        return self.launchers == launchers.fingerprint(self.version)


def directory(given: Path | None = None) -> Path:
    """Return the cache directory: `given`, else the user's own; it need not exist."""
    return user_directories.cache(os.environ) if given is None else given


@contextlib.contextmanager
def locked(cache: Path, progress: Progress = silent) -> Iterator[None]:
    """Make the cache directory, and let nobody else change it until the block ends or this process does.

    Raises:
        DistError: `cache-unusable` when it cannot be made or written.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        lock = locks.acquire(cache / ".lock", lambda: progress.say(f"waiting for another run that fills {cache}"))
    except OSError as error:
        if disk.is_full(error):
            raise disk.full(next(path for path in (cache, *cache.parents) if path.exists()), 1) from error
        raise unusable(cache, error) from error
    with lock:
        yield


def unusable(cache: Path, error: OSError) -> DistError:
    """Return the error for a cache that cannot be read or written."""
    return DistError(
        Diagnostic(
            "cache-unusable",
            f"the cache directory {cache} cannot be used: {error.strerror or error}",
            hint="give the calling user the right to write there, or set XDG_CACHE_HOME to another directory",
        )
    )


def entries(cache: Path, version: str | None = None) -> list[tuple[Path, CacheEntry]]:
    """Return path of the tar and description of each entry, newest first; descriptions that cannot be read are none."""
    found: list[tuple[Path, CacheEntry]] = []
    for described in cache.glob(f"kafka-{version or '*'}-*.json"):
        try:
            entry = CacheEntry(**json.loads(described.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            continue
        if described.stem == entry.stem and version in (None, entry.version):
            found.append((described.with_suffix(".tar"), entry))
    return sorted(found, key=lambda item: -item[1].mtime_ns)


def is_whole(tar: Path, entry: CacheEntry) -> bool:
    """Whether the tar is what its description says.

    It is hashed only when its time of change is not the one it was last hashed at.
    """
    try:
        status = tar.stat()
        if status.st_size != entry.size:
            return False
        if status.st_mtime_ns == entry.mtime_ns:
            return True
        if digest.of_file(tar) != entry.sha256:
            return False
        _describe(tar, replace(entry, mtime_ns=status.st_mtime_ns))
    except OSError:
        return False
    return True


def add(
    cache: Path, version: str, source: str, identity: str, files: Mapping[str, pack.Content]
) -> tuple[Path, CacheEntry]:
    """Write the tar of `files` and then its description, and return both; the caller holds the lock.

    Raises:
        DistError: `disk-full`.
        OSError: When the cache cannot be written.
    """
    manifest_sha256 = digest.sha256_of(pack.manifest(files))
    tar = cache / f"kafka-{version}-{manifest_sha256[:12]}.tar"
    for there, entry in entries(cache, version):
        if (there, entry.source, entry.identity) == (tar, source, identity) and is_whole(there, entry):
            return there, entry
    needed = sum(_size(content) for content in files.values())
    disk.require(cache, needed)
    for leftover in cache.glob(".kafka-*"):
        disk.remove(leftover)
    try:
        tar.with_suffix(".json").unlink(missing_ok=True)
        with atomic.replacing(tar, mode=MODE) as stream:
            pack.write(stream, files)
        entry = CacheEntry(
            version=version,
            source=source,
            identity=identity,
            launchers=launchers.fingerprint(version),
            sha256=digest.of_file(tar),
            manifest_sha256=manifest_sha256,
            size=tar.stat().st_size,
            mtime_ns=tar.stat().st_mtime_ns,
        )
        _describe(tar, entry)
    except OSError as error:
        if disk.is_full(error):
            raise disk.full(cache, needed) from error
        raise
    return tar, entry


def _describe(tar: Path, entry: CacheEntry) -> None:
    atomic.write(tar.with_suffix(".json"), f"{json.dumps(asdict(entry), indent=1)}\n".encode(), mode=MODE)


def _size(content: pack.Content) -> int:
    return len(content.source) if isinstance(content.source, bytes) else content.source.stat().st_size
