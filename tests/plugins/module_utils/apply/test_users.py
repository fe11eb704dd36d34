"""System users of services."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import users
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.wire_table import User

KAFKA = User("kafka-of-a-test", "Kafka broker", "/nonexistent", None)


def test_the_command_makes_a_system_user_without_login() -> None:
    assert users.command(User("kafka", "Kafka broker", "/srv/kafka", 916), group_exists=False) == [
        *("useradd", "--system", "--no-create-home", "--home-dir", "/srv/kafka", "--shell", "/usr/sbin/nologin"),
        *("--comment", "Kafka broker", "--uid", "916", "--user-group", "kafka"),
    ]


def test_a_group_of_the_name_is_used_when_it_is_there() -> None:
    assert users.command(KAFKA, group_exists=True)[-3:] == ["--gid", KAFKA.name, KAFKA.name]


def test_a_user_that_is_there_is_not_made() -> None:
    assert not users.missing(User("root", "", "/root", None))
    assert users.missing(KAFKA)


def test_a_user_with_another_uid_is_refused() -> None:
    with pytest.raises(ProblemError, match="user root has uid 0 on this host, the data says 916"):
        users.missing(User("root", "", "/root", 916))


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("useradd"), reason="needs root and useradd")
def test_useradd_takes_the_command(tmp_path_factory: pytest.TempPathFactory) -> None:
    prefix = tmp_path_factory.mktemp("prefix")
    (prefix / "etc").mkdir()
    for name in ("passwd", "group", "shadow", "gshadow"):
        (prefix / "etc" / name).touch()
    program, *arguments = users.command(KAFKA, group_exists=False)
    subprocess.run([program, "--prefix", str(prefix), *arguments], check=True)
    entry = (prefix / "etc/passwd").read_text().strip().split(":")
    assert (entry[0], entry[4], entry[5], entry[6]) == (KAFKA.name, "Kafka broker", "/nonexistent", "/usr/sbin/nologin")
    assert KAFKA.name not in {user.pw_name for user in pwd.getpwall()}
