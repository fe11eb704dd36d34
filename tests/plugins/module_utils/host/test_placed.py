"""Records of services: what a host remembers is read back as it was, and nothing else is taken for it."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.placed import Peer, Placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError

META = "#\n#Mon Nov 30 2026\ncluster.id=abc-DEF_1\nversion=0\nbroker.id=1\n"


def record(root: Path, *directories: str, **changes: Any) -> Placed:
    whole = Placed(
        service="kafka",
        role=placed.BROKER,
        cluster="main",
        id="1",
        host="kafka1.example.org",
        address="10.0.0.1",
        release="3.9.2",
        unit=f"{root}/etc/systemd/system/kafka.service",
        directories=tuple(f"{root}{path}" for path in directories or ("/srv/kafka/data",)),
        identity={"zookeeper": "zk1:2181/kafka/main"},
        members={"kafka1.example.org": Peer("1", "10.0.0.1")},
    )
    return replace(whole, **changes)


def used(directory: str) -> None:
    Path(directory).mkdir(parents=True, exist_ok=True)
    Path(directory, "meta.properties").write_text(META, encoding="utf-8")


def test_what_is_empty_now_is_admitted_and_what_cannot_be_read_is_not_taken_for_empty(tmp_path: Path) -> None:
    root = str(tmp_path)
    full, emptied, gone, broken = (f"{root}/srv/{name}" for name in ("full", "emptied", "gone", "broken"))
    used(full)
    Path(emptied).mkdir()
    used(broken)
    Path(broken, "meta.properties").unlink()
    Path(broken, "meta.properties").mkdir()
    said = {"cluster.id": "a", "broker.id": "1"}
    whole = record(tmp_path, "/srv/full", seen=dict.fromkeys((full, emptied, gone, broken), said))

    placed.admit_empty(root, "kafka")
    assert placed.read(root, "kafka") is None
    placed.write(root, whole)
    placed.admit_empty(root, "kafka")
    assert placed.read(root, "kafka") == replace(whole, seen={full: said, broken: said})


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    root = str(tmp_path)
    one = record(tmp_path, seen={f"{root}/srv/kafka/data": {"cluster.id": "a", "broker.id": "1"}})
    assert placed.read_all(root) == {}
    placed.write(root, one)
    assert placed.read(root, "kafka") == one
    assert placed.read_all(root) == {"kafka": one}
    assert placed.in_order(root, one)
    assert not placed.in_order(root, replace(one, release="4.0.0"))
    path = Path(placed.path(root, "kafka"))
    assert json.loads(path.read_bytes())["format"] == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o755
    path.chmod(0o666)
    assert not placed.in_order(root, one)
    assert placed.remove(root, "kafka")
    assert not placed.remove(root, "kafka")
    assert placed.read(root, "kafka") is None


def test_what_the_disks_say_is_kept_when_they_fall_silent(tmp_path: Path) -> None:
    one = record(tmp_path, "/a", "/b")
    used(f"{tmp_path}/a")
    now = one.observed()
    assert now.seen == {f"{tmp_path}/a": {"cluster.id": "abc-DEF_1", "broker.id": "1"}}
    Path(f"{tmp_path}/a/meta.properties").unlink()
    assert now.observed() == now
    assert one.after(now) == now
    assert record(tmp_path, "/b").after(now).seen == {}


def test_a_note_is_made_once_and_only_where_there_is_a_record(tmp_path: Path) -> None:
    root = str(tmp_path)
    assert not placed.note(root, "kafka")
    placed.write(root, record(tmp_path))
    used(f"{root}/srv/kafka/data")
    assert placed.note(root, "kafka")
    assert not placed.note(root, "kafka")
    found = placed.read(root, "kafka")
    assert found is not None
    assert found.seen[f"{root}/srv/kafka/data"]["broker.id"] == "1"


def test_zookeeper_says_that_it_holds_data(tmp_path: Path) -> None:
    one = record(tmp_path, "/zk", service="zookeeper", role=placed.ZOOKEEPER)
    Path(f"{tmp_path}/zk/version-2").mkdir(parents=True)
    assert one.observed().seen == {}
    Path(f"{tmp_path}/zk/version-2/snapshot.0").write_bytes(b"x")
    assert one.observed().seen == {f"{tmp_path}/zk": {"data": "version-2"}}


def test_members_stay_until_they_are_forgotten(tmp_path: Path) -> None:
    both = record(tmp_path, members={"kafka1": Peer("1", "10.0.0.1"), "kafka2": Peer("2", "10.0.0.2")})
    fewer = record(tmp_path, members={"kafka1": Peer("1", "10.0.0.9")})
    assert fewer.after(both).members == {"kafka1": Peer("1", "10.0.0.9"), "kafka2": Peer("2", "10.0.0.2")}
    other = record(tmp_path, cluster="other", members={"kafka7": Peer("7", "10.0.0.7")})
    assert other.after(both).members == other.members


BROKEN = [
    (b"{", "record-unreadable", "not JSON"),
    (b"[]", "record-unreadable", "no format"),
    (b'{"format": true}', "record-unreadable", "no format"),
    (b'{"format": 1}', "record-unreadable", "'service'"),
    (b'{"format": 2}', "record-newer", "format 2, understood is up to 1"),
]


@pytest.mark.parametrize(("content", "problem", "words"), BROKEN)
def test_what_is_no_record_of_ours_is_refused_by_name(tmp_path: Path, content: bytes, problem: str, words: str) -> None:
    place = Path(placed.path(str(tmp_path), "kafka"))
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    with pytest.raises(ProblemError) as caught:
        placed.read_all(str(tmp_path))
    (found,) = caught.value.problems
    assert found.id == problem
    assert words in found.message
    assert str(place) in found.message
    assert placed.services(str(tmp_path)) == ["kafka"]


@pytest.mark.parametrize(
    "wrong", [{"directories": "/a"}, {"id": 1}, {"members": []}, {"seen": {"/a": "x"}}, {"members": {"a": {"id": "1"}}}]
)
def test_a_value_of_another_type_is_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    data = {**json.loads(record(tmp_path).content()), **wrong}
    with pytest.raises(ProblemError) as caught:
        placed.parse(json.dumps(data).encode(), "/x/kafka.json")
    assert caught.value.problems[0].id == "record-unreadable"


def test_keys_that_are_not_known_are_left_alone(tmp_path: Path) -> None:
    one = record(tmp_path)
    assert placed.parse(json.dumps({**json.loads(one.content()), "more": 1}).encode(), "/x") == one


def test_a_record_of_another_service_is_refused(tmp_path: Path) -> None:
    root = str(tmp_path)
    placed.write(root, record(tmp_path))
    os.rename(placed.path(root, "kafka"), placed.path(root, "zookeeper"))  # noqa: PTH104  # both are text
    with pytest.raises(ProblemError, match="is of the service 'kafka'"):
        placed.read(root, "zookeeper")


def test_a_pipe_in_place_of_a_record_is_refused(tmp_path: Path) -> None:
    root = str(tmp_path)
    place = Path(placed.path(root, "kafka"))
    place.parent.mkdir(parents=True)
    os.mkfifo(place)
    with pytest.raises(ProblemError) as caught:
        placed.read(root, "kafka")
    assert caught.value.problems[0].id == "host-file-refused"


def test_a_host_that_a_later_release_has_set_up_is_told_from_one_with_damaged_records(tmp_path: Path) -> None:
    root = str(tmp_path)
    placed.require_known(root)
    placed.write(root, record(tmp_path))
    damaged, later = Path(placed.path(root, "zookeeper")), Path(placed.path(root, "kafka-mirror-a_to_b@0"))
    damaged.write_text("{", encoding="utf-8")
    placed.require_known(root)
    later.write_text('{"format": 2, "whatever": ["comes", "later"]}', encoding="utf-8")
    with pytest.raises(ProblemError) as caught:
        placed.require_known(root)
    (found,) = caught.value.problems
    assert (found.id, str(later) in found.message) == ("record-newer", True)
