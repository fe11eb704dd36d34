"""What the data stops naming: directories with data in them, identities, members; by record and by the files there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.placed import BROKER, ZOOKEEPER, Peer, Placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import placements
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.placements import Allowed, Host
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.remembered import Wanted
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Status
from lib.machine.known_services import Known

HOST = "kafka1.example.org"
CONNECT = "zk1:2181,zk2:2181/kafka/main"
MIRROR = "kafka-mirror-a_to_b@0"


class Given:
    """A host with directories, and records that are written as runs write them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.services: dict[str, Status] = {}

    def path(self, name: str) -> str:
        return f"{self.root}/srv/{name}"

    def broker_data(self, name: str, *partitions: str, cluster: str = "abc") -> None:
        directory = Path(self.path(name))
        for partition in partitions:
            (directory / partition).mkdir(parents=True)
            (directory / partition / "00000000000000000000.log").write_bytes(b"x" * 5000)
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "meta.properties").write_text(f"cluster.id={cluster}\nbroker.id=1\n", encoding="utf-8")

    def zookeeper_data(self, name: str, *files: str) -> None:
        directory = Path(self.path(name), "version-2")
        directory.mkdir(parents=True, exist_ok=True)
        for file in files:
            (directory / file).write_bytes(b"x")

    def wanted(self, *names: str, **changes: Any) -> Wanted:
        broker = Wanted(
            service="kafka",
            role=BROKER,
            cluster="main",
            id="1",
            directories=tuple(map(self.path, names)),
            identity={"zookeeper": CONNECT},
            members={HOST: "1"},
            config=f"{self.root}/server.properties",
            where={"directories": "common.yaml:3:1", "identity": "common.yaml:7:1", "service": "common.yaml:9:1"},
        )
        return replace(broker, **changes)

    def member(self, *names: str) -> Wanted:
        return self.wanted(
            *names, service="zookeeper", role=ZOOKEEPER, identity={}, config=f"{self.root}/zoo.cfg", cluster="zk"
        )

    def record(self, wanted: Wanted, **changes: Any) -> Placed:
        """Write the record that a run would have left, with what the disks say."""
        one = Placed(
            service=wanted.service,
            role=wanted.role,
            cluster=wanted.cluster,
            id=wanted.id,
            host=HOST,
            address="10.0.0.1",
            release="3.9.2",
            unit="/etc/systemd/system/kafka.service",
            directories=wanted.directories,
            identity=wanted.identity,
            members={host: Peer(number, "10.0.0.1") for host, number in wanted.members.items()},
        )
        one = replace(one.observed(), **changes)
        placed.write(str(self.root), one)
        return one

    def files(self, **config: str) -> None:
        """Write what a host without a record has: `server_properties` and `zoo_cfg`."""
        for name, text in config.items():
            (self.root / name.replace("_", ".", 1)).write_text(text, encoding="utf-8")

    def host(self, left: Sequence[str] = (), moved: Sequence[str] = ()) -> Host:
        root = str(self.root)
        return Host(HOST, root, placed.read_all(root), Known(**self.services), Allowed(left, moved))

    def check(self, *wanted: Wanted, left: Sequence[str] = (), moved: Sequence[str] = ()) -> list[Problem]:
        return self.host(left, moved).check(wanted)


@pytest.fixture
def given(tmp_path: Path) -> Given:
    return Given(tmp_path)


def ids(problems: list[Problem]) -> list[str]:
    return [problem.id for problem in problems]


def test_a_bare_host_may_become_anything(given: Given) -> None:
    assert given.check(given.wanted("a", "b"), given.member("zk")) == []


@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize("names", [("b",), ("b", "c"), ("c",)])
def test_a_directory_with_partitions_is_not_left(given: Given, recorded: bool, names: tuple[str, ...]) -> None:
    given.broker_data("a", "t-0", "t-1", "gone-0.abc-delete")
    given.broker_data("b", "t-2")
    if recorded:
        given.record(given.wanted("a", "b"))
    given.files(server_properties=f"log.dirs={given.path('a')}, {given.path('b')}/\nzookeeper.connect={CONNECT}\n")
    found = given.check(given.wanted(*names))
    assert ids(found) == ["data-directory-left"] * (1 if "b" in names else 2)
    assert f"{given.path('a')} leaves the data and holds 2 partitions (16.0 KiB)" in found[0].message
    assert found[0].where == "common.yaml:3:1"
    assert f'{{"hiera_kafka_data_left": {{"{HOST}": ["{given.path("a")}"]}}}}' in str(found[0].hint)


@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize("names", [("b", "a"), ("a", "b", "c"), ("a", "b")])
def test_another_order_and_more_directories_are_fine(given: Given, recorded: bool, names: tuple[str, ...]) -> None:
    given.broker_data("a", "t-0")
    given.broker_data("b", "t-1")
    if recorded:
        given.record(given.wanted("a", "b"))
    given.files(server_properties=f"log.dirs={given.path('a')},{given.path('b')}\nzookeeper.connect={CONNECT}\n")
    assert given.check(given.wanted(*names)) == []


def test_a_directory_without_partitions_may_leave(given: Given) -> None:
    given.broker_data("a", "t-0")
    given.broker_data("b")
    given.record(given.wanted("a", "b"))
    assert given.check(given.wanted("a")) == []


def test_a_directory_that_never_held_data_may_leave(given: Given) -> None:
    given.broker_data("a", "t-0")
    given.record(given.wanted("a", "b"))
    assert given.check(given.wanted("a")) == []


def test_another_name_of_the_same_directory_is_fine(given: Given) -> None:
    given.broker_data("a", "t-0")
    given.record(given.wanted("a"))
    Path(given.path("b")).symlink_to(given.path("a"))
    assert given.check(given.wanted("b")) == []


def test_a_directory_may_move_while_the_service_is_stopped(given: Given) -> None:
    given.broker_data("a", "t-0")
    given.record(given.wanted("a"))
    Path(given.path("a")).rename(given.path("b"))
    assert given.check(given.wanted("b")) == []
    given.services["kafka"] = Status("running", 1)
    (problem,) = given.check(given.wanted("b"))
    assert f"was moved to {given.path('b')} while kafka runs" in problem.message


def test_a_directory_without_partitions_may_move_as_well(given: Given) -> None:
    given.broker_data("a")
    given.record(given.wanted("a"))
    Path(given.path("a")).rename(given.path("b"))
    assert given.check(given.wanted("b")) == []


def test_a_disk_that_is_gone_is_taken_out_by_name(given: Given) -> None:
    given.broker_data("a", "t-0")
    given.broker_data("b", "t-1")
    given.record(given.wanted("a", "b"))
    for file in sorted(Path(given.path("b")).rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    (problem,) = given.check(given.wanted("a"))
    assert "is empty or missing, where data lay when the service was last seen" in problem.message
    host = given.host(left=[given.path("b"), given.path("typo")])
    assert host.check([given.wanted("a")]) == []
    assert host.allowed.unused() == [f"hiera_kafka_data_left: {given.path('typo')}"]


def test_the_data_of_another_cluster_is_not_what_was_moved(given: Given) -> None:
    given.broker_data("a", "t-0")
    given.record(given.wanted("a"))
    Path(given.path("a")).rename(given.path("elsewhere"))
    given.broker_data("b", "t-0", cluster="other")
    assert ids(given.check(given.wanted("b"))) == ["data-directory-left"]


def test_an_override_must_match_exactly(given: Given) -> None:
    given.broker_data("a", "t-0")
    given.record(given.wanted("a"))
    assert ids(given.check(given.wanted("b"), left=[f"{given.path('a')}/"])) == ["data-directory-left"]
    assert given.check(given.wanted("b"), left=[given.path("a")]) == []


@pytest.mark.parametrize("recorded", [True, False])
def test_the_data_of_zookeeper_does_not_move_by_itself(given: Given, recorded: bool) -> None:
    given.zookeeper_data("zk", "snapshot.0", "log.1")
    if recorded:
        given.record(given.member("zk"))
    given.files(zoo_cfg=f"dataDir={given.path('zk')}\n")
    (problem,) = given.check(given.member("new"))
    assert problem.id == "zookeeper-directory-moved"
    assert f"{given.path('zk')} leaves the data and holds 2 files" in problem.message
    assert given.check(given.member("zk")) == []


def test_logs_of_zookeeper_move_with_their_directory(given: Given) -> None:
    given.zookeeper_data("zk", "snapshot.0", "log.1")
    given.record(given.member("zk"))
    (problem,) = given.check(given.member("zk", "logs"))
    assert problem.id == "zookeeper-directory-moved"
    assert "holds 1 file (" in problem.message
    Path(given.path("zk"), "version-2/log.1").unlink()
    given.zookeeper_data("logs", "log.1")
    assert given.check(given.member("zk", "logs")) == []
    given.record(given.member("zk", "logs"))
    assert ids(given.check(given.member("zk"))) == ["zookeeper-directory-moved"]
    Path(given.path("logs"), "version-2/log.1").rename(Path(given.path("zk"), "version-2/log.1"))
    assert given.check(given.member("zk")) == []


@pytest.mark.parametrize("recorded", [True, False])
def test_a_cluster_that_moves_its_chroot_is_another_one(given: Given, recorded: bool) -> None:
    given.broker_data("a", "t-0")
    if recorded:
        given.record(given.wanted("a"))
    given.files(server_properties=f"log.dirs={given.path('a')}\nzookeeper.connect={CONNECT}\n")
    other = given.wanted("a", cluster="renamed", identity={"zookeeper": "zk1:2181,zk2:2181/kafka/renamed"})
    (problem,) = given.check(other)
    assert problem.id == "identity-changed"
    assert f"was at {CONNECT}, the data says zk1:2181,zk2:2181/kafka/renamed" in problem.message
    assert problem.where == "common.yaml:7:1"
    assert given.check(other, moved=["kafka"]) == []
    assert given.check(given.wanted("a", cluster="renamed")) == []


def test_a_cluster_without_data_may_be_renamed(given: Given) -> None:
    given.record(given.wanted("a"))
    assert given.check(given.wanted("a", identity={"zookeeper": "zk1:2181/kafka/renamed"})) == []


def test_an_ensemble_may_grow_and_not_be_another_one(given: Given) -> None:
    given.broker_data("a", "t-0")
    given.record(given.wanted("a"))
    assert given.check(given.wanted("a", identity={"zookeeper": "ZK1:2181,zk9:2181/kafka/main"})) == []
    assert ids(given.check(given.wanted("a", identity={"zookeeper": "zk8:2181/kafka/main"}))) == ["identity-changed"]


def test_a_host_with_another_name_is_said(given: Given) -> None:
    given.broker_data("a", "t-0")
    given.record(given.wanted("a"), host="old.example.org")
    (problem,) = given.check(given.wanted("a"))
    assert problem.id == "identity-changed"
    assert "the host was old.example.org" in problem.message


def test_a_host_that_changes_its_role_is_refused(given: Given) -> None:
    given.broker_data("a", "t-0")
    given.record(given.wanted("a"))
    (problem,) = given.check(given.member("zk"))
    assert problem.id == "host-role-changed"
    assert f"{given.path('a')}: 1 partition (" in problem.message
    assert f"hiera-kafka forget {HOST} kafka" in str(problem.hint)
    assert given.check(given.member("zk"), moved=["kafka"]) == []


def test_a_role_that_leaves_or_comes_is_fine(given: Given) -> None:
    given.broker_data("a", "t-0")
    given.record(given.wanted("a"))
    given.record(given.member("zk"))
    host = given.host()
    assert host.check([given.member("zk")]) == []
    assert host.left(["zookeeper"]) == {"kafka": [f"{given.path('a')}: 1 partition (8.0 KiB)"]}
    placed.remove(str(given.root), "zookeeper")
    assert given.check(given.wanted("a"), given.member("zk")) == []


def mirror(given: Given, service: str = MIRROR, group: str = "kafka-mirror-a_to_b") -> Wanted:
    identity = {"group": group, "source": "a1:9092,a2:9092", "destination": "b1:9092"}
    return given.wanted(service=service, role="kafka_mirror", id="0", identity=identity, config="", members={})


def test_a_mirror_with_another_name_begins_anew(given: Given) -> None:
    given.record(mirror(given))
    other = mirror(given, "kafka-mirror-c_to_b@0", "kafka-mirror-c_to_b")
    (problem,) = given.check(other)
    assert problem.id == "identity-changed"
    assert "where kafka-mirror-a_to_b@0 went" in problem.message
    assert given.check(other, moved=[other.service]) == []
    assert given.check(mirror(given, "kafka-mirror-c_to_b@0")) == []
    assert given.check(mirror(given), other) == []


def test_members_that_left_are_remembered(given: Given) -> None:
    both = {HOST: Peer("1", "10.0.0.1"), "kafka2.example.org": Peer("2", "10.0.0.2")}
    given.record(given.wanted("a"), members=both)
    assert given.host().left_members([given.wanted("a")]) == [
        {"host": "kafka2.example.org", "id": "2", "address": "10.0.0.2", "cluster": "main", "role": BROKER}
    ]


def test_a_record_of_a_later_release_stands_in_the_way(given: Given) -> None:
    place = Path(placed.path(str(given.root), "kafka"))
    place.parent.mkdir(parents=True)
    place.write_text('{"format": 2}', encoding="utf-8")
    request = {"host": HOST, "root": str(given.root)}
    with pytest.raises(ProblemError, match="record-newer"):
        placements.host_of(request, Known())
