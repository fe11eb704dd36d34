"""What a broker has written of itself."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.look import broker_data


def test_the_entries_of_its_file_are_read_and_comments_are_none(tmp_path: Path) -> None:
    (tmp_path / "meta.properties").write_text("#\n#Mon Nov 30\nversion=0\nbroker.id=1\ncluster.id=AbC_d-\n")
    assert broker_data.read(str(tmp_path)) == {
        "properties": {"version": "0", "broker.id": "1", "cluster.id": "AbC_d-"},
        "detail": "",
    }


def test_a_directory_that_no_broker_has_used_has_none(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        assert broker_data.read(str(path)) == {"properties": {}, "detail": ""}


def test_a_file_that_cannot_be_one_of_a_broker_says_why(tmp_path: Path) -> None:
    file = tmp_path / "meta.properties"
    file.write_text("x" * 100_000)
    assert broker_data.read(str(tmp_path)) == {"properties": {}, "detail": f"{file} has more than 65536 bytes"}
    file.unlink()
    file.mkdir()
    assert "only a regular file is read" in broker_data.read(str(tmp_path))["detail"]
