"""What the documentation and the examples say of lint is run, on a copy of this project's data."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lib.repository import ROOT

pytestmark = pytest.mark.slow

PROGRAM = Path(sys.executable).parent / "hiera-kafka"
PAGE = ROOT / "docs" / "howto" / "lint-data.md"
COMMANDS = [
    line
    for block in re.findall(r"```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
]
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
