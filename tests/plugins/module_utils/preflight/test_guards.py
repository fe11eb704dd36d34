"""What must not silently change on a host that holds data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import guards
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.guards import Guard


@dataclass(frozen=True)
class Host:
    root: Path

    @property
    def configuration(self) -> Path:
        return self.root / "zoo.cfg"

    @property
    def data(self) -> Path:
        return self.root / "data"

    def configure(self, *members: str) -> None:
        lines = [f"server.{number}={member}:2888:3888" for number, member in enumerate(members, 1)]
        self.configuration.write_text("\n".join([f"dataDir={self.data}", *lines, ""]))

    def use(self) -> None:
        (self.data / "version-2").mkdir(parents=True)
        (self.data / "version-2/snapshot.0").write_text("x")

    def members(self, *expected: str, directory: str = "data") -> Guard:
        where = "hieradata/common.yaml:4:3"
        directories = (str(self.root / directory),)
        return Guard("zookeeper-members", directories, str(self.configuration), expected, where)


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_a_change_of_members_of_an_initialised_ensemble_says_what_would_change(host: Host) -> None:
    host.configure("zk1")
    host.use()
    (problem,) = guards.check(host.members("1=zk1", "2=zk2", "3=zk3"))
    assert problem.render() == (
        f"hieradata/common.yaml:4:3: error[zookeeper-members-changed]: {host.configuration} has the members 1=zk1, "
        "the data says 1=zk1, 2=zk2, 3=zk3; added: 2=zk2, 3=zk3\n"
        "    note: new members that start empty can outvote the one with the data, "
        "which then drops it and takes theirs\n"
        "    hint: put the old members back into the data; "
        "an ensemble grows or shrinks by an operation, member by member\n"
        "    docs: docs/rules/zookeeper-members-changed.md"
    )


def test_removed_and_moved_members_are_named(host: Host) -> None:
    host.configure("zk1", "zk2")
    host.use()
    (problem,) = guards.check(host.members("1=zk9"))
    assert "removed: 2=zk2; moved: 1=zk9" in problem.message


def test_the_same_members_are_fine_in_any_order(host: Host) -> None:
    host.configure("zk1", "zk2")
    host.use()
    assert guards.check(host.members("2=zk2", "1=zk1")) == []


def test_an_ensemble_that_never_ran_may_change(host: Host) -> None:
    host.configure("zk1")
    (host.data / "version-2").mkdir(parents=True)
    assert guards.check(host.members("1=zk1", "2=zk2")) == []


def test_a_data_directory_that_moved_in_the_data_does_not_hide_the_one_in_use(host: Host) -> None:
    host.configure("zk1")
    host.use()
    (problem,) = guards.check(host.members("1=zk1", "2=zk2", directory="elsewhere"))
    assert problem.id == "zookeeper-members-changed"


def test_a_standalone_zookeeper_may_not_grow_but_may_stay(host: Host) -> None:
    host.configure()
    host.use()
    assert guards.check(host.members("1=zk1")) == []
    assert [problem.id for problem in guards.check(host.members("1=zk1", "2=zk2"))] == ["zookeeper-members-changed"]


def test_addresses_may_be_ipv6() -> None:
    assert guards.members("server.1=[fd00::1]:2888:3888;2181\nserver.2=zk2:2888:3888:observer\n") == {
        "1": "fd00::1",
        "2": "zk2",
    }


def test_a_changed_myid_is_refused(host: Host) -> None:
    host.use()
    (host.data / "myid").write_text("1\n")
    guard = Guard("zookeeper-myid", (str(host.data),), str(host.data / "myid"), ("2",))
    (problem,) = guards.check(guard)
    assert problem.message == f"{host.data}/myid says '1', the data says '2'"
    assert guards.check(Guard("zookeeper-myid", (str(host.data),), str(host.data / "myid"), ("1",))) == []


def test_a_changed_broker_id_is_refused_for_each_log_directory(tmp_path: Path) -> None:
    directories = tuple(str(tmp_path / name) for name in ("a", "b", "fresh"))
    for directory in directories[:2]:
        Path(directory).mkdir()
        Path(directory, "meta.properties").write_text("#\nversion=0\nbroker.id=1\ncluster.id=x\n")
    guard = Guard("kafka-broker-id", directories, f"{directories[0]}/meta.properties", ("2",))
    assert [problem.message for problem in guards.check(guard)] == [
        f"{directory}/meta.properties says that the broker's id is 1, the data says 2" for directory in directories[:2]
    ]


@pytest.mark.parametrize(
    ("names", "holds"),
    [
        ((), False),
        (("snapshot.0", "acceptedEpoch", "currentEpoch"), False),
        (("snapshot.0", "snapshot.100000000", "snapshot.100000000.gz"), False),
        (("snapshot.5",), True),
        (("snapshot.200000000",), True),
        (("snapshot.0", "log.1"), True),
        (("log.100000001",), True),
    ],
)
def test_a_member_that_only_began_holds_no_transaction(host: Host, names: tuple[str, ...], holds: bool) -> None:
    """What an empty member writes when it starts, and what the first leader of a new ensemble writes, is no data."""
    host.configure("zk1")
    (host.data / "version-2").mkdir(parents=True)
    for name in names:
        (host.data / "version-2" / name).touch()
    guard = host.members("1=zk1")
    assert guards.zookeeper_transactions(guard) is holds
    # The configuration that the present member runs with may name another directory for its logs.
    moved = host.members("1=zk1", directory="elsewhere")
    assert guards.zookeeper_transactions(moved) is holds
    assert guards.zookeeper_transactions(Guard("zookeeper-myid", guard.directories, guard.file, ("1",))) is None


def test_whether_a_broker_has_run_on_its_directories(tmp_path: Path) -> None:
    guard = Guard("kafka-broker-id", (str(tmp_path),), "meta.properties", ("1",))
    assert not guards.kafka_used(guard)
    (tmp_path / "events-0").mkdir()
    assert guards.kafka_used(guard)
    assert not guards.kafka_used(Guard("kafka-data", (str(tmp_path),), "meta.properties", ("kafka",)))
