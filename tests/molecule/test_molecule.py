"""Whole scenarios: create, converge, nothing changes, reboot, verify with testinfra and clients, destroy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab import machine

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(path.parent.name for path in Path(__file__).parent.glob("*/molecule.yml"))
LONG = {"three_brokers", "two_datacenters"}
"""Left to `make soak`: tests/lab has clusters of several brokers, and those of six_clusters their mirrors."""


@pytest.mark.lab
@pytest.mark.timeout(900)
@pytest.mark.xdist_group("lab")
@pytest.mark.parametrize(
    "scenario", [pytest.param(name, marks=[pytest.mark.soak] if name in LONG else []) for name in SCENARIOS]
)
def test_scenario(scenario: str, tmp_path: Path) -> None:
    obstacle = machine.obstacle()
    if obstacle is not None:
        pytest.skip(obstacle)
    environment = {
        **os.environ,
        # Molecule calls Ansible's programs by name.
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "MOLECULE_GLOB": "tests/molecule/*/molecule.yml",
        "MOLECULE_EPHEMERAL_DIRECTORY": str(tmp_path / "molecule"),
        "LAB_OWNER": str(os.getpid()),
        "NO_COLOR": "1",
    }
    command = [sys.executable, "-m", "molecule", "test", "--scenario-name", scenario]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    # What failed stands at the end; a whole log would push it out of a summary that is cut.
    assert done.returncode == 0, "\n".join(done.stdout.splitlines()[-120:])
