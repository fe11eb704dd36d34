"""Writes an artifact: an uncompressed tar whose bytes follow from its contents alone."""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hiera_kafka.dist import digest, launchers
from hiera_kafka.errors import Diagnostic, DistError

MANIFEST = "MANIFEST.sha256"
_KAFKA_JAR = re.compile(r"kafka_[0-9.]+-(?P<version>[0-9]+(\.[0-9]+)+)\.jar")


@dataclass(frozen=True, slots=True)
class Content:
    """One file of an artifact: its bytes, or where they lie, with their SHA-256."""

    source: Path | bytes
    sha256: str
    mode: int = 0o644

    @classmethod
    def of_path(cls, path: Path) -> Content:
        """Return the content of the file at `path`, hashed now."""
        return cls(path, digest.of_file(path))


def contents(version: str, files: Mapping[str, Content]) -> dict[str, Content]:
    """Return all that belongs into the artifact, sorted by path.

    Args:
        version: Version of Kafka that the jars must be of.
        files: Relative path to content: jars in `libs/`, licences. Our own commands are added.

    Raises:
        DistError: `artifact-not-kafka` when the jars are of another version, or none of Kafka.
    """
    names = (_KAFKA_JAR.fullmatch(path.removeprefix("libs/")) for path in files)
    found = sorted({match["version"] for match in names if match})
    if found != [version]:
        there = f"Kafka {', '.join(found)}" if found else "no kafka_<scala version>-<version>.jar"
        raise DistError(
            Diagnostic(
                "artifact-not-kafka",
                f"asked for Kafka {version}, but found {there} among {len(files)} files",
                hint="give the binary release (kafka_2.13-<version>.tgz, not the sources) of the version you ask for",
            )
        )
    ours = {
        path: Content(data, digest.sha256_of(data), mode) for path, (data, mode) in launchers.files(version).items()
    }
    return dict(sorted({**files, **ours}.items(), key=lambda item: item[0].encode()))


def manifest(files: Mapping[str, Content]) -> bytes:
    """Return the manifest, in the format that `sha256sum --check` reads."""
    return "".join(f"{content.sha256}  {path}\n" for path, content in files.items()).encode()


def write(stream: BinaryIO, files: Mapping[str, Content]) -> None:
    """Write the tar: same files, same bytes, on every machine and at any time.

    Raises:
        OSError: When `stream` cannot take it.
    """
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for directory in sorted({parent.as_posix() for path in files for parent in Path(path).parents} - {"."}):
            tar.addfile(_member(directory, 0o755, tarfile.DIRTYPE))
        _add(tar, MANIFEST, manifest(files), 0o644)
        for path, content in files.items():
            if isinstance(content.source, bytes):
                _add(tar, path, content.source, content.mode)
            else:
                with content.source.open("rb") as source:
                    member = _member(path, content.mode)
                    member.size = content.source.stat().st_size
                    tar.addfile(member, source)


def jars_in(tar_path: Path, wanted: Iterable[str]) -> Iterable[tuple[str, bytes]]:
    """Yield SHA-256 and bytes of those jars of an artifact that are wanted, by SHA-256, and are what they should be.

    Raises:
        OSError: When it cannot be read.
        tarfile.TarError: When it is damaged.
    """
    searched = set(wanted)
    with tarfile.open(tar_path, "r:") as tar:
        for member in tar:
            if member.isreg() and member.name.startswith("libs/"):
                stream = tar.extractfile(member)
                data = stream.read() if stream else b""
                sha256 = digest.sha256_of(data)
                if sha256 in searched:
                    yield sha256, data


def _add(tar: tarfile.TarFile, path: str, data: bytes, mode: int) -> None:
    member = _member(path, mode)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))


def _member(path: str, mode: int, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    member = tarfile.TarInfo(path)
    member.type, member.mode, member.mtime = kind, mode, 0
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member
