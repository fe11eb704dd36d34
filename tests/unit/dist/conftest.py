"""A real HTTP server on loopback, small real jars, and a Maven repository made of them."""

from __future__ import annotations

import io
import os
import socket
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from hiera_kafka.dist import lock
from hiera_kafka.dist.lock import LockedJar, ReleaseLock
from lib.machine.web import Site, serving

VERSION = "3.9.77"
"""A version that no lock of the package has."""


@pytest.fixture
def site() -> Iterator[Site]:
    """A server on a free port of loopback."""
    with serving(Site()) as made:
        yield made


@pytest.fixture
def unused_port() -> int:
    """A port of loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def jar_bytes(name: str, padding: int = 0) -> bytes:
    """Return a jar: one class name, and bytes that do not compress."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as jar:
        jar.writestr(zipfile.ZipInfo("META-INF/MANIFEST.MF"), f"Implementation-Title: {name}\n")
        jar.writestr(zipfile.ZipInfo("padding"), os.urandom(padding))
    return stream.getvalue()


@pytest.fixture(scope="session")
def jars() -> dict[str, bytes]:
    """Small jars by file name, one of them Kafka's."""
    names = (f"kafka_2.13-{VERSION}.jar", f"kafka-clients-{VERSION}.jar", "slf4j-api-1.7.36.jar")
    return {name: jar_bytes(name, 200_000) for name in names}


@pytest.fixture
def locked(
    jars: dict[str, bytes], site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[ReleaseLock]:
    """A lock of the small jars that the package knows, and a Maven repository at `site` that has them."""
    made = []
    for name, data in sorted(jars.items()):
        artifact, _, version = name.removesuffix(".jar").rpartition("-")
        made.append(LockedJar("org.example", artifact, version, "", "jar", sha256(data).hexdigest(), len(data)))
        site.files[f"/org/example/{artifact}/{version}/{name}"] = data
    result = ReleaseLock(VERSION, tuple(made))
    directory = tmp_path / "locks"
    directory.mkdir()
    (directory / f"kafka-{VERSION}.json").write_text(result.dumps(), "utf-8")
    monkeypatch.setattr(lock, "_directory", lambda: directory)
    lock.find.cache_clear()
    yield result
    lock.find.cache_clear()


Tarball = Callable[..., bytes]


@pytest.fixture
def tarball(jars: dict[str, bytes]) -> Tarball:
    """Make a release tarball of the small jars, with more members where a test gives them."""

    def make(*more: tuple[tarfile.TarInfo, bytes], compression: str = "gz") -> bytes:
        top = f"kafka_2.13-{VERSION}"
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode=f"w:{compression}") as tar:
            files = {f"{top}/libs/{name}": data for name, data in jars.items()}
            files |= {f"{top}/LICENSE": b"Apache\n", f"{top}/licenses/argparse-MIT": b"MIT\n"}
            files |= {f"{top}/bin/kafka-topics.sh": b"#!/bin/bash\n", f"{top}/libs/x-1.0.jar.asc": b"signature"}
            for name, data in files.items():
                member = tarfile.TarInfo(name)
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
            for member, data in more:
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
        return stream.getvalue()

    return make


class Told:
    """A Progress that remembers."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.started: list[tuple[str, int | None]] = []
        self.counted = 0

    def say(self, text: str) -> None:
        self.said.append(text)

    def start(self, what: str, total: int | None) -> None:
        self.started.append((what, total))
        self.counted = 0

    def advance(self, count: int) -> None:
        self.counted += count


@pytest.fixture
def told() -> Told:
    """A Progress to look into."""
    return Told()
