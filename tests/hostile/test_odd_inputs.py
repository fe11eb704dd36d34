"""Whatever is legal in data ends in a value or a Diagnostic; the seed of a failure is in its message."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hostile.odd_inputs import run
from lib.repository import ROOT

pytestmark = pytest.mark.slow


def test_every_input_ends_in_a_value_or_a_diagnostic(tmp_path):
    ended = run(1, 1500, tmp_path)
    assert sum(ended.values()) >= 1500
    assert ended["value"] > 400  # many of the questions have an answer, or nothing would be tried
    assert ended["convert-to"] > 30
    assert ended["merge-options"] > 30


def test_the_same_seed_asks_the_same(tmp_path):
    assert run(7, 200, tmp_path) == run(7, 200, tmp_path)


def test_it_runs_from_the_command_line_and_says_its_seed():
    command = [sys.executable, "-m", "hostile.odd_inputs", "--count", "20"]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": "tests"}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("--seed ")
