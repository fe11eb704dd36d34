"""What an operator runs first finds nothing on the hosts of a scenario, after one of them was rebooted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from lab import machine, services

WANTED = 128_000
"""What the unit of a broker asks for."""
COMMAND = [
    *(sys.executable, "-m", "hiera_kafka", "verify"),
    *("-i", str(Path(os.environ["MOLECULE_SCENARIO_DIRECTORY"]) / "inventory")),
    *("--addresses", str(Path(os.environ["MOLECULE_EPHEMERAL_DIRECTORY"]) / "lab/addresses.yml")),
    # Where this machine may open fewer files than units ask for, its hosts may as well, and that would be seen.
    *(("--skip", "service-limits") if machine.open_files() < WANTED else ()),
]


def test_verify_finds_nothing() -> None:
    last = ""

    def verified() -> bool:
        nonlocal last
        done = subprocess.run(COMMAND, capture_output=True, text=True, check=False, timeout=120)
        last = done.stdout + done.stderr
        return done.returncode == 0

    # A broker that comes back after a reboot first copies what it missed.
    try:
        services.eventually("nothing that is critical or unknown", verified)
    except AssertionError as error:
        raise AssertionError(f"{error}:\n{last}") from None
