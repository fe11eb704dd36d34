"""What is somebody else's on a host: processes, data and files of Puppet; real brokers: tests/local/test_adopt.py."""

from __future__ import annotations

import pwd
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import foreign
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.foreign import (
    Released,
    check_data,
    check_puppet,
)
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.guards import Guard
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Status
from lib.machine.known_services import Known

BROKER = """\
import fcntl, pathlib, sys
lock = open(sys.argv[1], "w")
fcntl.lockf(lock, fcntl.LOCK_EX)
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    place = tmp_path / "data"
    place.mkdir()
    return place


def guard(data: Path, kind: str = "kafka-data") -> Guard:
    service = kind.removesuffix("-data")
    return Guard(kind, (str(data),), str(data.parent / "release"), (service,), "common.yaml:3:1")


@contextmanager
def program(lock: Path, *arguments: str) -> Iterator[int]:
    """A program that has locked a file as brokers do, and runs until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-c", BROKER, str(lock), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"locked\n"
            yield process.pid
        finally:
            process.stdin.close()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "_SETTLE_S", 0.0)


def test_a_bare_host_and_an_empty_directory_are_fine(data: Path) -> None:
    for place in (data, data / "missing"):
        for kind in foreign.KINDS:
            assert check_data(guard(place, kind), Known(), Released()) == []


@pytest.mark.parametrize(
    ("kind", "left"),
    [("kafka-data", "meta.properties"), ("zookeeper-data", "version-2/log.1"), ("zookeeper-data", "myid")],
)
def test_data_on_a_host_that_was_never_set_up_is_refused_until_its_owner_is_named(
    data: Path, kind: str, left: str
) -> None:
    (data / left).parent.mkdir(exist_ok=True)
    (data / left).write_text("1\n")
    owner = pwd.getpwuid(data.stat().st_uid)
    (problem,) = check_data(guard(data, kind), Known(), Released())

    assert problem.id == "data-not-ours"
    assert problem.where == "common.yaml:3:1"
    assert str(data / left.partition("/")[0]) in problem.message
    assert owner.pw_name in problem.message
    assert f'{{"hiera_kafka_take_over": {{"{data}": "{owner.pw_name}"}}}}' in (problem.hint or "")
    for name in (owner.pw_name, str(owner.pw_uid)):
        assert check_data(guard(data, kind), Known(), Released({str(data): name})) == []
    for wrong in ({str(data): "games"}, {str(data.parent): owner.pw_name}):
        assert [one.id for one in check_data(guard(data, kind), Known(), Released(wrong))] == ["data-not-ours"]


def test_data_on_a_host_that_was_set_up_is_its_own(data: Path) -> None:
    (data / "meta.properties").write_text("broker.id=1\n")
    (data.parent / "release").write_text("KAFKA_HOME=/opt/kafka\n")

    assert check_data(guard(data), Known(), Released()) == []


def test_a_broker_that_is_not_ours_is_named_without_its_arguments_and_no_option_lets_it_pass(data: Path) -> None:
    (data.parent / "release").write_text("")
    with program(data / ".lock", "--secret=hunter2") as pid:
        (problem,) = check_data(guard(data), Known(), Released({str(data): "root"}))
        assert check_data(guard(data), Known(kafka=Status("running", pid)), Released()) == []

    assert problem.id == "service-not-ours"
    assert f"process {pid} ({sys.executable} -c" in problem.message
    assert "hunter2" not in problem.render()
    assert "stop it first, as the page says" in (problem.hint or "")
    assert check_data(guard(data), Known(), Released()) == []


def test_a_zookeeper_has_no_lock_and_is_known_by_its_main_class(data: Path) -> None:
    main = "org.apache.zookeeper.server.quorum.QuorumPeerMain"
    (data / "version-2").mkdir()
    with program(data / "version-2/log.1", main) as pid:
        (problem,) = check_data(guard(data, "zookeeper-data"), Known(), Released())
        assert check_data(guard(data.parent / "other", "zookeeper-data"), Known(), Released()) == []
    assert problem.id == "service-not-ours"
    assert f"process {pid}" in problem.message
    assert main in problem.message


def test_somebody_who_looks_at_the_data_is_no_broker(data: Path) -> None:
    (data.parent / "release").write_text("")
    with program(data / "0.log"):
        for kind in foreign.KINDS:
            assert check_data(guard(data, kind), Known(), Released()) == []


MANAGED = ["file[/etc/kafka]", "file[/etc/kafka/server.properties]", "service[kafka]"]


@pytest.mark.parametrize("place", foreign.RESOURCES)
def test_what_puppet_lists_is_refused_until_the_caller_says_that_it_was_released(tmp_path: Path, place: str) -> None:
    listed = tmp_path / place.lstrip("/")
    listed.parent.mkdir(parents=True)
    listed.write_text("file[/etc/motd]\nfile[/etc/kafka/server.properties]\nservice[kafka]\nservice[kafka-other]\n")
    (problem,) = check_puppet(MANAGED, str(tmp_path), Released())

    assert problem.id == "managed-by-puppet"
    assert problem.message == f"Puppet manages /etc/kafka/server.properties, service kafka on this host, by {listed}"
    assert "-e hiera_kafka_released_by_puppet=true" in (problem.hint or "")
    assert check_puppet(MANAGED, str(tmp_path), Released(by_puppet=True)) == []


def test_a_host_without_puppet_and_a_list_without_ours_are_fine(tmp_path: Path) -> None:
    assert check_puppet(MANAGED, str(tmp_path), Released()) == []
    listed = tmp_path / foreign.RESOURCES[0].lstrip("/")
    listed.parent.mkdir(parents=True)
    listed.write_text("file[/etc/kafka/server.properties.d]\nexec[/etc/kafka]\n")
    assert check_puppet(MANAGED, str(tmp_path), Released()) == []


def test_a_long_list_is_shortened(tmp_path: Path) -> None:
    listed = tmp_path / foreign.RESOURCES[0].lstrip("/")
    listed.parent.mkdir(parents=True)
    names = [f"file[/etc/kafka/{number}]" for number in range(9)]
    listed.write_text("\n".join(names))
    (problem,) = check_puppet(names, str(tmp_path), Released())

    assert "/etc/kafka/4 and 4 more on this host" in problem.message
