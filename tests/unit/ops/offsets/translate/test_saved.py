"""The file of saved translations."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.ops.offsets.translate.saved import Picture, read_picture, standard_path, time_text, write_picture


def _picture(path: Path) -> Picture:
    return Picture(path, 1_767_225_600_123, "a", "id-a", "b", "id-b", {"app": {"t": [3, 0]}}, {"t": "first"})


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "new/directory/saved.json"
    write_picture(_picture(path))
    found = read_picture(path)

    assert found == _picture(path)
    assert found.topics("app") == {"t"}
    assert found.offsets("app", "t") == {TopicPartition("t", 0): 3, TopicPartition("t", 1): 0}
    assert found.offsets("app", "u") is None
    assert found.topics("other") == set()
    assert [entry.name for entry in path.parent.iterdir()] == ["saved.json"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"format": 0}, "format: Input should be greater than or equal to 1"),
        ({"topic_ids": {"t": 1}}, "topic_ids.t: Input should be a valid string"),
        ({"more": 1}, "more: Extra inputs are not permitted"),
        ({"groups": {"app": {"t": [-1]}}}, "groups.app.t.0: Input should be greater than or equal to 0"),
        ({"groups": {"app": {"t": ["1"]}}}, "groups.app.t.0: Input should be a valid integer"),
    ],
)
def test_another_form_is_refused(tmp_path: Path, change: dict[str, object], complaint: str) -> None:
    path = tmp_path / "saved.json"
    write_picture(_picture(path))
    path.write_text(json.dumps(json.loads(path.read_text()) | change))

    with pytest.raises(HieraKafkaError) as caught:
        read_picture(path)
    assert "translation-invalid" in str(caught.value)
    assert complaint in str(caught.value)


def test_a_file_of_an_older_version_is_read_without_ids_of_topics(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    write_picture(_picture(path))
    old = {name: value for name, value in json.loads(path.read_text()).items() if name != "topic_ids"}
    path.write_text(json.dumps({**old, "format": 1}))

    assert read_picture(path) == replace(_picture(path), topic_ids={})


@pytest.mark.parametrize(
    ("topic", "now", "shown"),
    [
        ("t", {"t": "first"}, None),
        ("t", {"t": "second"}, "t was made again since: it had id first in b and has id second"),
        ("t", {}, None),  # brokers that are too old to say
        ("u", {"u": "second"}, None),
    ],
)
def test_a_topic_that_was_made_again_is_told_by_its_id(topic: str, now: dict[str, str], shown: str | None) -> None:
    assert _picture(Path("saved.json")).recreated(topic, now) == shown


def test_what_is_no_json_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "saved.json").write_text("{")
    with pytest.raises(HieraKafkaError, match="translation-invalid"):
        read_picture(tmp_path / "saved.json")
    with pytest.raises(HieraKafkaError, match="No such file"):
        read_picture(tmp_path / "none.json")


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "saved.json"
    write_picture(_picture(path))
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(HieraKafkaError, match="translation-not-writable"):
        write_picture(_picture(path))
    assert read_picture(path) == _picture(path)


def test_each_pair_of_clusters_has_a_file_of_its_own() -> None:
    found = standard_path({"XDG_STATE_HOME": "/state"}, "a", "b")
    assert found == Path("/state/hiera-kafka/translations/a_to_b.json")


def test_a_relative_state_home_counts_as_none() -> None:
    found = standard_path({"XDG_STATE_HOME": "state", "HOME": "/home/u"}, "a", "b")
    assert found == Path("/home/u/.local/state/hiera-kafka/translations/a_to_b.json")


def test_any_time_can_be_shown() -> None:
    assert time_text(1_767_225_600_123) == "2026-01-01T00:00:00.123Z"
    assert time_text(2**62) == f"{2**62} ms after 1970"


def test_a_file_of_a_newer_version_is_refused_as_such(tmp_path: Path) -> None:
    path = tmp_path / "later.json"
    path.write_text(json.dumps({"format": 3, "groups": "are written otherwise by now"}))
    with pytest.raises(HieraKafkaError, match=f"{path} has the format 3, understood is up to 2") as caught:
        read_picture(path)
    assert caught.value.diagnostics[0].id == "record-newer"
