"""A user's own data, and the wheel: nobody has a clone, and nobody is root."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.packages.environment import FILES, Environment, User, give, repository, user_of

from hiera_kafka.bridge.releases import versions
from hiera_kafka.compiler import Compiler
from hiera_kafka.dist import artifact
from lib.clusters.local_cluster import HOST, Done, stop, watched
from lib.repository import ROOT, console_commands

pytestmark = [pytest.mark.real, pytest.mark.network, pytest.mark.xdist_group("real")]

HOWTO = ROOT / "docs/howto/own-repository.md"
LINT = "hiera-kafka lint ."
RENDER = "hiera-kafka render -i prod --out ~/rendered"
UP = "hiera-kafka local up -i prod"
VERIFY = "hiera-kafka verify -i prod --canary"
CHECK = "ansible-playbook hiera_kafka.core.site -i inventories/prod --check"
ROLL = "ansible-playbook hiera_kafka.core.roll_restart -i inventories/prod --check"
DESTROY = "hiera-kafka local destroy -i prod --yes"

DEEP = "d" * 120
LONGEST_SOCKET = 107
"""Bytes that the system allows for the path of a socket."""


@pytest.fixture(scope="module")
def user(installed: Environment) -> Iterator[User]:
    with user_of(installed) as user, watched(user.home):
        yield user
        stop(user.home)


@pytest.fixture(scope="module")
def mine(user: User) -> Path:
    directory = repository(user.home / DEEP / "kafka")
    (version,) = versions(Compiler.load(directory / "inventories/prod"))
    release = artifact.fetch(version)
    cache = user.home / "cache/hiera-kafka"
    cache.mkdir(parents=True)
    for path in release.path.parent.glob(f"{release.path.stem}.*"):
        shutil.copy(path, cache)
    give(user.home)
    return directory


def digests(directory: Path) -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in directory.rglob("*") if path.is_file()}


def test_the_page_shows_the_files_that_are_used_here() -> None:
    page = HOWTO.read_text(encoding="utf-8")
    for name in ("inventories/prod/hiera_kafka.yml", "inventories/prod/group_vars/all.yml"):
        assert f"# {name}\n{FILES[name]}" in page


def test_from_data_to_a_running_cluster(user: User, mine: Path) -> None:
    """The commands of the page, in order; once the cluster is up, messages go through it."""
    before = {directory: digests(directory) for directory in (user.environment.directory, mine)}
    done: dict[str, Done] = {}
    for command in console_commands(HOWTO):
        done[command] = user.run("sh", "-c", command, cwd=mine).good()
        if command == UP:
            (state,) = (user.home / ".local/state/hiera-kafka/local").iterdir()
            socket = state / HOST / "run/supervisor.sock"
            assert socket.is_socket()
            assert len(os.fsencode(socket)) > LONGEST_SOCKET
            assert produced_and_consumed(user, state / "bin") == ["hello"]
            planned = user.run("sh", "-c", ROLL, cwd=mine).good()
            assert "nothing pending" in planned.out
            assert planned.changed == 0

    assert list(done) == [LINT, RENDER, UP, VERIFY, CHECK, DESTROY]
    assert "infos in 3 files" in done[LINT].out
    assert "ok        canary-listeners " in done[VERIFY].out
    assert (user.home / "rendered" / HOST / "etc/kafka/server.properties").is_file()
    assert done[CHECK].changed == 0
    assert set(done[CHECK].recap) == {HOST}
    assert not state.exists()
    # Nothing was written beside the code, nor into the repository.
    assert {directory: digests(directory) for directory in before} == before


def test_from_nothing_to_a_running_cluster_of_ones_own(user: User, mine: Path) -> None:
    """What README says below the tour, after `pip install`."""
    commands = re.findall(r"`(hiera-kafka [^`]*my-kafka[^`]*)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert [command.split()[1] for command in commands] == ["init", "local"]
    for command in commands:
        user.run("sh", "-c", command, cwd=user.home).good()
    new = user.home / "my-kafka"

    assert produced_and_consumed(user, new / "var/local/bin") == ["hello"]
    linted = user.run("hiera-kafka", "lint", "--strict", ".", "--output", "json", cwd=new).good().data
    assert linted["summary"]["error"] == linted["summary"]["warning"] == 0
    again = user.run("ansible-playbook", "hiera_kafka.core.site", "-i", "inventories/local", "--check", cwd=new).good()
    assert again.changed == 0
    user.run("hiera-kafka", "local", "destroy", "--yes", cwd=new).good()
    assert not (new / "var/local").exists()


def produced_and_consumed(user: User, programs: Path) -> list[str]:
    for command in (
        "kafka topics --create --topic greetings --partitions 1 --replication-factor 1",
        "echo hello | kafka console-producer --topic greetings",
        "kafka console-consumer --topic greetings --from-beginning --max-messages 1",
    ):
        done = user.run("sh", "-c", command, cwd=user.home, PATH=f"{programs}:{user.variables['PATH']}").good()
    return done.out.splitlines()


def test_doctor_names_the_package_and_the_repository(user: User, mine: Path) -> None:
    found = user.run("hiera-kafka", "doctor", "-i", "prod", "--output", "json", cwd=mine).good().data["checks"]
    checks = {check["name"]: check["found"] for check in found}
    core = user.environment.collection

    assert checks["hiera-kafka"].endswith(f", {user.environment.packages}/hiera_kafka")
    assert checks["playbooks"] == f"{core}/playbooks, of the package"
    assert checks["repository"] == f"{mine}, inventories: prod"
    assert checks["collection hiera_kafka.core"] == str(core)
    assert checks["ansible.cfg"].endswith(
        f"hiera-kafka itself uses {user.environment.packages}/hiera_kafka/ansible.cfg"
    )


def test_roles_are_those_of_the_collection(user: User, mine: Path) -> None:
    listed = user.run("ansible-playbook", "hiera_kafka.core.site", "-i", "inventories/prod", "--list-tasks", cwd=mine)
    assert re.findall(r"hiera_kafka\.core\.kafka_broker : Start", listed.good().out)


def test_broken_data_fails_although_nobody_configured_ansible(user: User, mine: Path) -> None:
    data = mine / "data/common.yaml"
    before = data.read_text()
    data.write_text(before.replace('id: "1"', "id: one"))
    try:
        words = ("ansible-playbook", "hiera_kafka.core.site", "-i", "inventories/prod", "--limit", HOST)
        failed = user.run(*words, cwd=mine)
    finally:
        data.write_text(before)
    assert failed.code not in (0, 70), failed.text
    assert "data/common.yaml:12:" in failed.text
    assert "error[inventory-unread]" in failed.text


def test_a_bare_name_that_is_none_comes_with_those_of_the_repository(user: User, mine: Path) -> None:
    user.run("hiera-kafka", "render", "-i", "prd", "--out", "out", cwd=mine / "data").failed(
        3, "no inventory is named 'prd', known are: prod"
    )
