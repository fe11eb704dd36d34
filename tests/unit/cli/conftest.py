"""Runs command lines as the program does, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.cli.main import run
from lib.data.project_trees import PAGE, project_tree

PLANTED = "planted-hunter2"
WITH_SECRETS = (
    PAGE.replace(
        "    zookeeper_cluster_name: my-zookeeper-cluster\n    brokers:",
        "    zookeeper_cluster_name: my-zookeeper-cluster\n"
        "    config:\n"
        f"      ssl.keystore.password: {PLANTED}-1\n"
        "    brokers:",
    )
    + f"\nservice::db_password: {PLANTED}-2\nservice::settings:\n  user: me\n  secret: [{PLANTED}-3]\n"
)


@dataclass(frozen=True)
class Result:
    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)


Run = Callable[..., Result]


@pytest.fixture
def hiera_kafka(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line: `hiera_kafka("clients", "-i", path)`."""

    def call(*arguments: object) -> Result:
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The inventory file of the page's data, for hosts; the current directory is the tree's root."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HIERA_KAFKA_INVENTORY", raising=False)
    return project_tree(tmp_path)


@pytest.fixture
def local_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same for this machine."""
    monkeypatch.chdir(tmp_path)
    return project_tree(tmp_path, local=True)


@pytest.fixture
def secret_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same for hosts, with secrets that begin with PLANTED."""
    monkeypatch.chdir(tmp_path)
    return project_tree(tmp_path, WITH_SECRETS)
