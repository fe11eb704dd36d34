"""What files there are."""

from __future__ import annotations

from hiera_kafka.hiera.hierarchy.file_index import FileIndex


def test_the_file_system_is_asked_once(tmp_path):
    tree, file = FileIndex(), tmp_path / "a.yaml"
    assert not tree.exists(str(file))
    assert tree.glob(f"{tmp_path}/*.yaml") == []
    file.write_text("")
    assert not tree.exists(str(file))
    assert tree.glob(f"{tmp_path}/*.yaml") == []
    assert FileIndex().exists(str(file))
    assert FileIndex().glob(f"{tmp_path}/*.yaml") == [str(file)]
