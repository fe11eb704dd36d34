"""Which Java is fit for the services of a host, and which is not even run."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.java import check_java, released
from lib.machine import second_user

CURRENT = """echo 'openjdk version "17.0.15" 2025-04-15' >&2"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="gives files to other users, which root alone may")


def java(home: Path, script: str) -> str:
    program = home / "bin/java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(home)


def test_java_must_be_there(tmp_path: Path) -> None:
    (problem,) = check_java(str(tmp_path), 11)
    assert problem.id == "java-not-found"
    assert problem.message == f"{tmp_path}/bin/java does not run: No such file or directory"


def test_java_must_run(tmp_path: Path) -> None:
    (problem,) = check_java(java(tmp_path, "echo broken library >&2; exit 127"), 11)
    assert problem.message == f"`{tmp_path}/bin/java -version` ended with 127: broken library"


def test_java_must_be_new_enough(tmp_path: Path) -> None:
    home = java(tmp_path, """echo 'openjdk version "1.8.0_402"' >&2""")
    (problem,) = check_java(home, 11)
    assert (problem.id, problem.message) == ("java-too-old", f"{home}/bin/java is Java 8, needed is 11 or later")


def test_a_current_java_is_fine(tmp_path: Path) -> None:
    assert check_java(java(tmp_path, """echo 'openjdk version "17.0.15" 2025-04-15' >&2"""), 11) == []


@as_root
@pytest.mark.parametrize("place", ["bin/java", "bin", "."])
def test_java_that_another_user_could_exchange_is_not_run(tmp_path: Path, place: str) -> None:
    home = java(tmp_path / "jdk", CURRENT)
    os.chown(f"{home}/{place}", second_user.user_id(), 0)
    for run_as in ("kafka", None):
        (problem,) = check_java(home, 11, run_as)
        assert problem.id == "java-not-trusted"
        assert f"{os.path.normpath(f'{home}/{place}')} belongs to the user {second_user.NAME}, who" in problem.message


@as_root
@pytest.mark.parametrize(("mode", "refused"), [(0o777, True), (0o775, True), (0o1777, False), (0o755, False)])
def test_java_in_a_directory_that_others_may_write_is_not_run_for_a_host(tmp_path, mode, refused):
    home = java(tmp_path / "jdk", CURRENT)
    os.chown(f"{home}/bin", 0, second_user.user_id())
    Path(home, "bin").chmod(mode)
    assert ["java-not-trusted"] * refused == [
        problem.id for problem in check_java(home, 11, "kafka") if problem.id != "java-not-found"
    ]


def test_the_group_of_ones_own_java_may_write_it(tmp_path: Path) -> None:
    home = java(tmp_path / "jdk", CURRENT)
    Path(home, "bin").chmod(0o775)
    assert check_java(home, 11) == []
    Path(home, "bin").chmod(0o777)
    assert [problem.id for problem in check_java(home, 11)] == ["java-not-trusted"]


@as_root
def test_links_count_by_all_that_they_lead_through(tmp_path: Path) -> None:
    java(tmp_path / "jdk-17", CURRENT)
    with second_user.owned_directory(tmp_path) as theirs:
        (theirs / "current").symlink_to(tmp_path / "jdk-17")
        (tmp_path / "default").symlink_to("jdk-17")
        (tmp_path / "through").symlink_to(f"{theirs.name}/../jdk-17")
        (tmp_path / "loop").symlink_to("loop")
        assert check_java(str(tmp_path / "default"), 11) == []
        assert [problem.id for problem in check_java(str(theirs / "current"), 11)] == ["java-not-trusted"]
        assert [problem.id for problem in check_java(str(tmp_path / "through"), 11)] == ["java-not-trusted"]
        assert [problem.id for problem in check_java(str(tmp_path / "loop"), 11)] == ["java-not-found"]


@as_root
def test_java_is_run_without_the_rights_of_root() -> None:
    with second_user.open_directory() as directory:
        home = java(directory, 'echo "$(id -un) $(id -G)"; exit 1')
        for run_as, user in ((second_user.NAME, second_user.NAME), ("hiera-kafka-is-not-there", "nobody")):
            (problem,) = check_java(home, 11, run_as)
            assert problem.message.endswith(f"ended with 1: {user} {_group_of(user)}")


@as_root
def test_who_said_sudo_may_have_put_their_own_java_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = java(tmp_path / "jdk", CURRENT)
    os.chown(home, second_user.user_id(), 0)
    monkeypatch.setenv("SUDO_UID", str(second_user.user_id()))
    assert check_java(home, 11) == []
    assert [problem.id for problem in check_java(home, 11, "kafka")] == ["java-not-trusted"]


def _group_of(name: str) -> int:
    return pwd.getpwnam(name).pw_gid


def test_a_java_says_its_version_in_its_file(tmp_path: Path) -> None:
    assert released(str(tmp_path)) is None
    (tmp_path / "release").write_text('IMPLEMENTOR="Debian"\nJAVA_VERSION="17.0.15"\nOS_ARCH="x86_64"\n')
    assert released(str(tmp_path)) == "17.0.15"
    for odd in ("", "JAVA_VERSION=17\n", f'JAVA_VERSION="{"1" * 100}"\n'):
        (tmp_path / "release").write_text(odd)
        assert released(str(tmp_path)) is None


def test_java_that_services_run_with_is_known_by_its_file(tmp_path: Path) -> None:
    home = java(tmp_path, f"touch {tmp_path}/ran; {CURRENT}")
    (tmp_path / "release").write_text('JAVA_VERSION="1.8.0_402"\nOS_ARCH="x86_64"\n')
    (problem,) = check_java(home, 11, proven=True)
    assert (problem.id, problem.message) == ("java-too-old", f"{home}/bin/java is Java 8, needed is 11 or later")
    assert check_java(home, 8, proven=True) == []
    assert not (tmp_path / "ran").exists()
    Path(home, "release").unlink()
    assert check_java(home, 11, proven=True) == []
    assert (tmp_path / "ran").exists()
