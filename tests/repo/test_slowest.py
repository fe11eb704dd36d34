"""The table of the slowest tests, as `make test` prints it, with and without workers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lib.slowest import CACHE, STARTED

ROOT = Path(__file__).parents[2]
CONFTEST = """\
from lib.slowest import Slowest

def pytest_configure(config):
    config.pluginmanager.register(Slowest(2), "slowest")
"""
TESTS = f"""\
import logging, time
import pytest

@pytest.fixture(scope="module")
def cluster():
    for _ in range(2):
        logging.getLogger("{STARTED}").info("local cluster one")

def test_slow(cluster):
    logging.getLogger("{STARTED}").info("2 lab hosts")
    time.sleep(0.2)

def test_middling(cluster):
    time.sleep(0.1)

def test_quick():
    pass
"""


@pytest.mark.slow
@pytest.mark.parametrize("workers", [(), ("-n", "1", "--dist", "loadgroup")], ids=["alone", "xdist"])
def test_the_slowest_are_shown_with_what_they_started(workers: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT / 'tests'}\n")
    command = [sys.executable, "-m", "pytest", "-q", *workers]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    table = done.stdout.partition("the 2 slowest tests, and what they started")[2].splitlines()
    assert table[1].endswith("test_it.py::test_slow  [local cluster one (2 times), 2 lab hosts]")
    assert table[2].endswith("test_it.py::test_middling")
    assert "test_quick" not in done.stdout
    rows = json.loads((tmp_path / ".pytest_cache/v" / CACHE).read_text())
    assert [row[0] for row in rows][:2] == ["test_it.py::test_slow", "test_it.py::test_middling"]
    assert rows[0][2:] == ["local cluster one", "local cluster one", "2 lab hosts"]
