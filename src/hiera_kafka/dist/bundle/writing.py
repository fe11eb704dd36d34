"""Makes a bundle: everything is fetched and checked first, then the file is written whole or not at all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hiera_kafka import __version__
from hiera_kafka.dist import cache, digest, disk, pack
from hiera_kafka.dist.bundle.contents import DESCRIPTION, FORMAT, BundleRequest
from hiera_kafka.dist.bundle.parts import PARTS
from hiera_kafka.dist.pack import Content
from hiera_kafka.dist.progress import Progress, silent
from hiera_kafka.errors import Diagnostic, DistError
from hiera_kafka.files import atomic


@dataclass(frozen=True, slots=True)
class WrittenBundle:
    """A bundle that was written.

    Attributes:
        path: The file.
        sha256: Its SHA-256, to be compared on the other side.
        size: Its size in bytes.
        about: What bundle.json says of it.
    """

    path: Path
    sha256: str
    size: int
    about: Mapping[str, Any]


def write(path: Path, request: BundleRequest, parts: Sequence[str], progress: Progress = silent) -> WrittenBundle:
    """Fetch what a request needs, and write it to one file, in place of any that is there.

    Args:
        path: The file; its directory has room for all of it twice.
        request: What is needed.
        parts: Names of the parts to hold, of PARTS.
        progress: Receives what is done.

    Raises:
        DistError: Something could not be had, or the file not be written.
    """
    try:
        # Beside the file, where there must be room for it anyway; what /tmp is on may be small.
        with tempfile.TemporaryDirectory(prefix=f".{path.name[:50]}.", dir=path.parent) as directory:
            files, about = _collect(request, parts, Path(directory), progress)
            size = sum(disk_size(content) for content in files.values())
            disk.require(path.parent, size)
            progress.say(f"writing {path}")
            with atomic.replacing(path, mode=cache.MODE) as stream:
                pack.write(stream, files)
    except OSError as error:
        if disk.is_full(error):
            raise disk.full(path.parent, 1) from error
        raise DistError(
            Diagnostic(
                "file-not-writable",
                f"cannot write {path}: {error.strerror or error}",
                hint="name a file in a directory of your own with room on its disk",
            )
        ) from error
    return WrittenBundle(path, digest.of_file(path), path.stat().st_size, about)


def _collect(
    request: BundleRequest, parts: Sequence[str], staging: Path, progress: Progress
) -> tuple[dict[str, Content], dict[str, Any]]:
    files: dict[str, Content] = {}
    about: dict[str, Any] = {"format": FORMAT, "hiera_kafka": __version__, "parts": {}}
    for part in PARTS.values():
        if part.name in parts:
            (staging / part.name).mkdir()
            made = part.collect(request, staging / part.name, progress)
            files |= {f"{part.name}/{path}": content for path, content in made.files.items()}
            about["parts"][part.name] = list(made.about)
    text = f"{json.dumps(about, indent=1)}\n".encode()
    files[DESCRIPTION] = Content(text, digest.sha256_of(text))
    return dict(sorted(files.items(), key=lambda item: (item[0] != DESCRIPTION, item[0].encode()))), about


def disk_size(content: Content) -> int:
    """Return the bytes of a content."""
    return len(content.source) if isinstance(content.source, bytes) else content.source.stat().st_size
