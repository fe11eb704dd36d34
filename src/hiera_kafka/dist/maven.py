"""Fetches the jars that a lock names from a Maven repository, through jgo, in parallel.

A jar is believed only after its size and SHA-256 were compared with the lock, and takes its final name only then. So
a run that was killed leaves nothing that the next one could mistake for a jar, and the next one goes on where it was.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from hiera_kafka.dist import digest, disk
from hiera_kafka.dist.lock import ReleaseLock, LockedJar
from hiera_kafka.dist.progress import Progress, silent
from hiera_kafka.errors import Diagnostic, DistError

THREADS = 8
_ATTEMPTS = 3
_SCRATCH = ".fetching-"


def fetch(
    lock: ReleaseLock, directory: Path, *, repository: str | None = None, timeout_s: int = 30, progress: Progress = silent
) -> list[tuple[LockedJar, Path]]:
    """Bring every jar of `lock` into `directory`, and return each with its path, in the order of the lock.

    Jars that are there already are compared again and kept when they are right. The caller must hold a lock on
    `directory`: what other runs left half fetched is removed.

    Args:
        lock: What to fetch.
        directory: Exists; jars are stored under their digest.
        repository: URL of a Maven repository, None for Maven Central.
        timeout_s: Seconds that the server may be silent.
        progress: Receives bytes.

    Raises:
        DistError: `maven-unreachable`, `artifact-checksum-wrong` or `disk-full`.
    """
    for leftover in directory.glob(f"{_SCRATCH}*"):
        disk.remove(leftover)
    missing = [jar for jar in lock.jars if not _is_right(directory / stored(jar), jar)]
    disk.require(directory, sum(jar.size for jar in missing))
    progress.start(f"Kafka {lock.version}: {len(missing)} of {len(lock.jars)} jars", sum(jar.size for jar in missing))
    with concurrent.futures.ThreadPoolExecutor(THREADS, thread_name_prefix="maven") as pool:
        waiting = [pool.submit(_fetch_one, jar, directory, repository, timeout_s) for jar in missing]
        try:
            for done in concurrent.futures.as_completed(waiting):
                progress.advance(done.result().size)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return [(jar, directory / stored(jar)) for jar in lock.jars]


def stored(jar: LockedJar) -> str:
    """Return the name that a jar has in the directory it is fetched to."""
    return f"{jar.sha256}.jar"


def _is_right(path: Path, jar: LockedJar) -> bool:
    return path.is_file() and path.stat().st_size == jar.size and digest.of_file(path) == jar.sha256


def _fetch_one(jar: LockedJar, directory: Path, repository: str | None, timeout_s: int) -> LockedJar:
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _attempt(jar, directory, repository, timeout_s)
        except DistError:
            if attempt == _ATTEMPTS:
                raise
        except (OSError, RuntimeError) as error:
            if disk.is_full(error):
                raise disk.full(directory, jar.size) from error
            if attempt == _ATTEMPTS:
                raise DistError(_unreachable(jar, error)) from error
        else:
            break
    return jar


def _attempt(jar: LockedJar, directory: Path, repository: str | None, timeout_s: int) -> None:
    # Slow to import, and most runs find their artifact in the cache.
    from jgo.maven import MavenContext, PythonResolver  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=directory) as scratch:
        context = MavenContext(
            resolver=PythonResolver(progress_callback=_limit(jar)),
            repo_cache=Path(scratch),
            local_repos=[],
            remote_repos={"given": repository} if repository else None,
            timeout=timeout_s,
        )
        component = context.project(jar.group, jar.artifact).at_version(jar.version)
        path = component.artifact(classifier=jar.classifier, packaging=jar.packaging).resolve()
        size, found = path.stat().st_size, digest.of_file(path)
        if (size, found) != (jar.size, jar.sha256):
            raise _wrong(jar, f"has SHA-256 {found} and {size} bytes")
        path.replace(directory / stored(jar))


def _limit(jar: LockedJar) -> Callable[[str, int], contextlib.AbstractContextManager[Callable[[int], None]]]:
    """Return what jgo reports bytes to, which ends the transfer of a jar that cannot be the right one."""

    @contextlib.contextmanager
    def begin(_: str, size: int) -> Iterator[Callable[[int], None]]:
        if size != jar.size:
            raise _wrong(jar, f"has {size} bytes")
        yield lambda _: None

    return begin


def _wrong(jar: LockedJar, what: str) -> DistError:
    return DistError(
        Diagnostic(
            "artifact-checksum-wrong",
            f"{jar.coordinates} from Maven {what}; the lock allows only SHA-256 {jar.sha256} and {jar.size} bytes",
            note="nothing of it was kept",
            hint="run it again; when it stays so, something between here and the repository changes files",
        )
    )


def _unreachable(jar: LockedJar, error: Exception) -> Diagnostic:
    # jgo raises RuntimeError when a repository has no such jar, and names it there with user and password.
    reason = "the repository does not have it" if isinstance(error, RuntimeError) else str(error)
    return Diagnostic(
        "maven-unreachable",
        f"{jar.coordinates} could not be fetched from Maven in {_ATTEMPTS} attempts: {reason}",
        note="jars that were fetched already are kept, and the next run goes on from there",
        hint="look at the network and at HTTPS_PROXY, or give a Kafka release tarball (--path, or --url and --sha512)",
    )
