"""The table of releases that upgrades are tried from."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from hiera_kafka import __version__
from lib.releases import RELEASES, file_of, require_history
from lib.repository import ROOT

_HEADING = re.compile(r"^## (\d+\.\d+\.\d+)$", re.MULTILINE)
SINCE = (0, 2, 0)
"""Before it, there was nothing to install."""


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def test_each_release_since_the_first_wheel_is_in_it() -> None:
    named = _HEADING.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    released = {version for version in named if numbers(version) >= SINCE} - {__version__}
    assert released
    assert released <= RELEASES.keys()
    assert list(RELEASES) == sorted(RELEASES, key=numbers)


@pytest.mark.parametrize("version", RELEASES)
def test_a_release_is_a_commit_of_the_past_that_says_so_itself(version: str) -> None:
    commit = require_history(version)
    assert subprocess.run(["git", "merge-base", "--is-ancestor", commit, "HEAD"], cwd=ROOT, check=False).returncode == 0
    assert tomllib.loads(file_of(version, "pyproject.toml"))["project"]["version"] == version
    first = re.search(r"^## (.*)$", file_of(version, "CHANGELOG.md"), re.MULTILINE)
    assert first is not None
    assert first[1] == version
