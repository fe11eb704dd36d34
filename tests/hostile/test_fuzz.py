"""Any text gives a value or a Diagnostic, whichever reader it is thrown at.

`python tests/hostile/fuzz.py yaml 100000 DIRECTORY` tries for longer.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).with_name("fuzz.py")


@pytest.mark.parametrize("name", ["yaml", "hocon", "json", "key", "interpolation", "type"])
def test_any_text_gives_a_value_or_a_diagnostic(tmp_path, name):
    command = [sys.executable, str(FUZZ), name, "400", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr[-3000:]) == (0, "")
