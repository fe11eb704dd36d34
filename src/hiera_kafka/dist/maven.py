"""Fetches the jars that a lock names from a Maven repository, in parallel.

A jar is believed only after its size and SHA-256 were compared with the lock, and takes its final name only then. So
a run that was killed leaves nothing that the next one could mistake for a jar, and the next one goes on where it was.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import queue
from pathlib import Path
from typing import TYPE_CHECKING

from hiera_kafka.dist import digest, disk
from hiera_kafka.dist.address import without_credentials
from hiera_kafka.dist.lock import LockedJar, ReleaseLock
from hiera_kafka.dist.progress import Progress, silent
from hiera_kafka.errors import Diagnostic, DistError

if TYPE_CHECKING:
    import requests

THREADS = 8
_ATTEMPTS = 3
_CONNECT_S = 10.0
_FINAL = frozenset({"disk-full", "certificate-untrusted", "certificates-missing"})
"""Failures that another attempt does not help."""
_SCRATCH = ".fetching-"


def fetch(
    lock: ReleaseLock,
    directory: Path,
    *,
    repository: str | None = None,
    timeout_s: int = 30,
    progress: Progress = silent,
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
    if missing:
        _fetch_all(missing, directory, repository or _central(), timeout_s, progress)
    return [(jar, directory / stored(jar)) for jar in lock.jars]


def stored(jar: LockedJar) -> str:
    """Return the name that a jar has in the directory it is fetched to."""
    return f"{jar.sha256}.jar"


def _fetch_all(missing: list[LockedJar], directory: Path, repository: str, timeout_s: int, progress: Progress) -> None:
    # Slow to import, and most runs find their artifact in the cache.
    from hiera_kafka.dist import sessions  # noqa: PLC0415

    idle: queue.SimpleQueue[requests.Session] = queue.SimpleQueue()
    with contextlib.ExitStack() as stack:
        for _ in range(THREADS):
            idle.put(stack.enter_context(sessions.session()))
        with concurrent.futures.ThreadPoolExecutor(THREADS, thread_name_prefix="maven") as pool:
            waiting = [pool.submit(_fetch_one, jar, directory, repository, timeout_s, idle) for jar in missing]
            try:
                for done in concurrent.futures.as_completed(waiting):
                    progress.advance(done.result().size)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def _central() -> str:
    from jgo.constants import MAVEN_CENTRAL_URL  # noqa: PLC0415 - slow to import, as above

    return MAVEN_CENTRAL_URL


def _is_right(path: Path, jar: LockedJar) -> bool:
    return path.is_file() and path.stat().st_size == jar.size and digest.of_file(path) == jar.sha256


def _fetch_one(
    jar: LockedJar, directory: Path, repository: str, timeout_s: int, idle: queue.SimpleQueue[requests.Session]
) -> LockedJar:
    session = idle.get()
    try:
        _persist(jar, directory, repository, timeout_s, session)
    finally:
        idle.put(session)
    return jar


def _persist(jar: LockedJar, directory: Path, repository: str, timeout_s: int, session: requests.Session) -> None:
    from hiera_kafka.dist import http  # noqa: PLC0415 - slow to import, as above

    part = directory / f"{_SCRATCH}{jar.sha256}"
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _attempt(jar, part, f"{repository.rstrip('/')}/{jar.path}", timeout_s, session)
        except DistError as error:
            if attempt == _ATTEMPTS or error.diagnostics[0].id in _FINAL:
                raise
        except http.TransferError as error:
            if attempt == _ATTEMPTS:
                raise DistError(_unreachable(jar, repository, str(error))) from error
        else:
            part.replace(directory / stored(jar))
            break
        finally:
            part.unlink(missing_ok=True)


def _attempt(jar: LockedJar, part: Path, url: str, timeout_s: int, session: requests.Session) -> None:
    from hiera_kafka.dist import http  # noqa: PLC0415 - slow to import, as above

    sizes, timeouts = range(jar.size, jar.size + 1), (_CONNECT_S, timeout_s)
    try:
        http.transfer(session, url, part, shown=jar.filename, sizes=sizes, timeout_s=timeouts, progress=silent)
    except http.SizeError as error:
        raise _wrong(jar, f"has {error.size} bytes") from error
    size, found = part.stat().st_size, digest.of_file(part)
    if (size, found) != (jar.size, jar.sha256):
        raise _wrong(jar, f"has SHA-256 {found} and {size} bytes")


def _wrong(jar: LockedJar, what: str) -> DistError:
    return DistError(
        Diagnostic(
            "artifact-checksum-wrong",
            f"{jar.coordinates} from Maven {what}; the lock allows only SHA-256 {jar.sha256} and {jar.size} bytes",
            note="nothing of it was kept",
            hint="run it again; when it stays so, something between here and the repository changes files",
        )
    )


def _unreachable(jar: LockedJar, repository: str, reason: str) -> Diagnostic:
    asked = f"{without_credentials(repository)} in {_ATTEMPTS} attempts"
    return Diagnostic(
        "maven-unreachable",
        f"{jar.coordinates} could not be fetched from {asked}: {reason}",
        note="jars that were fetched already are kept, and the next run goes on from there",
        hint="look at the network, at HTTPS_PROXY and at the repository (--repository, or dist.repository of the "
        "inventory); or give a Kafka release tarball (--path, or --url and --sha512)",
    )
