"""Digests."""

from __future__ import annotations

import hashlib

from hiera_kafka.dist import digest


def test_a_file_and_its_bytes_have_the_same_digest(tmp_path):
    data = bytes(range(256)) * 5000
    (tmp_path / "file").write_bytes(data)
    assert digest.of_file(tmp_path / "file") == digest.sha256_of(data) == hashlib.sha256(data).hexdigest()
    assert digest.of_file(tmp_path / "file", "sha512") == hashlib.sha512(data).hexdigest()
