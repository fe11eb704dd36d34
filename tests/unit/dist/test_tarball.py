"""Tarballs and directories: what is taken out of them, and what is refused."""

from __future__ import annotations

import dataclasses
import hashlib
import tarfile

import pytest

from hiera_kafka.dist import tarball as under_test
from hiera_kafka.errors import DistError

TOP = "kafka_2.13-3.9.77"


def _member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


@pytest.mark.parametrize("compression", ["gz", "xz", "bz2", ""])
def test_only_jars_and_licences_are_taken(tarball, jars, tmp_path, compression):
    archive = tmp_path / "kafka.tar"
    archive.write_bytes(tarball(compression=compression))
    found = under_test.unpack(archive, tmp_path)
    assert sorted(found) == sorted([*(f"libs/{name}" for name in jars), "LICENSE", "licenses/argparse-MIT"])
    for name, data in jars.items():
        content = found[f"libs/{name}"]
        assert content.source.read_bytes() == data
        assert content.sha256 == hashlib.sha256(data).hexdigest()
        assert content.mode == 0o644


def test_jars_of_tests_and_sources_are_left_out(tarball, tmp_path):
    archive = tmp_path / "kafka.tgz"
    archive.write_bytes(tarball((_member(f"{TOP}/libs/kafka_2.13-3.9.77-test.jar"), b"PK")))
    assert not [name for name in under_test.unpack(archive, tmp_path) if "test" in name]


@pytest.mark.parametrize(
    "member",
    [
        _member(f"{TOP}/libs/../../../escaped.jar"),
        _member("../escaped.jar"),
        _member("/etc/escaped.jar"),
        _member(f"{TOP}/libs/evil.jar", tarfile.SYMTYPE, "/etc/passwd"),
        _member(f"{TOP}/libs/evil.jar", tarfile.LNKTYPE, "/etc/passwd"),
        _member(f"{TOP}/libs/evil.jar", tarfile.CHRTYPE),
        _member(f"{TOP}/libs/evil.jar", tarfile.FIFOTYPE),
        _member(f"{TOP}/libs/slf4j-api-1.7.36.jar"),
    ],
    ids=["climbing", "above", "absolute", "symlink", "hard link", "device", "fifo", "twice"],
)
def test_an_archive_that_tries_to_lead_elsewhere_is_refused(tarball, tmp_path, member):
    archive = tmp_path / "in" / "kafka.tgz"
    archive.parent.mkdir()
    archive.write_bytes(tarball((member, b"")))
    staging = tmp_path / "a" / "b"
    staging.mkdir(parents=True)
    with pytest.raises(DistError) as caught:
        under_test.unpack(archive, staging)
    assert caught.value.diagnostics[0].id == "archive-unsafe"
    assert not list(tmp_path.rglob("escaped.jar"))
    assert not list(tmp_path.rglob("evil.jar"))


def test_an_archive_that_unpacks_to_too_much_is_refused(tarball, tmp_path, monkeypatch):
    monkeypatch.setattr(under_test, "_RELEASE", dataclasses.replace(under_test._RELEASE, unpacked=300_000))
    archive = tmp_path / "kafka.tgz"
    archive.write_bytes(tarball())
    with pytest.raises(DistError, match="holds more than"):
        under_test.unpack(archive, tmp_path)


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: b"no archive", lambda data: b""])
def test_a_file_that_is_no_whole_archive_is_reported(tarball, tmp_path, damage):
    archive = tmp_path / "kafka.tgz"
    archive.write_bytes(damage(tarball()))
    with pytest.raises(DistError) as caught:
        under_test.unpack(archive, tmp_path)
    assert caught.value.diagnostics[0].id == "archive-unreadable"


@pytest.mark.parametrize("layout", ["libs", "."])
def test_a_directory_of_a_release_or_of_jars_is_read_in_place(jars, tmp_path, layout):
    place = tmp_path / "kafka" / layout
    place.mkdir(parents=True)
    for name, data in jars.items():
        (place / name).write_bytes(data)
    (tmp_path / "kafka" / "NOTICE").write_text("notice")
    found = under_test.local(tmp_path / "kafka", None, tmp_path)
    assert sorted(found) == sorted(["NOTICE", *(f"libs/{name}" for name in jars)])


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir()], ids=["missing", "empty"])
def test_a_path_without_jars_is_reported(tmp_path, make):
    make(tmp_path / "kafka")
    with pytest.raises(DistError) as caught:
        under_test.local(tmp_path / "kafka", None, tmp_path)
    assert caught.value.diagnostics[0].id == "artifact-path-missing"


def test_a_local_tarball_with_another_sha512_is_refused(tarball, tmp_path):
    archive = tmp_path / "kafka.tgz"
    archive.write_bytes(tarball())
    with pytest.raises(DistError) as caught:
        under_test.local(archive, "0" * 128, tmp_path)
    assert caught.value.diagnostics[0].id == "artifact-checksum-wrong"
    assert not (tmp_path / "unpacked").exists()
    assert under_test.local(archive, hashlib.sha512(archive.read_bytes()).hexdigest(), tmp_path)


def test_a_download_whose_beginning_was_of_another_file_is_made_again(tarball, site, told, tmp_path):
    data = tarball()
    sha512 = hashlib.sha512(data).hexdigest()
    site.files["/kafka.tgz"] = data
    (tmp_path / f"{sha512[:32]}.part").write_bytes(b"of another file")
    found = under_test.download(
        f"{site.url}/kafka.tgz", sha512, tmp_path, shown="kafka.tgz", timeout_s=(3, 30), progress=told
    )
    assert found.read_bytes() == data
    assert told.said == ["kafka.tgz does not fit what was there from an earlier run: downloading it again"]


def test_a_download_with_another_sha512_is_refused_and_leaves_nothing(tarball, site, tmp_path):
    site.files["/kafka.tgz"] = tarball()
    with pytest.raises(DistError) as caught:
        under_test.download(f"{site.url}/kafka.tgz", "0" * 128, tmp_path, shown="kafka.tgz", timeout_s=(3, 30))
    assert caught.value.diagnostics[0].id == "artifact-checksum-wrong"
    assert not list(tmp_path.iterdir())
