"""What the documentation and the examples say of lint is run, on a copy of this project's data."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lib.machine.git import commit, git
from lib.repository import ROOT

pytestmark = pytest.mark.slow

PROGRAM = Path(sys.executable).parent / "hiera-kafka"
PAGE = ROOT / "docs" / "howto" / "lint-data.md"
COMMANDS = [
    line
    for block in re.findall(r"```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
]
STRANGERS = ROOT / "docs" / "howto" / "lint-strangers-branches.md"
JOBS = yaml.safe_load((ROOT / "examples/ci/gitlab/lint.gitlab-ci.yml").read_text(encoding="utf-8"))
WORKFLOW = yaml.safe_load((ROOT / "examples/ci/github/lint.yml").read_text(encoding="utf-8"))
STEPS = [
    *(line for line in JOBS["lint-hiera-data"]["script"] if line.startswith("hiera-kafka")),
    *(step["run"] for step in WORKFLOW["jobs"]["lint"]["steps"] if step.get("run", "").startswith("hiera-kafka")),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("copy")
    for name in ("hieradata", "inventories", "roles", "templates"):
        shutil.copytree(ROOT / name, directory / name)
    shutil.copy(ROOT / "site.yml", directory)
    return directory


@pytest.mark.parametrize("command", [*COMMANDS, *STEPS])
def test_every_command_of_the_page_and_the_examples_runs(copy: Path, command: str) -> None:
    # Commands run on several workers, in any order, and the baseline is written by the one before.
    written = [other for other in COMMANDS if "--write-baseline" in other and "--baseline" in command]
    line = "\n".join(["set -e", *written, command]).replace("hiera-kafka ", f"{PROGRAM} ")
    done = subprocess.run(["bash", "-c", line], cwd=copy, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_commands_for_branches_of_strangers_run_as_the_page_has_them(copy: Path, tmp_path: Path) -> None:
    text = STRANGERS.read_text(encoding="utf-8")
    repository, runner = tmp_path / "repository", tmp_path / "runner"
    shutil.copytree(copy, repository)
    runner.mkdir()
    (config,) = re.findall(r"```yaml\n# (\S+)\n(.*?)```", text, re.DOTALL)
    file = repository / config[0]
    file.parent.mkdir()
    file.write_text(config[1], encoding="utf-8")
    (repository / "lint-baseline.json").write_text('{"format": 1, "known": []}\n', encoding="utf-8")
    commit(repository)
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    data = next((repository / "hieradata").rglob("*.yaml"))
    faulty = data.read_text(encoding="utf-8") + "stranger::a: no  # lint: ignore[yaml-boolean] please\n"

    def done(command: str) -> subprocess.CompletedProcess[str]:
        line = command.replace("hiera-kafka ", f"{PROGRAM} ")
        environment = {**os.environ, "RUNNER_TEMP": str(runner)}
        return subprocess.run(
            ["bash", "-c", line], cwd=repository, env=environment, capture_output=True, text=True, check=False
        )

    commands = [line for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    assert len(commands) == 5
    for command in commands:
        found = done(command)
        assert found.returncode == 0, found.stdout + found.stderr
    data.write_text(faulty, encoding="utf-8")
    assert "yaml-boolean" in done(commands[2]).stdout
    assert done(commands[2]).returncode == 1


def test_the_commands_are_there() -> None:
    assert len(COMMANDS) >= 8
    assert len(STEPS) == 5


def test_the_hook_runs_what_there_is() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    files = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "hieradata").rglob("*.yaml"))]
    line = hook["entry"].split()
    done = subprocess.run(
        [PROGRAM, *line[1:], *(file for file in files if re.search(hook["files"], file))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert line[0] == "hiera-kafka"
    assert done.returncode == 0, done.stdout
