"""The reference page of the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import Golden


def test_the_page_says_what_help_says(golden: Golden) -> None:
    # In a process of its own: click keeps the help option that a command was first called with, which other tests do
    # without the program around it.
    made = subprocess.run(
        [sys.executable, "-m", "hiera_kafka.cli.reference"], capture_output=True, text=True, check=True
    )
    golden(Path(__file__).parents[3] / "docs/reference/cli.md", made.stdout)
