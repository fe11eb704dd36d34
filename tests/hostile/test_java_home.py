"""`java_home` of the data names a program of another user: root must not run it to check a host."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.look_request import request
from lib.machine import second_user

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="the attack needs a second user, whom only root can be")

MODULE = "ansible_collections.hiera_kafka.core.plugins.modules.target.preflight"


@pytest.fixture
def home() -> Iterator[Path]:
    """Give a java_home of another user, whose Java writes down who ran it."""
    with second_user.open_directory() as directory, second_user.owned_directory(directory) as theirs:
        script = f"""#!/bin/sh
id -un > {theirs}/proof
echo 'openjdk version "17.0.15" 2025-04-15' >&2
"""
        second_user.run(["mkdir", theirs / "bin"])
        second_user.run(["tee", theirs / "bin/java"], input=script)
        second_user.run(["chmod", "755", theirs / "bin/java"])
        yield theirs


def problems(java_home: Path, manager: str) -> list[dict[str, str]]:
    """Run the module `preflight` as root and return what it found."""
    arguments = {"ANSIBLE_MODULE_ARGS": {"request": json.dumps(request("", manager, java_home=str(java_home)))}}
    command = [sys.executable, "-m", MODULE]
    done = subprocess.run(command, input=json.dumps(arguments), capture_output=True, text=True, check=False)
    return json.loads(done.stdout).get("problems", [])


@pytest.mark.parametrize("manager", ["systemd", "supervisor"])
def test_preflight_runs_nothing_that_another_user_put_there(home, manager):
    found = problems(home, manager)

    assert not (home / "proof").exists()
    assert [problem["id"] for problem in found] == ["java-not-trusted"]
    assert f"{home} belongs to the user {second_user.NAME}" in found[0]["message"]


def test_nor_what_a_directory_of_the_other_user_leads_to(home):
    second_user.run(["ln", "-s", "/usr", home / "jdk"])

    assert [problem["id"] for problem in problems(home / "jdk", "systemd")] == ["java-not-trusted"]
