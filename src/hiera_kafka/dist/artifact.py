"""Kafka as one file: wherever it came from, a checked tar with the jars, our commands and a manifest.

`fetch` returns the artifact of a version from the cache, or makes it: from a release tarball, from Maven, or from a
local tarball or directory.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.dist import cache as store
from hiera_kafka.dist import disk, lock, maven, pack
from hiera_kafka.dist.lock import known_versions
from hiera_kafka.dist.progress import Progress, silent
from hiera_kafka.dist.source import LOCAL, Maven, SourceConfig, Way, plan
from hiera_kafka.errors import Diagnostic, DistError
from hiera_kafka.files import atomic

__all__ = ["Artifact", "SourceConfig", "cached", "fetch", "known_versions"]


@dataclass(frozen=True, slots=True)
class Artifact:
    """A checked artifact in the cache.

    Attributes:
        version: Version of Kafka.
        path: The tar; it has no top-level directory.
        sha256: Digest of the tar.
        manifest_sha256: Digest of MANIFEST.sha256 in it, which names every other file with its digest.
        source: Where it came from, for people.
        identity: What was asked for: `maven`, `sha512:<digest of the release tarball>`, or `local`.
    """

    version: str
    path: Path
    sha256: str
    manifest_sha256: str
    source: str
    identity: str


def fetch(
    version: str,
    config: SourceConfig = SourceConfig(),  # noqa: B008 - frozen
    *,
    progress: Progress = silent,
    cache: Path | None = None,
) -> Artifact:
    """Return the artifact of Kafka `version`, from the cache or made now.

    Args:
        version: A release such as `3.9.2`.
        config: Where it may come from; a source that is named is not replaced by what another left in the cache.
        progress: Receives what is tried, and bytes.
        cache: Cache directory, None for the user's.

    Raises:
        DistError: With a Diagnostic for everything that was tried.
    """
    lock.check_version(version)
    ways, skipped = plan(version, config)
    directory = store.directory(cache)
    # Only another look shows whether a path still holds what it did.
    wanted = None if config.reads_path else _accepts(ways, config)
    found = wanted and _find(directory, version, wanted)
    if found:
        return found
    with store.locked(directory, progress):
        found = wanted and _find(directory, version, wanted)
        if found:
            return found
        for sentence in skipped:
            progress.say(sentence)
        return _make(version, ways, skipped, directory, progress)


def cached(version: str, cache: Path | None = None, config: SourceConfig | None = None) -> Artifact | None:
    """Return the artifact of `version` when the cache has a whole one, else None; nothing is fetched or written anew.

    Args:
        version: A release such as `3.9.2`.
        cache: Cache directory, None for the user's.
        config: Where it must have come from; None takes any, the newest first.

    Raises:
        DistError: When `config` contradicts itself.
    """
    wanted = _accepts(plan(version, config)[0], config) if config else _any
    return _find(store.directory(cache), version, wanted)


def _any(_: store.CacheEntry) -> bool:
    return True


def _accepts(ways: list[Way], config: SourceConfig) -> Callable[[store.CacheEntry], bool]:
    """Return a test of whether an entry of the cache is as good as what `config` would bring."""
    if config.source == "auto" and config.path is None and config.sha512 is None:
        return _any
    found = {(way.identity, way.label if way.identity == LOCAL else None) for way in ways}
    return lambda entry: (entry.identity, entry.source if entry.identity == LOCAL else None) in found


def _find(directory: Path, version: str, wanted: Callable[[store.CacheEntry], bool]) -> Artifact | None:
    for tar, entry in store.entries(directory, version):
        if wanted(entry) and entry.current and store.is_whole(tar, entry):
            return _artifact(tar, entry)
    return None


def _make(version: str, ways: list[Way], skipped: list[str], directory: Path, progress: Progress) -> Artifact:
    staging = directory / f".staging-{version}"
    failures: list[DistError] = []
    for way in ways:
        progress.say(f"Kafka {version}: trying {way.label}")
        try:
            staging.mkdir(exist_ok=True)
            _seed(directory, way, staging, progress)
            files = pack.contents(version, way.bring(staging, progress))
            tar, entry = store.add(directory, version, way.label, way.identity, files)
        except OSError as error:
            raise store.unusable(directory, error) from error
        except DistError as error:
            if any(diagnostic.id == "disk-full" for diagnostic in error.diagnostics):
                disk.remove(staging)
                raise
            failures.append(error)
            progress.say(f"Kafka {version}: {way.label} failed: {error.diagnostics[0].message}")
        else:
            disk.remove(staging)
            progress.say(f"Kafka {version}: ready, {tar}")
            return _artifact(tar, entry)
    if len(failures) == 1 and not skipped:
        raise failures[0]
    raise DistError(
        [
            Diagnostic(
                "kafka-unavailable",
                f"Kafka {version} could not be had; tried the cache, {', '.join(way.label for way in ways)}",
                note="; ".join(skipped) or None,
                hint="each failure is below; with any one of them fixed, this works",
            ),
            *(diagnostic for failure in failures for diagnostic in failure.diagnostics),
        ]
    )


def _seed(directory: Path, way: Way, staging: Path, progress: Progress) -> None:
    """Take from artifacts that are in the cache already the jars that this one needs too."""
    if not isinstance(way, Maven):
        return
    wanted = {jar.sha256 for jar in way.lock.jars if not (staging / maven.stored(jar)).exists()}
    for tar, _ in store.entries(directory):
        if not wanted:
            return
        try:
            for sha256, data in pack.jars_in(tar, wanted):
                atomic.write(staging / f"{sha256}.jar", data, mode=store.MODE)
                wanted.discard(sha256)
        except (OSError, tarfile.TarError) as error:
            if disk.is_full(error):
                raise disk.full(directory, way.lock.size) from error
            progress.say(f"{tar.name} cannot be read, and will not be used: {error}")


def _artifact(tar: Path, entry: store.CacheEntry) -> Artifact:
    return Artifact(entry.version, tar, entry.sha256, entry.manifest_sha256, entry.source, entry.identity)
