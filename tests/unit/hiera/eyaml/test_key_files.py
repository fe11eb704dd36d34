"""Files with secrets are private from their first byte, and never half written."""

from __future__ import annotations

import os
import stat

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.eyaml import key_files


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_has_its_mode_whatever_the_mask_allows(tmp_path):
    before = os.umask(0)
    try:
        key_files.write_new(tmp_path / "keys" / "private", b"x", 0o600)
    finally:
        os.umask(before)
    assert mode(tmp_path / "keys" / "private") == 0o600
    assert mode(tmp_path / "keys") == 0o700


@pytest.mark.parametrize("link", [False, True])
def test_a_file_that_exists_is_not_written_over_nor_is_a_link_followed(tmp_path, link, ids):
    path, other = tmp_path / "key", tmp_path / "other"
    if link:
        path.symlink_to(other)
    else:
        path.write_bytes(b"old")
    with pytest.raises(HieraError) as caught:
        key_files.write_new(path, b"new", 0o600)
    assert ids(caught) == ["eyaml-file"]
    assert not other.exists()


def test_a_file_is_replaced_as_a_whole_and_keeps_its_mode(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("old")
    path.chmod(0o640)
    key_files.replace(path, "new")
    assert (path.read_text(), mode(path)) == ("new", 0o640)
    key_files.replace(tmp_path / "b.yaml", "first")
    assert mode(tmp_path / "b.yaml") == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def test_a_link_to_a_file_stays_one(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    key_files.replace(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_what_cannot_be_written_is_an_error(tmp_path, ids):
    (tmp_path / "file").write_text("")
    for work in (lambda p: key_files.replace(p, "x"), lambda p: key_files.write_new(p, b"x", 0o600)):
        with pytest.raises(HieraError) as caught:
            work(tmp_path / "file" / "below")
        assert ids(caught) == ["eyaml-file"]
