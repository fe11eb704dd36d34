"""What a newcomer does: a fresh clone, and every command of README's tour, in order."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.machine.git import commit
from lib.repository import ROOT, console_commands, tracked_files

pytestmark = [
    pytest.mark.real,
    pytest.mark.network,
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("real"),
]

# `make test` is what runs this test.
COMMANDS = [command for command in console_commands(ROOT / "README.md") if command != "make test"]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of what is in the project, as a clone of the next commit would be."""
    directory = tmp_path_factory.mktemp("clone") / "hiera-kafka"
    for path in tracked_files():
        target = directory / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target, follow_symlinks=False)
    commit(directory)  # `hiera-kafka diff` asks Git
    yield directory
    for cluster in ("local", "three", "multi-dc"):
        subprocess.run(["make", "destroy", f"CLUSTER={cluster}", "YES=1"], cwd=directory, check=False)


def _environment() -> dict[str, str]:
    """Return what a newcomer's shell has: none of this test run's own settings."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "HIERA_KAFKA", "KAFKA_"))
    }
    kept.pop("VIRTUAL_ENV", None)
    # A make that runs the tests hands its own flags to every make below it.
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        kept.pop(name, None)
    return kept


def test_readme_sets_up_with_exactly_two_commands() -> None:
    assert list(console_commands(ROOT / "README.md"))[:2] == ["make up", "make test"]


def test_every_command_of_the_readme_works_in_a_fresh_clone(clone: Path) -> None:
    script = "set -e\n" + "".join(f"echo '### {number}'\n{command}\n" for number, command in enumerate(COMMANDS))
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=clone,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    output = done.stdout + done.stderr

    assert done.returncode == 0, f"{COMMANDS[output.count('### ') - 1]}\n{output[-6000:]}"
    assert "Created topic test." in done.stdout
    assert ":2181/kafka/my-kafka-cluster" in done.stdout
    assert "changed=0" in done.stdout
    # Written in one site, read in the other.
    assert "\nhello\n" in done.stdout
