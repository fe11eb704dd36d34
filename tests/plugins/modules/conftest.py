"""Runs the collection's real modules through the real `ansible` command on this machine."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor

PLUGINS = Path(__file__).parents[3] / "src/ansible_collections/hiera_kafka/core/plugins"


@dataclass(frozen=True)
class Outcome:
    """What one module run gave: its result and everything it printed."""

    data: dict[str, Any]
    text: str

    @property
    def actions(self) -> dict[str, str]:
        return {entry["name"]: entry["action"] for entry in self.data["resources"]}


@dataclass(frozen=True)
class Runner:
    """Runs modules; holds the directory that only this test's processes work in."""

    work: Path

    def command(self, module: str, arguments: dict[str, Any], *flags: str) -> list[str]:
        return [
            *(sys.executable, "-m", "ansible.cli.adhoc", "localhost", "-i", "localhost,", "-c", "local"),
            *("-e", f"ansible_python_interpreter={sys.executable}"),
            *("-m", f"hiera_kafka.core.target.{module}", "-a", json.dumps(arguments), *flags),
        ]

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(self.work),
            "ANSIBLE_HOME": str(self.work / "ansible"),
            "ANSIBLE_CONFIG": str(self.work / "ansible.cfg"),
            "ANSIBLE_REMOTE_TMP": str(self.work / "remote"),
            "ANSIBLE_COLLECTIONS_PATH": str(self.work / "collections"),
            "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "false",
            "ANSIBLE_PIPELINING": "true",
            "ANSIBLE_NOCOLOR": "true",
        }

    def __call__(self, module: str, arguments: dict[str, Any], *flags: str) -> Outcome:
        done = subprocess.run(
            self.command(module, arguments, *flags), env=self.environment, capture_output=True, text=True, check=False
        )
        text = done.stdout + done.stderr
        result = re.search(r"^localhost \| .* => (?=\{)", done.stdout, re.MULTILINE)
        assert result, text
        return Outcome(json.JSONDecoder().raw_decode(done.stdout[result.end() :])[0], text)


@pytest.fixture
def ansible(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    work = tmp_path_factory.mktemp("ansible")
    # Only the modules: the action plugins of the same names are another part, with tests of its own.
    plugins = work / "collections/ansible_collections/hiera_kafka/core/plugins"
    plugins.mkdir(parents=True)
    for part in ("modules", "module_utils"):
        (plugins / part).symlink_to(PLUGINS / part)
    (work / "ansible.cfg").write_text("")
    return Runner(work)


Apply = Callable[..., Outcome]


@pytest.fixture
def apply(ansible: Runner, root: Path, tmp_path: Path) -> Apply:
    """Send a bundle with the given resources, as the action plugin would, and apply it."""

    def run(*flags: str, digest: str | None = None, asked: str = "kafka", **resources: Any) -> Outcome:
        path = write_bundle(tmp_path / "bundle.json.gz", root, **resources)
        right = hashlib.sha256(path.read_bytes()).hexdigest()
        outcome = ansible("bundle", {"path": str(path), "digest": digest or right, "section": asked}, *flags)
        assert not path.exists()
        return outcome

    return run


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A directory that stands for a host's `/`; services that a test left in it are stopped."""
    host = tmp_path / "host"
    host.mkdir()
    yield host
    for program in (host / "etc/supervisor/conf.d").glob("*.conf"):
        Supervisor(str(host)).stop(program.stem, 20)


def write_bundle(path: Path, host: Path, **resources: Any) -> Path:
    platform = {"root": str(host), "service_manager": "supervisor"}
    data = {"format": 1, "host": "k1", "section": "kafka", **platform, **resources}
    path.touch(0o600)
    path.write_bytes(gzip.compress(json.dumps(data).encode()))
    return path
