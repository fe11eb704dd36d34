"""What a bundle is asked to hold, and how a part of one is described.

    MANIFEST.sha256           SHA-256 of every other file, as `sha256sum --check` reads it
    bundle.json               versions: of this form, of hiera-kafka, of what each part holds
    <part>/...                the files of each part

It is an uncompressed tar, whose bytes follow from its contents alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hiera_kafka.dist.pack import Content
from hiera_kafka.dist.progress import Progress
from hiera_kafka.dist.source import SourceConfig

FORMAT = 1
"""Version of the form of bundles; one that is newer is refused."""

DESCRIPTION = "bundle.json"


@dataclass(frozen=True, slots=True)
class BundleRequest:
    """What runs on the other side will need.

    Attributes:
        releases: Version of Kafka and where it may come from.
        local: Whether services run on the machine that hiera-kafka runs on, which then needs a Java.
        packages: Packages of Debian that roles install on hosts.
        debian: Code names of the Debian releases of these hosts.
        mirror: URL of a mirror of Debian, None for the package sources of this machine.
    """

    releases: tuple[tuple[str, SourceConfig], ...]
    local: bool = False
    packages: tuple[str, ...] = ()
    debian: tuple[str, ...] = ()
    mirror: str | None = None


@dataclass(frozen=True, slots=True)
class PartContents:
    """What a part puts into a bundle.

    Attributes:
        files: Path below the directory of the part to content.
        about: JSON-able entries of bundle.json, one for each release, wheel or list.
    """

    files: Mapping[str, Content]
    about: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files of a part that were taken out of a bundle and compared with its manifest.

    Attributes:
        directory: Where they lie, below a directory named like the part.
        files: Path below the directory of the part to SHA-256.
        about: What bundle.json says of them; it is not trusted.
        archive: The bundle, for messages.
    """

    directory: Path
    files: Mapping[str, str]
    about: Sequence[Mapping[str, Any]] = field(default=())
    archive: Path = Path()


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing in a bundle; the directory of its files has its name.

    Attributes:
        name: Its name.
        holds: What it holds, for people.
        wanted: Whether a bundle has it that nobody chose the parts of.
        collect: Fetches what the request needs. Takes the request, an empty directory to work in, and a progress.
        take: Puts its files into the cache, and returns a sentence for each thing that is there now. Takes the files,
            the cache directory, which is locked, and a progress. None where others read the files from the bundle.
    """

    name: str
    holds: str
    wanted: Callable[[BundleRequest], bool]
    collect: Callable[[BundleRequest, Path, Progress], PartContents]
    take: Callable[[Unpacked, Path, Progress], Sequence[str]] | None = None
