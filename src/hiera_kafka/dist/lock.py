"""Lock files: the exact jars of a Kafka version, with checksums, kept in the package.

A user's machine never resolves dependencies: what a lock names is fetched, and nothing else is accepted.
"""

from __future__ import annotations

import functools
import json
import re
import tempfile
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from hiera_kafka.dist import digest
from hiera_kafka.dist.address import without_credentials
from hiera_kafka.dist.progress import Progress, silent
from hiera_kafka.errors import Diagnostic, DistError, nearest

GROUP = "org.apache.kafka"

ROOTS = ("kafka_2.13", "kafka-tools", "kafka-shell", "connect-runtime", "connect-file", "connect-mirror")
"""Artifacts of GROUP that together need every jar of the distribution's tools."""

_VERSION = re.compile(r"[0-9]+(\.[0-9]+){2}")
_NAME = re.compile(r"kafka-(?P<version>[0-9.]+)\.json")


@dataclass(frozen=True, slots=True)
class LockedJar:
    """One jar: its Maven coordinates, SHA-256 as lower-case hexadecimal, and size in bytes."""

    group: str
    artifact: str
    version: str
    classifier: str
    packaging: str
    sha256: str
    size: int

    @property
    def filename(self) -> str:
        """Name of the jar in `libs/`."""
        classifier = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{classifier}.{self.packaging}"

    @property
    def path(self) -> str:
        """Where a Maven repository has it."""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.filename}"

    @property
    def coordinates(self) -> str:
        """The name people know it by."""
        return f"{self.group}:{self.artifact}:{self.version}"


@dataclass(frozen=True, slots=True)
class ReleaseLock:
    """The jars of one Kafka version.

    Attributes:
        version: Version of Kafka.
        jars: Every jar, sorted by file name.
        tarball_sha512: SHA-512 of Apache's release tarball, None where it is not known for certain.
    """

    version: str
    jars: tuple[LockedJar, ...]
    tarball_sha512: str | None = None

    @property
    def size(self) -> int:
        """Bytes of all jars."""
        return sum(jar.size for jar in self.jars)

    def dumps(self) -> str:
        """Return the text of the lock file."""
        document = {
            "version": self.version,
            "tarball_sha512": self.tarball_sha512,
            "jars": [asdict(jar) for jar in self.jars],
        }
        return json.dumps(document, indent=1) + "\n"

    @classmethod
    def loads(cls, text: str) -> ReleaseLock:
        """Return the lock that `dumps` wrote."""
        document: dict[str, Any] = json.loads(text)
        jars = tuple(LockedJar(**jar) for jar in document["jars"])
        return cls(document["version"], jars, document.get("tarball_sha512"))


def known_versions() -> list[str]:
    """Return the versions that have a lock, oldest first."""
    names = (_NAME.fullmatch(entry.name) for entry in _directory().iterdir())
    return sorted((name["version"] for name in names if name), key=version_key)


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions sort by."""
    return tuple(int(part) for part in version.split("."))


@functools.cache
def find(version: str) -> ReleaseLock | None:
    """Return the lock of `version`, None when the package has none."""
    if version not in known_versions():
        return None
    return ReleaseLock.loads((_directory() / f"kafka-{version}.json").read_text("utf-8"))


def load(version: str) -> ReleaseLock:
    """Return the lock of `version`.

    Raises:
        DistError: `kafka-version-unknown` when the package has none.
    """
    lock = find(version)
    if lock is None:
        raise DistError(unknown(version))
    return lock


def unknown(version: str) -> Diagnostic:
    """Return the Diagnostic for a version that has no lock."""
    known = known_versions()
    near = nearest(version, known)
    meant = f"did you mean {near}? Otherwise give" if near else "give"
    return Diagnostic(
        "kafka-version-unknown",
        f"no lock file for Kafka {version!r}; versions with one: {', '.join(known)}",
        hint=f"{meant} a release tarball with its SHA-512 (--url and --sha512), or a local one (--path)",
    )


def check_version(version: str) -> None:
    """Refuse what is no release number, since it becomes part of file names.

    Raises:
        DistError: `kafka-version-invalid`.
    """
    if not _VERSION.fullmatch(version):
        raise DistError(
            Diagnostic(
                "kafka-version-invalid",
                f"{version!r} is no Kafka release; a release is three numbers, such as {known_versions()[-1]}",
                hint="write the version as its release is named",
            )
        )


def resolve(version: str, progress: Progress = silent, repository: str | None = None) -> ReleaseLock:
    """Ask a Maven repository for every jar that Kafka `version` needs, and return the lock of them.

    This is for maintainers: it fetches every jar once to learn its digest.

    Args:
        version: A release such as `3.9.2`.
        progress: Receives what is fetched.
        repository: URL of the repository, None for Maven Central.

    Raises:
        DistError: `maven-unresolved` when coordinates are missing or the network is.
    """
    from jgo.maven import MavenContext  # noqa: PLC0415 - slow to import, and only maintainers come here

    from hiera_kafka.dist import sessions  # noqa: PLC0415 - as above

    check_version(version)
    remote = {"given": repository.rstrip("/")} if repository else None
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-lock-") as scratch, sessions.in_place_of_requests():
        context = MavenContext(repo_cache=Path(scratch), local_repos=[], remote_repos=remote)
        progress.say(f"resolving {', '.join(ROOTS)} of Kafka {version}")
        try:
            roots = [context.create_dependency(f"{GROUP}:{name}:{version}") for name in ROOTS]
            inputs, others = context.resolver.resolve(roots)
            found = {dependency.artifact.key: dependency.artifact for dependency in (*inputs, *others)}
            jars = []
            for artifact in found.values():
                progress.say(f"fetching {artifact.filename}")
                path = artifact.resolve()
                jars.append(
                    LockedJar(
                        artifact.groupId,
                        artifact.artifactId,
                        artifact.version,
                        artifact.classifier or "",
                        artifact.packaging,
                        digest.of_file(path),
                        path.stat().st_size,
                    )
                )
        except (OSError, RuntimeError) as error:
            # jgo names addresses as they were given.
            text = str(error).replace(repository, without_credentials(repository)) if repository else str(error)
            raise DistError(
                Diagnostic(
                    "maven-unresolved",
                    f"Kafka {version} could not be resolved: {text}",
                    hint="look whether that version is released on Maven Central, and whether this machine reaches it",
                )
            ) from error
    return ReleaseLock(version, tuple(sorted(jars, key=lambda jar: jar.filename)))


def _directory() -> Any:
    return resources.files("hiera_kafka.dist") / "locks"
