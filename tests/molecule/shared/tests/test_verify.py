"""What an operator runs first finds nothing on the hosts of a scenario, after one of them was rebooted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from lab import services, site

COMMAND = [
    *(sys.executable, "-m", "hiera_kafka", "verify"),
    *("-i", str(Path(os.environ["MOLECULE_SCENARIO_DIRECTORY"]) / "inventory")),
    *("--addresses", str(Path(os.environ["MOLECULE_EPHEMERAL_DIRECTORY"]) / "lab/addresses.yml")),
    *site.LEFT_OUT,
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
