"""Which ways lead to Kafka, in which order, and what each of them is called in the cache."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from hiera_kafka.dist import lock, maven, tarball
from hiera_kafka.dist.address import without_credentials
from hiera_kafka.dist.pack import Content
from hiera_kafka.dist.progress import Progress
from hiera_kafka.errors import Diagnostic, DistError

SourceName = Literal["auto", "maven", "tarball", "local"]

DEFAULT_URL = "https://archive.apache.org/dist/kafka/{version}/kafka_2.13-{version}.tgz"
"""Where Apache keeps every release."""

MAVEN = "maven"
"""Identity of the jars of a lock, whichever repository or bundle they came from."""

LOCAL = "local"
"""Identity of everything that came from a path."""

_SHA512 = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """Where Kafka is to come from.

    Attributes:
        source: `auto` tries what is possible in turn: tarball, then Maven; a given `path` is then the only way.
        url: Where release tarballs are; `{version}` is replaced.
        sha512: Digest that the tarball must have, as hexadecimal; needed for the tarball, optional with `path`.
        path: Local tarball, or directory of an unpacked release or of its jars.
        repository: URL of a Maven repository to use in place of Maven Central.
        connect_timeout_s: Seconds that connecting to a tarball's server may take.
        read_timeout_s: Seconds that a server may be silent.
    """

    source: SourceName = "auto"
    url: str = DEFAULT_URL
    sha512: str | None = None
    path: Path | None = None
    repository: str | None = None
    connect_timeout_s: float = 3.0
    read_timeout_s: float = 30.0

    @property
    def reads_path(self) -> bool:
        """Whether Kafka is taken from a path on this machine."""
        return self.source == "local" or (self.source == "auto" and self.path is not None)


class Way(Protocol):
    """One way to the files of a version."""

    @property
    def label(self) -> str:
        """What people call it, without secrets."""

    @property
    def identity(self) -> str:
        """What its result is called in the cache: the same identity stands for the same jars, but for LOCAL."""

    def bring(self, staging: Path, progress: Progress) -> dict[str, Content]:
        """Return jars and licences by relative path; what it leaves in `staging` helps the next run."""


@dataclass(frozen=True, slots=True)
class Maven:
    """The jars of a lock, from a Maven repository."""

    lock: lock.ReleaseLock
    config: SourceConfig
    label: str = "Maven"
    identity: str = MAVEN

    def bring(self, staging: Path, progress: Progress) -> dict[str, Content]:
        """Fetch what is missing."""
        jars = maven.fetch(
            self.lock,
            staging,
            repository=self.config.repository,
            timeout_s=int(self.config.read_timeout_s),
            progress=progress,
        )
        return {f"libs/{jar.filename}": Content(path, jar.sha256) for jar, path in jars}


@dataclass(frozen=True, slots=True)
class Tarball:
    """A release tarball by URL."""

    url: str
    sha512: str
    config: SourceConfig

    @property
    def label(self) -> str:
        """The URL without user and password."""
        return f"tarball {without_credentials(self.url)}"

    @property
    def identity(self) -> str:
        """The digest that it must have."""
        return f"sha512:{self.sha512}"

    def bring(self, staging: Path, progress: Progress) -> dict[str, Content]:
        """Download, check, unpack."""
        archive = tarball.download(
            self.url,
            self.sha512,
            staging,
            shown=without_credentials(self.url),
            timeout_s=(self.config.connect_timeout_s, self.config.read_timeout_s),
            progress=progress,
        )
        return tarball.unpack(archive, staging)


@dataclass(frozen=True, slots=True)
class Local:
    """A tarball or directory on this machine."""

    path: Path
    sha512: str | None

    @property
    def label(self) -> str:
        """Its path."""
        return f"local {self.path}"

    @property
    def identity(self) -> str:
        """LOCAL: the file may have changed."""
        return LOCAL

    def bring(self, staging: Path, progress: Progress) -> dict[str, Content]:
        """Check and unpack, or read the directory."""
        progress.say(f"reading {self.path}")
        return tarball.local(self.path, self.sha512, staging)


def plan(version: str, config: SourceConfig) -> tuple[list[Way], list[str]]:
    """Return the ways to try in order, and one sentence for each that is left out.

    Raises:
        DistError: `dist-option-missing`, `dist-option-invalid`, or `kafka-version-unknown` when no way is left.
    """
    sha512 = _sha512(config)
    locked = lock.find(version)
    if config.reads_path:
        if config.path is None:
            raise DistError(_missing("local", "--path", "the tarball or directory"))
        return [Local(config.path, sha512)], []
    expected = sha512 or (locked.tarball_sha512 if locked else None)
    ways: list[Way] = []
    skipped: list[str] = []
    if config.source in ("auto", "tarball"):
        if expected:
            ways.append(Tarball(config.url.replace("{version}", version), expected, config))
        elif config.source == "tarball":
            raise DistError(_missing("tarball", "--sha512", "the SHA-512 that Apache publishes beside the release"))
        else:
            skipped.append("tarball left out: its SHA-512 was not given (--sha512)")
    if config.source in ("auto", "maven"):
        if locked:
            ways.append(Maven(locked, config))
        else:
            skipped.append(f"Maven left out: no lock file for Kafka {version}")
    if not ways:
        raise DistError(lock.unknown(version))
    return ways, skipped


def _sha512(config: SourceConfig) -> str | None:
    if config.sha512 is None:
        return None
    # Apache publishes it in upper case, in groups: "ABCD 0123 ...".
    plain = "".join(config.sha512.split()).lower()
    if not _SHA512.fullmatch(plain):
        raise DistError(
            Diagnostic(
                "dist-option-invalid",
                f"--sha512 takes 128 hexadecimal digits, but has {len(plain)} characters: {plain[:20]!r}...",
                hint="copy the digest from the .sha512 file beside the release, without the file name",
            )
        )
    return plain


def _missing(source: str, option: str, what: str) -> Diagnostic:
    return Diagnostic(
        "dist-option-missing",
        f"--source {source} needs {option}: {what}",
        hint=f"add {option}, or leave --source out",
    )
