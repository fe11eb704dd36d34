"""Bundles that are taken apart: what they hold gets into the cache, and nothing else does."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from hiera_kafka.dist import artifact
from hiera_kafka.dist.bundle import reading
from hiera_kafka.errors import DistError

VERSION = "3.9.77"


def _files(bundle: Path) -> dict[str, bytes]:
    with tarfile.open(bundle, "r:") as tar:
        return {member.name: tar.extractfile(member).read() for member in tar if member.isreg()}


def _write(path: Path, files: dict[str, bytes], *more: tarfile.TarInfo, sealed: bool = True) -> Path:
    """Write a bundle of these files; `sealed` makes a manifest of them, as somebody with bad intent would."""
    if sealed:
        manifest = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items() if name != "MANIFEST.sha256")
        files = {"MANIFEST.sha256": manifest.encode()} | {n: d for n, d in files.items() if n != "MANIFEST.sha256"}
    with tarfile.open(path, "w:") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        for member in more:
            tar.addfile(member)
    return path


def _member(name: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    return member


def _refused(bundle: Path, cache: Path, **options) -> str:
    with pytest.raises(DistError) as caught:
        reading.unpack(bundle, cache_directory=cache, **options)
    (found,) = caught.value.diagnostics
    assert artifact.cached(VERSION, cache) is None
    assert sorted(path.name for path in cache.glob("*") if path.name != ".lock") == []
    return f"{found.id}: {found.message}"


def test_the_cache_has_the_same_artifact_as_where_it_was_fetched(bundle, tmp_path, told):
    fetched = artifact.cached(VERSION)
    done = reading.unpack(bundle, cache_directory=tmp_path / "there", progress=told)
    found = artifact.cached(VERSION, tmp_path / "there")
    assert found.path.read_bytes() == fetched.path.read_bytes()
    assert (found.identity, found.source) == ("maven", "Maven")
    assert done == [f"Kafka {VERSION}: {found.path}"]
    assert told.said
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == sorted(
        [".lock", found.path.name, found.path.with_suffix(".json").name]
    )


def test_a_run_then_asks_nobody(bundle, request_, site, tmp_path):
    reading.unpack(bundle, cache_directory=tmp_path / "there")
    site.asked.clear()
    artifact.fetch(VERSION, request_.releases[0][1], cache=tmp_path / "there")
    assert site.asked == []


def test_unpacking_twice_changes_nothing(bundle, tmp_path):
    first = reading.unpack(bundle, cache_directory=tmp_path / "there")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "there").iterdir()}
    assert reading.unpack(bundle, cache_directory=tmp_path / "there") == first
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "there").iterdir()} == before


def test_the_sha256_of_the_whole_file_is_compared_first(bundle, tmp_path):
    digest = hashlib.sha256(bundle.read_bytes()).hexdigest()
    assert _refused(bundle, tmp_path / "there", sha256="0" * 64).startswith("artifact-checksum-wrong")
    assert reading.unpack(bundle, sha256=digest, cache_directory=tmp_path / "there")


@pytest.mark.parametrize(
    "damage", [lambda data: data[: len(data) // 2], lambda data: b"no archive", lambda data: b""], ids=["half", "other", "empty"]
)
def test_a_file_that_is_not_whole_is_refused(bundle, tmp_path, damage):
    bundle.write_bytes(damage(bundle.read_bytes()))
    assert _refused(bundle, tmp_path / "there").startswith("archive-unreadable")


def test_a_flipped_byte_is_found(bundle, tmp_path):
    data = bytearray(bundle.read_bytes())
    data[data.index(b"PK\x03\x04") + 100] ^= 1
    bundle.write_bytes(data)
    assert "SHA-256" in _refused(bundle, tmp_path / "there")


JAR = f"kafka/{VERSION}/libs/slf4j-api-1.7.36.jar"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda files: files | {JAR: b"evil"}, "slf4j-api-1.7.36.jar is not the one of the lock file"),
        (lambda files: {n: d for n, d in files.items() if n != JAR}, "slf4j-api-1.7.36.jar is missing"),
        (lambda files: files | {f"kafka/{VERSION}/libs/evil.jar": b"evil"}, "evil.jar is not the one of the lock file"),
        (lambda files: files | {f"kafka/{VERSION}/bin/kafka-topics": b"evil"}, "belongs to no release"),
        (lambda files: files | {"kafka/1.2.3/libs/evil.jar": b"evil"}, "belongs to no release"),
        (lambda files: files | {"kafka/../../escaped": b"evil"}, "manifest with the line"),
        (lambda files: files | {"/etc/escaped": b"evil"}, "manifest with the line"),
        (lambda files: {n: d for n, d in files.items() if n != "bundle.json"}, "it has no MANIFEST.sha256 or bundle.json"),
    ],
    ids=["exchanged", "missing", "added", "command", "other release", "climbing", "absolute", "undescribed"],
)  # fmt: skip
def test_files_that_no_bundle_has_are_refused_though_the_manifest_names_them(bundle, tmp_path, change, words):
    files = change(_files(bundle))
    assert words in _refused(_write(bundle, files), tmp_path / "there")
    assert not list(tmp_path.rglob("escaped"))


def test_a_file_that_the_manifest_does_not_name_is_refused(bundle, tmp_path):
    files = _files(bundle) | {"kafka/more": b"more"}
    assert "does not name before it" in _refused(_write(bundle, files, sealed=False), tmp_path / "there")


def test_a_file_that_is_missing_is_named(bundle, tmp_path):
    files = {name: data for name, data in _files(bundle).items() if name != JAR}
    assert f"{JAR} is missing" in _refused(_write(bundle, files, sealed=False), tmp_path / "there")


@pytest.mark.parametrize(
    "member",
    [_member("kafka/link"), _member(JAR), _member("kafka/hard", tarfile.LNKTYPE), _member("kafka/fifo", tarfile.FIFOTYPE)],
    ids=["link", "link in place of a jar", "hard link", "fifo"],
)
def test_links_and_devices_are_refused(bundle, tmp_path, member):
    assert _refused(_write(bundle, _files(bundle), member), tmp_path / "there").startswith("archive-unsafe")


@pytest.mark.parametrize(
    ("described", "words"),
    [
        (b"[", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "without parts"),
        (b'{"format": 1}', "without parts"),
        (b'{"format": 2, "parts": {}}', "has the form 2, and this release reads 1"),
        (b'{"format": 1, "parts": {"console": []}}', "a part 'console', which this release does not know"),
        (b'{"format": 1, "parts": {"kafka": {}}}', "no list of hashes"),
        (b'{"format": 1, "parts": {"kafka": [{"version": "3.9.77"}]}}', "without version, identity and source"),
        (b'{"format": 1, "parts": {"kafka": [{"version": "../x", "identity": "maven", "source": ""}]}}', "no Kafka release"),
        (b'{"format": 1, "parts": {"kafka": [{"version": "3.9.77", "identity": "x\\ny", "source": ""}]}}', "the identity"),
        (b'{"format": 1, "parts": {"kafka": [{"version": "3.9.78", "identity": "local", "source": ""}]}}', "asked for Kafka 3.9.78"),
    ],
)  # fmt: skip
def test_a_description_that_no_release_wrote_is_refused(bundle, tmp_path, described, words):
    files = _files(bundle) | {"bundle.json": described}
    assert words in _refused(_write(bundle, files), tmp_path / "there")


def test_a_release_from_a_tarball_keeps_the_digest_that_inventories_ask_for(bundle, tmp_path):
    files = _files(bundle)
    described = json.loads(files["bundle.json"])
    described["parts"]["kafka"][0]["identity"] = f"sha512:{'a' * 128}"
    reading.unpack(_write(bundle, files | {"bundle.json": json.dumps(described).encode()}), cache_directory=tmp_path / "t")
    wanted = artifact.SourceConfig("tarball", sha512="a" * 128)
    assert artifact.cached(VERSION, tmp_path / "t", wanted) is not None
    assert artifact.cached(VERSION, tmp_path / "t", artifact.SourceConfig("tarball", sha512="b" * 128)) is None
