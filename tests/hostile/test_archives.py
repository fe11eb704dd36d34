"""Small archives that are made to take all memory or time: refused, within 256 MiB and 20 seconds of one processor."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

UNPACK = Path(__file__).with_name("unpack.py")
GIB, BLOCK = 2**30, 512
TOP = "kafka_2.13-3.9.2"


def header(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    member = tarfile.TarInfo(name)
    member.size, member.type = size, kind
    return member.tobuf(tarfile.GNU_FORMAT)


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % BLOCK)


def pax(text: bytes, kind: bytes = tarfile.XHDTYPE) -> bytes:
    return header("pax", len(text), kind) + padded(text)


def record(key: str, value: str) -> bytes:
    length = next(n for n in range(1000) if len(f"{n} {key}={value}\n") == n)
    return f"{length} {key}={value}\n".encode()


def many_zeros(size: int) -> bytes:
    """Return a gzip stream of zeros, in which members of a MiB each say that they go on."""
    mib = gzip.compress(bytes(2**20), 9)
    return mib * (size // 2**20)


FILE = header(f"{TOP}/LICENSE", 2) + padded(b"ok")
NAMES = {"long-name": tarfile.GNUTYPE_LONGNAME, "long-link": tarfile.GNUTYPE_LONGLINK, "pax": tarfile.XHDTYPE,
         "pax-of-all": tarfile.XGLTYPE, "pax-of-solaris": tarfile.SOLARIS_XHDTYPE}  # fmt: skip

PLAIN = {
    "negative-header": header("x", -1024, tarfile.GNUTYPE_LONGNAME),
    "negative-file": header(f"{TOP}/libs/a.jar", -1024),
    "negative-by-pax": pax(record("size", "-4096")) + header(f"{TOP}/libs/a.jar", 0),
    "file-of-exbibytes": header(f"{TOP}/libs/a.jar", 2**62),
    "holes-of-gnu": header(f"{TOP}/libs/a.jar", 0, tarfile.GNUTYPE_SPARSE),
    "holes-0.1": pax(record("GNU.sparse.map", "0,1") + record("GNU.sparse.size", "1")) + header(f"{TOP}/libs/a.jar", 0),
    "holes-1.0": pax(record("GNU.sparse.major", "1") + record("GNU.sparse.minor", "0"))
    + header(f"{TOP}/libs/a.jar", 0),
    "headers-without-end": pax(record("path", "x")) * 20_000,
    "members-without-end": header("x", 0) * 200_000,
}


def outcome(archive: Path, where: str) -> str:
    command = [sys.executable, str(UNPACK), where, str(archive)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


@pytest.mark.parametrize("name", NAMES)
def test_a_header_of_2_gib_is_refused_unread(tmp_path, name):
    archive = tmp_path / "kafka.tgz"
    archive.write_bytes(gzip.compress(header("x", 2 * GIB - BLOCK, NAMES[name])) + many_zeros(2 * GIB))

    assert archive.stat().st_size < 4 * 2**20
    assert outcome(archive, "control-node") == "archive-unsafe"


@pytest.mark.parametrize("name", NAMES)
def test_a_header_of_2_gib_is_refused_on_the_host(tmp_path, name):
    archive = tmp_path / "kafka.tar"
    archive.write_bytes(header("x", 2 * GIB - BLOCK, NAMES[name]))
    with archive.open("r+b") as file:
        file.truncate(2 * GIB)

    assert outcome(archive, "host") == "artifact-unsafe"


@pytest.mark.parametrize("case", PLAIN)
@pytest.mark.parametrize("where", ["control-node", "host"])
def test_headers_that_lie_are_refused(tmp_path, where, case):
    archive = tmp_path / "kafka.tar"
    archive.write_bytes(FILE + PLAIN[case] + bytes(20 * BLOCK))

    assert outcome(archive, where) == {"control-node": "archive-unsafe", "host": "artifact-unsafe"}[where]


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress], ids=["gzip", "bzip2", "xz"])
def test_what_unpacks_to_more_than_a_release_is_refused_unpacked(tmp_path, compress):
    archive = tmp_path / "kafka.tar.x"
    many = io.BytesIO()
    for number in range(3):
        many.write(compress(header(f"{TOP}/libs/{number}.jar", GIB)))
    archive.write_bytes(compress(header(f"{TOP}/libs/a.jar", 3 * GIB)) + many.getvalue())

    assert outcome(archive, "control-node") == "archive-unsafe"
